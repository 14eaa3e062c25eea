"""The police end a case themselves: with an outcome for each suspect and its reasons, and it is reopened."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.casefiles.services import suspect_add
from casework.early_advice.models import EarlyAdviceRequest
from casework.errors import RuleBroken
from casework.file_review.models import FileSubmission
from casework.file_review.selectors import files_bounced
from casework.people.roles import Role
from casework.police_outcomes.codes import codes_for
from casework.police_outcomes.models import PoliceOutcome
from casework.whose_clock.models import ClockPause
from tests.casework.test_guards import refused
from tests.cast import ADVISED, CONSIDERED, TO_GATEKEEPER
from tests.clinics.planned import book, booked_soon
from tests.samples import day, ended, sample
from tests.whose_clock.pausing import pause
from tests.workflows.working import now, task_of
from workflows.engine import work

pytestmark = pytest.mark.django_db
KIND = "file_submission"
REOPEN_FIRST = "The police have ended this case. Reopen it first"


@pytest.fixture
def case(drive):
    made = drive.case()
    drive.do(made, CONSIDERED[0])
    return made


def test_a_case_ends_with_an_outcome_and_its_reasons(drive, cast, case, as_user):
    assert drive.beside(case, KIND, "end").status_code == 302
    assert FileSubmission.objects.get(case_file=case).position == "ended"
    assert drive.kinds(case) & {"file_submission.prepare", "bad_character.consider"} == set()
    assert "vps_offer.offer" in drive.kinds(case)
    route = reverse("case_route", kwargs={"urn": case.urn, "route": "file-review"})
    page = as_user(cast.gatekeeper).get(route).content.decode()
    assert "Suspect S1: police outcome 16" in page
    assert "no further action" not in page.lower()


def test_reopened_its_file_is_prepared_and_what_went_with_it_goes_on(drive, cast, case):
    drive.do(case, "file_submission end")
    assert drive.beside(case, KIND, "reopen", by=cast.gatekeeper).status_code == 302
    assert PoliceOutcome.objects.get().reopened_at is not None
    drive.do(case, *TO_GATEKEEPER[1:])
    assert FileSubmission.objects.get(case_file=case).round == 1


def test_advice_that_the_cps_has_is_withdrawn_and_wanted_again(drive, cast):
    case = drive.case()
    drive.do(case, "early_advice.consider request", "file_submission end")
    assert "early_advice.triage" not in drive.kinds(case)
    assert EarlyAdviceRequest.objects.get(case_file=case).withdrawn_at
    drive.do(case, "file_submission reopen", "early_advice.triage accept")


def test_a_file_that_was_returned_begins_another_round(drive, cast, case):
    drive.do(case, *TO_GATEKEEPER[1:], "file_submission.review return", "file_submission end")
    drive.do(case, "file_submission reopen", *TO_GATEKEEPER[2:], "file_submission.review accept")
    assert FileSubmission.objects.get(case_file=case).round == 2


def test_each_suspect_has_an_outcome(drive):
    case = drive.case(suspects=2)
    drive.do(case, CONSIDERED[0])
    assert refused(drive.beside(case, KIND, "end"), "Select which outcome for S2")
    drive.beside(case, KIND, "end", **ended("S2", "15"))
    found = PoliceOutcome.objects.order_by("suspect__reference")
    assert list(found.values_list("suspect__reference", "code")) == [("S1", "16"), ("S2", "15")]


def test_a_case_without_a_suspect_ends_without_one(drive):
    case = drive.case(suspects=0)
    drive.do(case, CONSIDERED[0])
    assert drive.beside(case, KIND, "end", code="18", reasons="Nobody was identified").status_code == 302
    assert PoliceOutcome.objects.get().suspect is None


def test_the_outcomes_that_need_a_suspect_are_offered_only_with_one():
    assert [each.code for each in codes_for(suspect_identified=True)] == ["15", "16", "21"]
    assert [each.code for each in codes_for(suspect_identified=False)] == ["14", "18"]


def test_early_advice_is_considered_first(drive):
    case = drive.case()
    assert refused(drive.beside(case, KIND, "end"), "record why it is not sought, before you end the case")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"reasons_S1": ""}, "Enter your reasons for S1"),
        ({"victim_view_S1": ""}, "Enter what the victim said"),
        ({"victim_told": ""}, "Select whether the victim has been told"),
        ({"victim_told": "not_told"}, "Enter why the victim has not been told"),
        (
            dict.fromkeys(day("victim_told_on", timezone.localdate()), ""),
            "Enter the date on which",
        ),
    ],
)
def test_reasons_and_what_the_victim_knows_are_recorded(drive, case, said, words):
    assert refused(drive.beside(case, KIND, "end", **said), words)


def test_the_officer_in_the_case_does_not_end_it(drive, cast, case):
    case.officer_in_case = cast.supervisor
    case.save(update_fields=["officer_in_case"])
    response = drive.beside(case, KIND, "end")
    assert refused(response, "You are the officer in this case, so another supervisor must end it")


def test_who_submitted_the_file_does_not_end_the_case(drive, cast, case):
    drive.do(case, *TO_GATEKEEPER[1:3], "file_submission.sign_off return")
    FileSubmission.objects.filter(case_file=case).update(submitted_by=cast.supervisor)
    response = drive.beside(case, KIND, "end")
    assert refused(response, "You submitted the file of this case, so another supervisor must end it")


def test_no_advice_is_asked_for_or_added_in_an_ended_case(drive, cast):
    case = drive.case()
    drive.do(case, *ADVISED, "early_advice.acknowledge acknowledge", "file_submission end")
    record = EarlyAdviceRequest.objects.get(case_file=case)
    further = sample("early_advice.advise", "advise", timezone.localdate())
    assert refused(drive.turn(record, "follow-up", cast.supervisor, follow_up="New footage"), REOPEN_FIRST)
    assert refused(drive.turn(record, "further-advice", cast.prosecutor, **further), REOPEN_FIRST)


def test_what_was_withdrawn_is_not_taken_up_in_an_ended_case_but_for_statements(drive, cast):
    case = drive.case()
    drive.do(case, "early_advice.consider request")
    tasks = [task_of(drive, case, kind) for kind in ("early_advice.triage", "vps_offer.offer")]
    act = {"by": cast.supervisor, "reason": "Check", **now()}
    for task in tasks:
        work.cancel(task=task, **act)
    drive.do(case, "file_submission end")
    with pytest.raises(RuleBroken, match=REOPEN_FIRST):
        work.reinstate(task=tasks[0], **act)
    work.reinstate(task=tasks[1], **act)


def test_no_suspect_is_added_to_an_ended_case(drive, cast, case):
    drive.do(case, "file_submission end")
    act = {"case": case, "by": cast.investigator, "roles": [Role.INVESTIGATOR], **now()}
    with pytest.raises(RuleBroken, match=REOPEN_FIRST):
        work.act_on_case(verb=suspect_add, **act)


def test_an_escalation_is_withdrawn_with_the_case_and_wanted_again_with_it(drive, case):
    drive.escalate(case)
    drive.do(case, "file_submission end")
    assert "escalation.supervisor" not in drive.kinds(case)
    drive.do(case, "file_submission reopen", "escalation.supervisor settle")


def test_a_clinic_slot_is_given_back_and_none_is_booked_until_the_case_is_reopened(drive, cast):
    booking = booked_soon(drive)
    case = booking.case_file
    drive.do(case, "early_advice.consider request", "file_submission end")
    booking.refresh_from_db()
    assert (booking.is_open, booking.cancelled_side) == (False, "police")
    assert case.events.get(verb="booking_cancelled").reason.endswith("The police have ended the case")
    with pytest.raises(RuleBroken, match=REOPEN_FIRST):
        book(drive, case, booking.session, **now())


def test_a_paused_clock_goes_on_when_the_case_ends(drive, cast, case):
    pause(case, cast.investigator, timezone.now())
    drive.do(case, "file_submission end")
    assert ClockPause.objects.get().ended_because == "The police have ended the case"


def test_an_ended_case_is_none_of_those_whose_file_comes_back_too_often(drive, cast, case):
    drive.do(case, *TO_GATEKEEPER[1:3])
    for _ in range(2):
        drive.do(case, "file_submission.sign_off return", "file_submission.correct submit")
    drive.do(case, "file_submission.sign_off return")
    assert files_bounced(cast.gatekeeper).exists()
    drive.do(case, "file_submission end")
    assert not files_bounced(cast.gatekeeper).exists()


@pytest.mark.parametrize(
    ("who", "status"), [("investigator", 403), ("gatekeeper", 403), ("prosecutor", 404), ("outsider", 404)]
)
def test_others_do_not_end_it(drive, cast, case, who, status):
    assert drive.beside(case, KIND, "end", by=getattr(cast, who)).status_code == status
