"""Pleas, verdicts and sentences: which can be recorded, which stands, and when the time at court ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from casework.hearings.models import Plea
from casework.hearings.selectors import plea_standing, pleas_standing
from casework.victim_statements.models import VpsCheckpoint
from casework.whose_clock.selectors import clock_of
from tests.cast import TO_CHARGE
from tests.hearings.at_court import TODAY, page_of, pleads, text_of
from tests.samples import day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early_in_2027")]


def test_a_later_plea_replaces_an_earlier_and_both_can_be_read(drive, charged_case, cast, as_user):
    pleads(drive, charged_case, "not_guilty")
    pleads(drive, charged_case, "guilty")
    suspect = charged_case.suspects.get()
    assert plea_standing(suspect).plea == Plea.Choice.GUILTY
    assert pleas_standing(charged_case)[suspect.pk] == plea_standing(suspect)
    words = page_of(charged_case, as_user(cast.auditor))
    assert "Replaced by what was recorded later" in words


@pytest.mark.parametrize(
    ("what", "form", "words"),
    [
        ("plea", {"plea": "guilty", "court": "crown", **day("entered_on", date(2027, 1, 3))}, "4 January"),
        ("plea", {"plea": "guilty", "court": "crown", **day("entered_on", date(2027, 1, 5))}, "in the past"),
        ("plea", {"seen": ""}, "Select what the defendant pleaded"),
        ("verdict", {"verdict": "guilty", **day("on", TODAY)}, "Record a not guilty plea of S1 first"),
        ("verdict", {"seen": ""}, "Select the verdict"),
        ("sentence", {"sentence": "Nine years", **day("on", TODAY)}, "Record a guilty plea or verdict of S1"),
        ("sentence", {"seen": ""}, "Enter the sentence"),
    ],
)
def test_what_the_court_cannot_have_said_is_refused(drive, charged_case, what, form, words):
    response = drive.recorded(charged_case, what, **form)
    assert response.status_code == 422
    assert words in text_of(response)


def test_nothing_is_recorded_of_who_is_not_charged(drive):
    case = drive.case()
    assert pleads(drive, case).status_code == 404


def test_the_time_at_court_ends_with_the_last_acquittal_or_sentence(drive):
    case = drive.case(suspects=2)
    drive.do(case, "bad_character.consider nil", *TO_CHARGE)
    drive.do(case, "bad_character.review review", "charging_decision.review charge")
    for reference in ("S1", "S2"):
        pleads(drive, case, reference=reference)
    parties = [party_of(case)]
    drive.recorded(case, "verdict", "S1", verdict="not_guilty", **day("on", TODAY))
    parties.append(party_of(case))
    drive.recorded(case, "verdict", "S2", verdict="guilty", **day("on", TODAY))
    parties.append(party_of(case))
    drive.recorded(case, "sentence", "S2", sentence="Nine years", **day("on", TODAY))
    parties.append(party_of(case))
    # An acquittal that was recorded of the wrong defendant is put right.
    drive.recorded(case, "verdict", "S1", verdict="not_agreed", **day("on", TODAY))
    assert [*parties, party_of(case)] == ["court", "court", "court", "nobody", "court"]


def party_of(case) -> str:
    return clock_of(case, timezone.now() + timedelta(seconds=1)).party.value


def test_a_plea_late_in_the_evening_of_summer_is_of_the_next_day_in_london(drive, charged_case):
    # Twenty-five minutes past midnight there.
    with time_machine.travel("2027-06-10T23:25:00+00:00"):
        to_come = pleads(drive, charged_case, on=date(2027, 6, 12))
        assert "must be today or in the past" in text_of(to_come)
        assert pleads(drive, charged_case, "guilty", on=date(2027, 6, 11)).status_code == 302
    offer = VpsCheckpoint.objects.get(case_file=charged_case, kind=VpsCheckpoint.Kind.CONVICTION)
    assert (offer.since, offer.due_on) == (date(2027, 6, 11), date(2027, 6, 14))
