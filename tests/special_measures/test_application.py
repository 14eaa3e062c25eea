"""After a plea of not guilty the CPS applies to the court, measure by measure, and the court rules."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from casework.access.policy import Actor
from casework.deadlines.rules import due_on
from casework.hearings.anchors import anchors_call
from casework.people.roles import Role
from casework.special_measures.anchors import special_measures_anchor
from casework.special_measures.models import MeasureRuling, SpecialMeasures, SpecialMeasuresApplication
from casework.victim_contacts.models import VictimContact
from tests.casework.test_guards import refused
from tests.samples import day
from tests.special_measures.before_court import APPLY, ASSESS, RESPOND, RULE, WANT, charged, plea

pytestmark = pytest.mark.django_db
SCREENS = {"measures": ["screens"]}


def call_again(case, cast) -> None:
    by = Actor(cast.witness_care, Role.WITNESS_CARE, cast.force)
    anchors_call(case=case, by=by, at=timezone.now())


@pytest.mark.parametrize(("court", "due"), [("crown", date(2027, 1, 18)), ("magistrates", date(2027, 2, 1))])
def test_the_application_is_due_from_the_plea_by_court(drive, court, due):
    with time_machine.travel("2027-01-04 10:00Z"):
        case = charged(drive, WANT)
        assert plea(drive, case, court=court).status_code == 302
        owed = drive.open_work(case, APPLY)
        assert (owed.role, owed.due_on) == (Role.PROSECUTOR, due)
        words = owed.how_counted("due_on").words
        assert "Criminal Procedure Rules 2025, rule 18.3" in words
        assert "4 January 2027 (not guilty plea" in words


@pytest.mark.parametrize("answer", ["guilty", "not_guilty"])
def test_only_a_not_guilty_plea_and_a_wanted_measure_open_an_application(drive, answer):
    case = charged(drive, *([f"{ASSESS} decline"] if answer == "not_guilty" else [WANT]))
    plea(drive, case, plea=answer)
    assert not SpecialMeasuresApplication.objects.exists()


def test_a_victim_who_is_asked_after_the_plea_gets_an_application_too(drive):
    case = charged(drive)
    plea(drive, case)
    drive.do(case, WANT)
    assert drive.open_work(case, APPLY).due_on == due_on("SPECIAL_MEASURES_CROWN", timezone.localdate())


def test_a_plea_that_is_put_right_moves_the_date_and_calling_again_changes_nothing(drive, cast):
    with time_machine.travel(timezone.now() - timedelta(days=7)):
        case = charged(drive, WANT)
    plea(drive, case)
    earlier = timezone.localdate() - timedelta(days=3)
    plea(drive, case, on=earlier)
    owed = drive.open_work(case, APPLY)
    assert owed.due_on == due_on("SPECIAL_MEASURES_CROWN", earlier)
    assert owed.how_counted("due_on").since == earlier
    events = case.events.count()
    assert case.events.filter(verb="date_moved").count() == 1
    call_again(case, cast)
    assert (case.events.count(), SpecialMeasuresApplication.objects.count()) == (events, 1)


def test_the_earliest_of_several_pleas_counts(drive):
    with time_machine.travel(timezone.now() - timedelta(days=7)):
        case = drive.case(suspects=2)
        drive.do(case, WANT, "early_advice.consider not_sought", *["bad_character.consider nil"] * 2)
        drive.do(case, "file_submission.prepare submit", "file_submission.sign_off sign_off")
        drive.do(case, "file_submission.review accept", "charging_request.triage accept")
        drive.do(case, *["bad_character.review review"] * 2, *["charging_decision.review charge"] * 2)
    first, today = timezone.localdate() - timedelta(days=5), timezone.localdate()
    for reference, on in (("S1", today), ("S2", first)):
        entered = day("entered_on", on)
        drive.recorded(case, "plea", reference, plea="not_guilty", court="crown", **entered)
    assert drive.open_work(case, APPLY).due_on == due_on("SPECIAL_MEASURES_CROWN", first)


def test_a_late_application_says_why_and_which_extension_is_asked_for(drive):
    with time_machine.travel(timezone.now() - timedelta(days=60)):
        case = charged(drive, WANT)
        plea(drive, case)
    assert refused(drive.send(case, APPLY, "apply"), "Enter why the application is made after")
    why = {"late_reason": "Asked late"}
    assert refused(drive.send(case, APPLY, "apply", **why), "Enter which extension of time is asked for")
    assert drive.send(case, APPLY, "apply", **why, extension="To today").status_code == 302
    record = SpecialMeasuresApplication.objects.get()
    assert (record.late_reason, record.extension) == ("Asked late", "To today")
    assert case.events.filter(verb="applied_late", subject=record.pk).exists()


def test_the_defence_responds_within_ten_business_days(drive):
    case = charged(drive, WANT)
    plea(drive, case)
    drive.do(case, f"{APPLY} apply")
    owed = drive.open_work(case, RESPOND)
    assert owed.due_on == due_on("SPECIAL_MEASURES_RESPONSE", timezone.localdate())
    opposed = drive.send(case, RESPOND, "respond", response="opposed")
    assert refused(opposed, "Enter what is objected to, and why")
    undated = {"responded_on-day": "", "responded_on-month": "", "responded_on-year": ""}
    assert refused(drive.send(case, RESPOND, "respond", **undated), "Enter the date of the response")
    assert drive.send(case, RESPOND, "respond", response="none", **undated).status_code == 302


def test_the_court_rules_on_each_measure_and_the_victim_is_to_be_told(drive):
    case = charged(drive, WANT)
    plea(drive, case)
    drive.do(case, f"{APPLY} apply", f"{RESPOND} respond")
    half = drive.send(case, RULE, "rule", ruling_screens="refused")
    assert refused(half, "Enter the court&#39;s reasons on screens")
    refusal = {"ruling_screens": "refused", "reasons_screens": "The link is enough"}
    assert drive.send(case, RULE, "rule", **refusal).status_code == 302
    rulings = {each.measure: (each.granted, each.reasons) for each in MeasureRuling.objects.all()}
    assert rulings == {"screens": (False, "The link is enough"), "section_28": (True, "")}
    record = SpecialMeasuresApplication.objects.get()
    assert case.events.filter(route="special_measures", verb="outcome", subject=record.pk).count() == 1
    told = VictimContact.objects.get(topic="special_measures")
    assert (told.victim, told.position) == (record.victim, "witness_care")


def test_what_was_ruled_on_is_not_applied_for_again_and_what_is_wanted_more_is(drive):
    case = charged(drive)
    plea(drive, case)
    drive.send(case, ASSESS, "want", **SCREENS)
    drive.do(case, f"{APPLY} apply", "special_measures again", WANT)
    drive.do(case, f"{APPLY} apply")
    asked = SpecialMeasuresApplication.objects.order_by("round").values_list("round", "measures")
    assert list(asked) == [(1, ["screens"]), (2, ["section_28"])]


def test_no_application_is_needed_until_the_victim_is_asked_again(drive, cast):
    case = charged(drive, WANT)
    plea(drive, case)
    drive.do(case, f"{APPLY} not_needed")
    call_again(case, cast)
    assert APPLY not in drive.kinds(case)
    drive.do(case, "special_measures again", WANT)
    assert APPLY in drive.kinds(case)


def test_a_prosecutor_applies_before_a_plea_gives_a_date(drive, cast):
    case = drive.case()
    drive.do(case, WANT, "early_advice.consider request")
    record = SpecialMeasures.objects.select_related("case_file", "process").get()
    early = drive.turn(record, "apply", cast.prosecutor, **day("applied_on", timezone.localdate()))
    assert refused(early, "Nobody has been charged in this case")
    case = charged(drive, WANT)
    drive.do(case, "special_measures apply")
    plea(drive, case)
    assert APPLY not in drive.kinds(case)
    assert drive.open_work(case, RESPOND).owner == cast.prosecutor
    assert refused(
        drive.beside(case, "special_measures", "apply"), "no measure that has not been applied for"
    )


@pytest.mark.queue_differs
@pytest.mark.parametrize("victims", [1, 30])
def test_the_anchor_costs_the_same_at_one_victim_and_at_thirty(
    drive, cast, victims, django_assert_num_queries
):
    case = charged(drive, victims=victims)
    wanted = {"asked_by": "The officer", "asked_on": timezone.localdate(), "assessed_by": cast.investigator}
    SpecialMeasures.objects.update(position="wanted", measures=["screens"], **wanted)
    plea(drive, case)
    assert SpecialMeasuresApplication.objects.count() == victims
    by = Actor(cast.witness_care, Role.WITNESS_CARE, cast.force)
    with django_assert_num_queries(7):
        special_measures_anchor(case=case, by=by, at=timezone.now())


def test_once_every_defendant_has_pleaded_guilty_nothing_is_applied_for_until_that_is_put_right(drive):
    case = charged(drive, WANT)
    drive.list_hearing(case, "sending", timezone.localdate())
    plea(drive, case)
    owed = drive.open_work(case, APPLY)
    plea(drive, case, plea="guilty")
    assert not {APPLY, "section_28.tell_court"} & drive.kinds(case)
    assert case.events.filter(verb="withdrawn", subject=owed.subject).count() == 1
    plea(drive, case)
    again = drive.open_work(case, APPLY)
    assert (again.subject, again.due_on) == (owed.subject, owed.due_on)
    assert "section_28.tell_court" in drive.kinds(case)


def test_an_application_that_was_made_comes_back_where_it_was(drive):
    case = charged(drive, WANT)
    plea(drive, case)
    drive.do(case, f"{APPLY} apply")
    plea(drive, case, plea="guilty")
    assert RESPOND not in drive.kinds(case)
    plea(drive, case)
    assert {APPLY, RESPOND} & drive.kinds(case) == {RESPOND}


def test_one_guilty_plea_of_two_closes_nothing(drive):
    case = drive.case(suspects=2)
    drive.do(case, WANT, "early_advice.consider not_sought", *["bad_character.consider nil"] * 2)
    drive.do(case, "file_submission.prepare submit", "file_submission.sign_off sign_off")
    drive.do(case, "file_submission.review accept", "charging_request.triage accept")
    drive.do(case, *["bad_character.review review"] * 2, *["charging_decision.review charge"] * 2)
    entered = {"court": "crown", **day("entered_on", timezone.localdate())}
    drive.recorded(case, "plea", "S1", plea="not_guilty", **entered)
    drive.recorded(case, "plea", "S2", plea="guilty", **entered)
    assert APPLY in drive.kinds(case)
    drive.recorded(case, "verdict", "S1", verdict="guilty", **day("on", timezone.localdate()))
    assert APPLY not in drive.kinds(case)
