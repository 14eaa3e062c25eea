"""What an upgrade makes of the rows of before: hearings, bad character, statements of victims, dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from tests.upgrade.before import Before, before

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 1, 10, tzinfo=UTC)
TIMES = {"opened_at": AT, "moved_at": AT}


def case_of_before(then: Before) -> SimpleNamespace:
    """A case with a suspect and a victim, and who worked on it."""

    def make(model: str, **values):
        return then.rows.get_model("casework", model).objects.create(**values)

    area = make("Organisation", kind="cps_area", code="WM", name="CPS West Midlands")
    force = make("Organisation", kind="force", code="20", name="West Midlands Police", area=area)
    unit = make("Unit", organisation=force, name="RASSO unit east", code="AB")
    person = make("User", username="somebody")
    case = make(
        "CaseFile",
        urn="20AB0000126",
        force=force,
        area=area,
        unit=unit,
        officer_in_case=person,
        reported_on=date(2026, 8, 1),
        registered_at=AT,
    )
    suspect = make("Suspect", case_file=case, reference="S1", charged_on=date(2026, 9, 1))
    victim = make("Victim", case_file=case, reference="V1")
    return SimpleNamespace(make=make, person=person, case=case, unit=unit, suspect=suspect, victim=victim)


def test_a_listed_trial_keeps_its_days_and_its_result_is_due_on_the_working_day_after():
    with before("0022_hearings") as then:
        old = case_of_before(then)
        trial = {"case_file": old.case, "kind": "trial", "listed_at": AT}
        old.make("Hearing", **trial, on=date(2026, 12, 11))
        old.make("Hearing", **trial, on=date(2026, 11, 9), vacated_at=AT + timedelta(days=3))
        vacated, listed = then.carry_on().get_model("casework", "Hearing").objects.order_by("on")
        assert (listed.position, listed.court, listed.moved_at) == ("listed", "crown", AT)
        assert listed.result_due_on == date(2026, 12, 14)
        assert (vacated.position, vacated.moved_at) == ("vacated", vacated.vacated_at)


def considered(old: SimpleNamespace, reference: str, **values):
    suspect = old.make("Suspect", case_file=old.case, reference=reference)
    said = {"considered_at": AT, "considered_by": old.person, "pnc_checked_on": date(2026, 8, 3)}
    return old.make(
        "BadCharacterConsideration", case_file=old.case, suspect=suspect, **TIMES, **{**said, **values}
    )


def test_bad_character_is_kept_in_the_round_in_which_it_was_said():
    with before("0023_bad_character") as then:
        old = case_of_before(then)
        decided = {
            "prosecutor": old.person,
            "decided_at": AT,
            "assessment": "Strong",
            "reasons": "Propensity",
        }
        pursued = considered(
            old, "S2", position="pursued", nil_return=False, round=2, gateways=["c", "d"], **decided
        )
        for facts in ("Caution of 2019", "Conviction of 2021"):
            old.make(
                "BadCharacterItem", consideration=pursued, round=1, kind="caution", facts=facts, number=0
            )
        considered(old, "S3", position="not_pursued", nil_return=True, **decided)
        considered(old, "S4", position="consider", round=2, nil_return=False, return_reason="Which years?")
        new = then.carry_on()
        on = {
            each.suspect.reference: each
            for each in new.get_model("casework", "BadCharacterConsideration").objects.all()
        }
        decision, said = on["S2"].decisions.get(), on["S2"].returns.get()
        checks = new.get_model("casework", "BadCharacterCheck").objects.filter(police_return_id=said.pk)
        assert (decision.decision, decision.gateways, decision.items) == (
            "authorised",
            {"c": {}, "d": {}},
            [1, 2],
        )
        assert (decision.round, decision.reasons, on["S2"].reviews.get().assessment) == (
            2,
            "Propensity",
            "Strong",
        )
        assert list(checks.values_list("kind", "made_on")) == [("pnc", date(2026, 8, 3))]
        assert {who: each.decision for who, each in on.items()} == {
            "S2": "authorised",
            "S3": "none_known",
            "S4": "proposed",
        }
        assert on["S4"].returns.get().round == 1


def test_statements_are_numbered_and_what_the_cps_holds_has_its_receipt():
    with before("0024_victim_statements") as then:
        old = case_of_before(then)
        offer = old.make("VpsOffer", case_file=old.case, victim=old.victim, position="held", **TIMES)
        for days, wish in ((0, "other"), (20, "not_read")):
            made_at = AT + timedelta(days=days)
            old.make(
                "VictimPersonalStatement",
                victim=old.victim,
                made_on=made_at.date(),
                read_aloud=wish,
                recorded_at=made_at,
                recorded_by=old.person,
                number=0,
            )
        told = {"route": "victim_statements", "verb": "received", "subject": offer.pk}
        old.make("Event", case_file=old.case, at=AT + timedelta(days=1), actor=old.person, **told)
        new = then.carry_on().get_model("casework", "VictimPersonalStatement").objects.order_by("made_on")
        first, second = new
        assert (first.number, second.number) == (1, 2)
        assert [each.preferences.get().read_aloud for each in new] == ["other", "not_read"]
        assert first.receipt.recorded_at == AT + timedelta(days=1)
        assert not hasattr(second, "receipt")


def test_open_dates_say_how_they_were_counted_where_the_rule_still_gives_them():
    with before("0031_dates_counted") as then:
        old = case_of_before(then)
        checkpoint = old.make(
            "VpsCheckpoint",
            case_file=old.case,
            victim=old.victim,
            kind="charge",
            due_on=date(2026, 9, 2),
            **TIMES,
        )

        def work(task: int, **values):
            row = {
                "role": "investigator",
                "unit": old.unit,
                "route": "x",
                "kind": "x.x",
                "title": "x",
                "organisation": old.case.force,
                "round": 1,
            }
            work_of = {"case_file": old.case, "opened_at": AT, "task": task, "subject": checkpoint.pk}
            return old.make("Obligation", **{**row, **work_of, **values})

        by_rule = work(1, clocks={"VPS_TAKE": "2026-09-15", "due_on": "2026-09-02"})
        moved = work(2, clocks={"GATEKEEPER_REVIEW": "2026-10-20"})
        new = then.carry_on().get_model("casework", "Obligation").objects
        assert new.get(pk=by_rule.pk).counted == {
            "VPS_TAKE": ["VPS_TAKE", "2026-09-01"],
            "due_on": ["VPS_AFTER_CHARGE", "2026-09-01"],
        }
        assert new.get(pk=moved.pk).counted == {}
