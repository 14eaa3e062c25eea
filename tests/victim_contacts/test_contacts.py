"""A duty to tell a victim ends with a contact or with the victim's wish, and an attempt keeps it open."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from casework.deadlines.calendar import working_days_after
from casework.obligations.models import Obligation
from casework.victim_contacts.models import ContactEntry, VictimContact
from casework.victim_contacts.selectors import contact_log, duties_of
from tests.casework.test_guards import refused
from tests.cast import TO_CHARGE
from tests.samples import day

pytestmark = pytest.mark.django_db
STEP = "victim_contact.tell_by_police"


@pytest.fixture
def case(drive):
    """With one duty of the police: the referral to support."""
    return drive.case()


def the_duty(case) -> VictimContact:
    return VictimContact.objects.select_related("case_file", "process").get(case_file=case, topic="referral")


def test_a_charge_an_attempt_and_a_contact(drive, cast, as_user):
    case = drive.case()
    drive.do(case, f"{STEP} contact", *TO_CHARGE)
    again = working_days_after(timezone.localdate(), 3)
    tried = drive.beside(case, "victim_contact", "attempt-police", **day("next_on", again))
    assert tried.status_code == 302
    owed = drive.open_work(case, STEP)
    assert (owed.about, owed.due_on, owed.owner) == ("V1, charge, S1", again, cast.investigator)
    drive.do(case, f"{STEP} contact")
    duty = VictimContact.objects.get(case_file=case, topic="charge")
    assert (duty.position, STEP in drive.kinds(case)) == ("told", False)
    verbs = case.events.filter(subject=duty.pk).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["attempted", "date_moved", "told"]


def test_the_limit_of_the_code_is_kept_when_the_date_moves(drive, case):
    before = the_duty(case)
    drive.beside(case, "victim_contact", "attempt-police")
    after = the_duty(case)
    assert after.limit_on == before.limit_on
    assert after.due_on == ContactEntry.objects.get(duty=after).next_on


def test_the_holder_keeps_the_work_after_an_attempt(drive, cast, case):
    task = drive.open_work(case, STEP).task
    drive.beside(case, "victim_contact", "attempt-police")
    assert drive.open_work(case, STEP).task == task


def test_after_three_attempts_the_page_says_to_go_to_the_supervisor(drive, cast, case, as_user):
    address = reverse("step", kwargs={"urn": case.urn, "task": drive.open_work(case, STEP).task})
    for attempts in (1, 2, 3):
        assert "Go to your supervisor" not in as_user(cast.investigator).get(address).content.decode()
        again = day("next_on", timezone.localdate() + timedelta(days=attempts))
        assert drive.beside(case, "victim_contact", "attempt-police", **again).status_code == 302
    assert (
        "Tried 3 times in vain. Go to your supervisor"
        in as_user(cast.investigator).get(address).content.decode()
    )


def test_the_victim_s_wish_closes_the_duty_with_its_reason(drive, case):
    drive.do(case, f"{STEP} not_wanted")
    assert the_duty(case).position == "not_wanted"
    assert case.events.get(verb="not_wanted").reason == "Not now"


def test_while_the_victim_wants_no_contact_none_is_recorded(drive, case, record_plan):
    assert record_plan(case, stop="yes", stop_reason="Needs rest").status_code == 302
    assert refused(drive.send(case, STEP, "contact"), "The victim wants no contact. Change the contact plan")
    tried = drive.beside(case, "victim_contact", "attempt-police")
    assert refused(tried, "The victim wants no contact")
    drive.do(case, f"{STEP} not_wanted")


def test_the_wish_for_no_contact_ends_on_its_day(drive, case, record_plan):
    until = timezone.localdate() + timedelta(days=5)
    record_plan(case, stop="yes", stop_reason="Needs rest", **day("stop_until", until))
    assert refused(drive.send(case, STEP, "contact"), "The victim wants no contact until")
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        drive.do(case, f"{STEP} contact")


def test_the_next_update_that_was_agreed_is_a_duty_with_its_date(drive, cast, case, record_plan):
    record_plan(case, frequency="14")
    assert refused(drive.send(case, STEP, "contact"), "Enter the date of the next update")
    next_on = timezone.localdate() + timedelta(days=14)
    assert drive.send(case, STEP, "contact", **day("next_on", next_on)).status_code == 302
    owed = drive.open_work(case, STEP)
    assert (owed.about, owed.due_on, owed.owner) == ("V1, agreed update", next_on, cast.investigator)


def test_after_charge_the_agreed_update_is_for_witness_care(drive, case):
    drive.do(case, *TO_CHARGE)
    next_on = day("next_on", timezone.localdate() + timedelta(days=14))
    assert drive.send(case, STEP, "contact", **next_on).status_code == 302
    assert drive.open_work(case, "victim_contact.tell_by_witness_care").about == "V1, agreed update"


def test_being_told_of_something_else_moves_the_agreed_update(drive, case, happened):
    first, later = (timezone.localdate() + timedelta(days=days) for days in (14, 20))
    happened(case, "arrested")
    for on in (first, later):
        assert drive.send(case, STEP, "contact", **day("next_on", on)).status_code == 302
    owed = drive.open_work(case, STEP)
    assert (owed.about, owed.due_on) == ("V1, agreed update", later)
    assert Obligation.objects.open().filter(case_file=case, kind=STEP).count() == 1


def test_nobody_is_told_before_it_happened(drive, case):
    before = day("on", case.reported_on - timedelta(days=1))
    assert refused(drive.send(case, STEP, "contact", **before), "The date of the contact must be")


def test_only_the_role_that_tells_records_an_attempt(drive, cast, case):
    for who in (cast.liaison, cast.witness_care, cast.supervisor):
        assert drive.beside(case, "victim_contact", "attempt-police", by=who).status_code in (403, 404)
    assert drive.beside(case, "victim_contact", "attempt-police", by=cast.outsider).status_code == 404
    assert not ContactEntry.objects.exists()


def test_the_log_of_a_victim_holds_contacts_and_attempts_of_all_duties(drive, cast, case, as_user, happened):
    drive.beside(case, "victim_contact", "attempt-police")
    happened(case, "arrested")
    drive.do(case, *[f"{STEP} contact"] * 2)
    address = reverse("contact_log", kwargs={"urn": case.urn, "reference": "V1"})
    page = as_user(cast.supervisor).get(address).content.decode()
    assert [page.count(words) for words in ("Contact on ", "Attempt on ")] == [2, 1]
    assert ("V1, arrest, S1" in page, "V1, referral to support" in page) == (True, True)
    assert "Victimname" not in page
    assert as_user(cast.outsider).get(address).status_code == 404


def test_what_was_said_is_never_changed(drive, case):
    drive.do(case, f"{STEP} contact")
    with pytest.raises(DatabaseError), transaction.atomic():
        ContactEntry.objects.update(said="Else")


@pytest.mark.parametrize("victims", [1, 30])
def test_the_duties_of_a_case_cost_the_same_queries_however_many(
    drive, happened, victims, django_assert_num_queries
):
    case = drive.case(victims=victims)
    happened(case, "arrested")
    drive.do(case, f"{STEP} contact")
    with django_assert_num_queries(3):
        duties = list(duties_of(case))
        assert sum(duty.attempts for duty in duties) == 0
        assert all(duty.about and entry.recorded_by for duty in duties for entry in duty.entries.all())
    assert len(duties) == 2 * victims


def test_the_log_of_a_victim_costs_one_query(drive, case, django_assert_num_queries):
    drive.beside(case, "victim_contact", "attempt-police")
    drive.do(case, f"{STEP} contact")
    victim = case.victims.get()
    with django_assert_num_queries(1):
        assert len([entry.duty.about for entry in contact_log(victim)]) == 2
