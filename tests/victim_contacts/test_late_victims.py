"""A victim who is recorded late is told of what happened before, and the referral counts from the report."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from casework.casefiles.services import victim_add
from casework.deadlines.calendar import working_days_after
from casework.deadlines.rules import due_on
from casework.events.models import Event
from casework.obligations.models import Obligation
from casework.victim_contacts.late import so_far_open
from casework.victim_contacts.models import VictimContact
from tests.cast import TO_CHARGE
from tests.samples import day

pytestmark = pytest.mark.django_db
LATER = timedelta(days=10)


@pytest.fixture
def add_victim(as_user, cast):
    def send(case):
        address = reverse("case_add", kwargs={"urn": case.urn, "what": "victim"})
        response = as_user(cast.investigator).post(address, {"family_name": "Latename"})
        assert response.status_code == 302

    return send


def so_far(case) -> list[VictimContact]:
    return list(VictimContact.objects.filter(case_file=case, topic="so_far"))


def test_a_late_victim_is_told_once_of_all_that_happened_from_the_day_of_the_recording(
    drive, happened, add_victim
):
    case = drive.case()
    happened(case, "arrested")
    happened(case, "bailed")
    with time_machine.travel(timezone.now() + LATER, tick=True):
        add_victim(case)
        (duty,) = so_far(case)
        assert duty.about == "V2, case so far"
        assert duty.tell.endswith("how each of it stands now: arrest, bail.")
        assert (duty.since_on, duty.due_on) == (
            timezone.localdate(),
            due_on("VIC_SO_FAR", timezone.localdate()),
        )
        assert duty.position == VictimContact.Position.POLICE
        owed = drive.open_work(case, "victim_contact.tell_by_police")
        assert owed.case_file == case


def test_after_a_charge_witness_care_tells_it(drive, add_victim):
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    drive.list_hearing(case, "trial", working_days_after(timezone.localdate(), 150))
    add_victim(case)
    (duty,) = so_far(case)
    assert duty.position == VictimContact.Position.WITNESS_CARE
    assert duty.tell.endswith(": charge, hearing date.")


def test_where_nothing_has_happened_there_is_nothing_to_tell(drive, add_victim):
    case = drive.case()
    add_victim(case)
    assert so_far(case) == []


def test_what_happens_after_the_recording_is_told_by_itself(drive, happened, add_victim):
    case = drive.case()
    happened(case, "arrested")
    add_victim(case)
    happened(case, "bailed")
    topics = VictimContact.objects.filter(victim__reference="V2").values_list("topic", flat=True)
    assert sorted(topics) == ["bail", "referral", "so_far"]


def test_opened_a_second_time_it_changes_nothing(drive, happened, add_victim):
    case = drive.case()
    happened(case, "arrested")
    add_victim(case)
    added = Event.objects.filter(case_file=case, verb="victim_added").first()
    so_far_open(victim=case.victims.get(reference="V2"), added=added)
    assert len(so_far(case)) == 1


def test_the_referral_counts_from_the_report_and_for_a_later_victim_from_the_recording(drive, add_victim):
    case = drive.case()
    with time_machine.travel(timezone.now() + LATER, tick=True):
        add_victim(case)
        today = timezone.localdate()
    referrals = VictimContact.objects.filter(case_file=case, topic="referral").order_by("victim__reference")
    assert [(each.since_on, each.due_on) for each in referrals] == [
        (case.reported_on, due_on("VIC_REFERRAL", case.reported_on)),
        (today, due_on("VIC_REFERRAL", today)),
    ]


@pytest.fixture
def put_right(as_user, cast):
    """Correct the date of the report."""

    def send(case, reported_on):
        details = {
            "officer_in_case": cast.investigator.pk,
            "crime_number": case.crime_number,
            **day("reported_on", reported_on),
        }
        response = as_user(cast.investigator).post(reverse("case_change", kwargs={"urn": case.urn}), details)
        assert response.status_code == 302

    return send


def referral(case, reference: str = "V1") -> VictimContact:
    return VictimContact.objects.get(case_file=case, topic="referral", victim__reference=reference)


def test_a_report_that_is_put_right_moves_what_counts_from_it_and_its_work(drive, put_right, add_victim):
    case, earlier = drive.case(), drive.case().reported_on - timedelta(days=7)
    with time_machine.travel(timezone.now() + LATER, tick=True):
        add_victim(case)
        late = referral(case, "V2")
        put_right(case, earlier)
        moved = referral(case)
        assert (moved.since_on, moved.due_on) == (earlier, due_on("VIC_REFERRAL", earlier))
        assert Obligation.objects.open().get(subject=moved.pk).due_on == moved.due_on
        assert referral(case, "V2").since_on == late.since_on


def test_a_next_date_to_try_stays_when_the_report_is_put_right(drive, put_right):
    case = drive.case()
    drive.beside(case, "victim_contact", "attempt-police")
    tried = referral(case).due_on
    put_right(case, case.reported_on - timedelta(days=7))
    assert (referral(case).due_on, referral(case).since_on) == (tried, case.reported_on - timedelta(days=7))


def test_a_report_of_a_year_without_bank_holidays_counts_for_nothing(drive, put_right):
    case = drive.case(victims=0)
    put_right(case, date(2003, 5, 6))
    case.refresh_from_db()
    drive._add(case, timezone.now(), victim_add, family_name="Othername")
    assert referral(case).since_on == timezone.localdate()
    put_right(case, date(2003, 5, 7))
    assert referral(case).since_on == timezone.localdate()
