"""No further action only after a meeting of investigator and prosecutor that is recorded and not disputed."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from casework.charging.meetings.models import ChargingMeeting
from casework.charging.models import ChargingDecision
from casework.pages.dates import govuk_date
from tests.casework.test_guards import refused
from tests.cast import NOT_CHARGED, TO_DECISION
from tests.samples import day

pytestmark = pytest.mark.django_db
KIND, NFA = "charging_decision", ("charging_decision.review", "nfa")
WITH_ANSWERS = ("charging_decision.review action_plan", "plan_item.answer answer", "plan_item.check accept")
WRONG = {"answer": "disputed", "reason": "The officer was not there"}


@pytest.fixture
def case(drive):
    made = drive.case()
    drive.do(made, *TO_DECISION)
    return made


def decision_of(case) -> ChargingDecision:
    return ChargingDecision.objects.get(case_file=case)


def form_page(drive, cast, case, as_user) -> str:
    task = drive.open_work(case, NFA[0]).task
    address = reverse("step", kwargs={"urn": case.urn, "task": task})
    return as_user(cast.prosecutor).get(f"{address}?outcome=nfa").content.decode()


def test_it_is_refused_without_a_meeting_and_says_so_before_anything_is_typed(drive, cast, case, as_user):
    words = "Meet the investigator, and record the meeting, before you decide on no further action"
    page = form_page(drive, cast, case, as_user)
    assert page.index("Before you can send this") < page.index(words)
    assert refused(drive.send(case, *NFA), words)
    assert decision_of(case).position == "review"


def test_with_a_meeting_the_form_names_it_and_the_decision_rests_on_it(drive, cast, case, as_user):
    drive.do(case, NOT_CHARGED[0])
    assert f"This rests on the meeting of {govuk_date(timezone.localdate())}" in form_page(
        drive, cast, case, as_user
    )
    drive.do(case, NOT_CHARGED[1])
    decision = decision_of(case)
    assert (decision.position, decision.nfa_stage) == ("nfa", "evidential")
    assert decision.meeting == ChargingMeeting.objects.get()


def test_of_several_meetings_the_prosecutor_says_which(drive, cast, case):
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        for days in (0, 1):
            held = day("held_on", timezone.localdate() - timedelta(days=days))
            drive.beside(case, KIND, "record_meeting", **held)
        assert refused(drive.send(case, *NFA), "Select the meeting that this rests on")
        first = ChargingMeeting.objects.earliest("held_on")
        assert drive.send(case, *NFA, meeting=first.pk).status_code == 302
    assert decision_of(case).meeting == first


def test_a_meeting_before_the_last_material_came_back_does_not_count(drive, case):
    drive.do(case, NOT_CHARGED[0], *WITH_ANSWERS)
    assert refused(drive.send(case, *NFA), "was before the last material came back")
    drive.do(case, *NOT_CHARGED)


@pytest.mark.parametrize("who", ["investigator", "supervisor", "gatekeeper"])
def test_either_side_records_it_and_the_other_confirms_it(drive, cast, case, who):
    assert drive.beside(case, KIND, "record_meeting", by=getattr(cast, who)).status_code == 302
    own = drive.beside(case, KIND, "answer_meeting", by=cast.investigator)
    assert refused(own, "Your side recorded this meeting")
    assert drive.beside(case, KIND, "answer_meeting", by=cast.prosecutor).status_code == 302
    met = ChargingMeeting.objects.get()
    assert (met.recorded_for, met.answer, met.answered_by) == ("police", "confirmed", cast.prosecutor)


def test_a_disputed_meeting_does_not_count(drive, cast, case):
    drive.do(case, NOT_CHARGED[0])
    assert drive.beside(case, KIND, "answer_meeting", **WRONG).status_code == 302
    assert refused(drive.send(case, *NFA), "is disputed. Settle that with the other side")
    drive.do(case, *NOT_CHARGED)


def test_a_dispute_says_why(drive, case):
    drive.do(case, NOT_CHARGED[0])
    response = drive.beside(case, KIND, "answer_meeting", answer="disputed")
    assert refused(response, "Enter what is not right")


def test_who_attended_has_a_role_on_the_case(drive, cast, case):
    for field in ("investigator", "prosecutor"):
        response = drive.beside(case, KIND, "record_meeting", **{field: cast.outsider.pk})
        assert response.status_code == 422
    assert not ChargingMeeting.objects.exists()


@pytest.mark.parametrize("days", [-31, 1])
def test_a_meeting_was_held_between_the_report_and_today(drive, case, days):
    held = day("held_on", timezone.localdate() + timedelta(days=days))
    response = drive.beside(case, KIND, "record_meeting", **held)
    assert refused(response, "The date of the meeting must be")


def test_a_day_is_recorded_once(drive, case):
    drive.do(case, NOT_CHARGED[0])
    assert refused(drive.beside(case, KIND, "record_meeting"), "is recorded already")


@pytest.mark.parametrize(("who", "status"), [("liaison", 403), ("auditor", 403), ("outsider", 404)])
def test_others_record_none(drive, cast, case, who, status):
    response = drive.beside(case, KIND, "record_meeting", by=getattr(cast, who))
    assert response.status_code == status


@pytest.mark.parametrize("who", ["supervisor", "gatekeeper"])
def test_who_only_checks_for_the_police_did_not_investigate(drive, cast, case, who):
    response = drive.beside(case, KIND, "record_meeting", investigator=getattr(cast, who).pk)
    assert response.status_code == 422
    assert not ChargingMeeting.objects.exists()


def test_a_meeting_is_disputed_after_the_decision_and_everybody_is_warned(drive, cast, case, as_user):
    drive.do(case, *NOT_CHARGED)
    assert drive.beside(case, KIND, "answer_meeting", **WRONG).status_code == 302
    assert decision_of(case).position == "nfa"
    assert case.events.filter(verb="meeting_disputed").exists()
    pages = [reverse("case", kwargs={"urn": case.urn})]
    pages.append(reverse("case_route", kwargs={"urn": case.urn, "route": "charging"}))
    for who in (cast.investigator, cast.prosecutor, cast.manager):
        for page in pages:
            text = as_user(who).get(page).content.decode()
            assert "on which no further action rests, is disputed: The officer was not there" in text
