"""The file standard as data: what each version holds, and that the old ones stay readable."""

from __future__ import annotations

import pytest

from casework.documents.kinds import kinds
from casework.file_review import findings
from casework.file_review.findings import LOOKS, rules
from casework.file_review.standard import PARTS, standard_now, standards
from casework.routes.reasons import RejectionReason

EVERY = [(version, item) for version, standard in standards().items() for item in standard.items]


def test_the_newest_version_is_asked_for():
    assert list(standards()) == ["1", "2"]
    assert standard_now().version == "2"


@pytest.mark.parametrize(("version", "item"), EVERY, ids=lambda each: getattr(each, "key", each))
def test_an_item_says_where_it_is_from_and_names_what_there_is(version, item):
    assert item.part in PARTS
    assert item.confidence in ("sourced", "assumption")
    assert item.source
    assert len(item.key) <= 20
    assert item.reason in ("", *RejectionReason.values)
    assert set(item.documents) <= set(kinds())


def test_a_version_has_each_item_once_and_something_in_every_part():
    for standard in standards().values():
        keys = [item.key for item in standard.items]
        assert len(keys) == len(set(keys))
        assert all(standard.of_part(part) for part in PARTS)


def test_every_item_of_the_first_version_is_still_asked_for():
    first, now = ({item.key for item in standard.items} for standard in standards().values())
    assert first <= now


def test_every_row_of_the_findings_looks_at_something():
    now = {item.key for item in standard_now().items}
    for rule in rules():
        assert rule.code in LOOKS or rule.items
        assert set(rule.items) <= now
        assert set(rule.blocks) <= set(findings.ACTS.values())
        assert rule.reason in ("", *RejectionReason.values)
        assert rule.source
    assert set(LOOKS) <= {rule.code for rule in rules()}


def test_every_item_that_may_be_missing_is_told_by_some_row():
    told = {key for rule in rules() for key in rule.items}
    dated = {item.key for item in standard_now().items if item.dated}
    assert told | dated == {item.key for item in standard_now().items}


def test_who_leaves_an_item_out_is_told_so_in_plain_grammar():
    asked = {item.key: item.asked for item in standard_now().items}
    assert asked["mg11"] == "Select if the MG11s are present, not applicable or missing"
    assert asked["third_party"] == "Select if the third-party material is present, not applicable or missing"
    assert not [words for words in asked.values() if "the the" in words or "s is present" in words]
