"""What the process forbids, and what it says then."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from casework.events.models import Event
from casework.events.words import WORDS, WORK_VERBS
from tests.cast import CONSIDERED, TO_DECISION, TO_GATEKEEPER

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db


def refused(response, words: str) -> bool:
    return response.status_code == 422 and words in response.content.decode()


def test_a_file_is_not_submitted_before_early_advice_is_considered(drive):
    case = drive.case()
    response = drive.send(case, "file_submission.prepare", "submit")
    assert refused(response, "Request early advice, or record why it is not sought")


def test_a_file_without_a_suspect_is_not_submitted(drive):
    case = drive.case(suspects=0)
    drive.do(case, "early_advice.consider not_sought")
    response = drive.send(case, "file_submission.prepare", "submit")
    assert refused(response, "Add the suspect to the case before you submit the file")


def test_a_file_is_not_submitted_before_bad_character_is_considered_for_every_suspect(drive):
    case = drive.case(suspects=2)
    drive.do(case, *CONSIDERED)
    response = drive.send(case, "file_submission.prepare", "submit")
    assert refused(response, "Consider bad character for S2, and record it")


def test_nobody_signs_off_their_own_file(drive, cast):
    from casework.people.models import Membership

    case = drive.case()
    Membership.objects.create(
        person=cast.investigator, role="supervisor", organisation=cast.force, unit=cast.unit
    )
    drive.do(case, *CONSIDERED, "file_submission.prepare submit")
    response = drive.send(case, "file_submission.sign_off", "sign_off", by=cast.investigator)
    assert refused(response, "another supervisor must sign it off")


def test_a_file_with_a_missing_item_is_not_accepted(drive):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    response = drive.send(case, "file_submission.review", "accept", found_mg6d="missing")
    assert refused(response, "Return the file: an item of the file standard is missing")


def test_an_item_that_does_not_apply_says_why(drive):
    case = drive.case()
    drive.do(case, *CONSIDERED)
    response = drive.send(case, "file_submission.prepare", "submit", found_forensic="not_applicable")
    assert refused(response, "Enter why forensic and medical evidence is not applicable")


def test_a_charge_waits_for_the_review_of_bad_character(drive):
    case = drive.case()
    drive.do(case, *TO_DECISION)
    response = drive.send(case, "charging_decision.review", "charge")
    assert refused(response, "Review bad character for this suspect before you decide to charge")


def test_the_threshold_test_has_a_date_of_review(drive):
    case = drive.case()
    drive.do(case, *TO_DECISION, "bad_character.review review")
    response = drive.send(case, "charging_decision.review", "charge", test_applied="threshold")
    assert refused(response, "Enter the date on which the Threshold Test is reviewed")


def test_no_further_action_needs_the_meeting(drive):
    case = drive.case()
    drive.do(case, *TO_DECISION)
    no_day = {"meeting_on-day": "", "meeting_on-month": "", "meeting_on-year": ""}
    response = drive.send(case, "charging_decision.review", "nfa", **no_day)
    assert refused(response, "Enter the date of the meeting")


def test_nothing_found_is_not_applied_for(drive):
    case = drive.case()
    drive.do(case, "bad_character.consider nil", "bad_character.review review")
    response = drive.send(case, "bad_character.decide", "pursue")
    assert refused(response, "there is nothing to apply for")


def test_advice_says_something(drive):
    case = drive.case()
    drive.do(case, "early_advice.consider request", "early_advice.triage accept")
    response = drive.send(case, "early_advice.advise", "advise", reasonable_lines="")
    assert refused(response, "Enter advice in at least one section")


def test_events_are_never_changed_or_removed(drive):
    drive.case()
    for change in (lambda: Event.objects.update(reason="else"), lambda: Event.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_a_person_is_never_deleted(cast):
    with pytest.raises(ProtectedError):
        cast.gatekeeper.delete()


def test_the_application_is_no_superuser_that_could_switch_the_trigger_off():
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_every_verb_that_the_code_records_has_its_words():
    worded = {verb for _, verb in WORDS} | set(WORK_VERBS)
    recorded = {
        verb
        for package in ("casework", "workflows")
        for path in (ROOT / package).rglob("*.py")
        for verb in re.findall(r'"([a-z_]+)"', " ".join(re.findall(r"\bverb=([^,\n]+)", path.read_text())))
    }
    assert recorded
    assert recorded <= worded
