"""The gateways as data: which there are on a day, who uses them, and what each needs."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.timezone import now

from casework.bad_character import gateways as data
from casework.bad_character.gateways import gateway_read, gateways_on
from casework.bad_character.guards import gateways_explained
from casework.errors import RuleBroken

DAY = date(2027, 1, 4)
SAID = {"d": {"matter": "Propensity", "fairness": "It is recent"}}
EXCLUSION = {"name": "fairness", "question": "Is it fair?", "provision": "section 101(3)"}


def test_there_are_those_of_the_act_from_its_first_day():
    assert [each.code for each in gateways_on(DAY)] == ["a", "b", "c", "d", "e", "f", "g"]
    assert gateways_on(date(2004, 12, 14)) == []
    assert len(gateways_on(date(2004, 12, 15))) == 7


def test_gateway_e_is_for_a_co_defendant_alone_and_b_for_the_defendant():
    assert [each.code for each in gateways_on(DAY, "prosecution")] == ["a", "c", "d", "f", "g"]
    assert [each.code for each in gateways_on(DAY) if each.used_by == ("co_defendant",)] == ["e"]


def test_each_needs_what_its_section_asks():
    needs = {each.code: [need.provision for need in each.needs] for each in gateways_on(DAY)}
    exclusion = "section 101(3) and (4)"
    assert needs["c"] == ["section 102(a)", "section 102(b)"]
    assert needs["d"] == ["section 103", exclusion]
    assert (needs["e"], needs["f"]) == (["section 104"], ["section 105"])
    assert needs["g"] == ["section 106", exclusion]


def test_only_what_comes_through_d_and_g_can_be_excluded_for_fairness():
    assert [each.code for each in gateways_on(DAY) if each.exclusion] == ["d", "g"]


def test_a_reform_changes_the_data_alone(monkeypatch):
    old, *others = data.gateways()
    row = {
        "code": "a",
        "label": "(a) reformed",
        "provision": "An Act of 2027",
        "used_by": ["prosecution"],
        "exclusion": True,
        "needs": [],
        "effective_from": "2027-06-01",
        "source": "An Act of 2027",
        "confidence": "sourced",
    }
    before = data.Gateway(**{**vars(old), "effective_to": date(2027, 5, 31)})
    reformed = (before, gateway_read(row, EXCLUSION), *others)
    monkeypatch.setattr(data, "gateways", lambda: reformed)
    assert gateways_on(date(2027, 5, 31))[0].label == old.label
    assert gateways_on(date(2027, 6, 1))[0].label == "(a) reformed"


def test_what_a_gateway_needs_is_kept_and_nothing_else():
    assert gateways_explained({"d": {**SAID["d"], "other": "x"}}, at=now()) == SAID


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({}, "gateways", "Select the gateways"),
        ({"e": {"co_defendant_matter": "x"}}, "gateways", r"cannot use gateway \(e\)"),
        ({"b": {"introduced": "x"}}, "gateways", r"cannot use gateway \(b\)"),
        ({"z": {}}, "gateways", r"cannot use gateway \(z\)"),
        ({"d": {"matter": "Propensity"}}, "need_d_fairness", "unfair to admit it"),
        ({"c": {"understanding": "x", "value": ""}}, "need_c_value", "as a whole substantial"),
        ({"g": {"fairness": "x"}}, "need_g_attack", "attacked another person"),
    ],
)
def test_a_gateway_without_what_it_needs_is_refused(said, field, words):
    with pytest.raises(RuleBroken, match=words) as refusal:
        gateways_explained(said, at=now())
    assert refusal.value.field == field


def test_what_was_answered_is_told_with_its_question_and_its_law():
    (gateway,) = (each for each in gateways_on(DAY, "prosecution") if each.code == "d")
    matter, *_ = gateway.needs
    assert matter.asked == f"{matter.question} ({matter.provision})"
    assert gateway.answered({matter.name: "Propensity", "fairness": "", "else": "x"}) == [
        (matter.asked, "Propensity")
    ]
    assert gateway.answered({}) == []
