"""One page sent twice, by a double press or the back button, or by two who opened it: it counts once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from casework.custody_limits.models import CustodyExtension, CustodyTimeLimit
from casework.directions.models import DateDirection
from casework.hearings.models import Plea
from casework.milestones.models import Milestone
from casework.victim_contacts.models import ContactEntry, ContactPlan, VictimContact
from casework.victim_statements.models import VpsOffer
from casework.victim_statements.statement_models import VpsCopy
from tests.cast import TO_CHARGE, person
from tests.samples import day, sample
from tests.victim_contacts.agreed import PLAN
from tests.workflows.reading import opened

pytestmark = pytest.mark.django_db

MINE, MEANWHILE = "You have already done this", "has done this since you opened the page"


def turn_address(record, key: str) -> str:
    where = {"kind": record.process.flow_class.carries, "record": record.pk, "key": key}
    return reverse("turn", kwargs={"urn": record.case_file.urn, **where})


def attempt(drive, case):
    """A duty of the police, what they send who could not reach the victim, and what is kept of it."""
    where = {"urn": case.urn}
    form = {"suspect": "S1", "kind": "arrested", **day("on", timezone.localdate())}
    browser_of(drive.cast.investigator).post(reverse("milestone_add", kwargs=where), form)
    duty = VictimContact.objects.select_related("process", "case_file").get(case_file=case, topic="arrest")
    return duty, "attempt-police", ContactEntry, (drive.cast.investigator, drive.cast.investigator2)


def copy(drive, case):
    drive.do(case, "vps_offer.offer offer", "vps_offer.answer want", "vps_offer.take take")
    offer = VpsOffer.objects.select_related("process", "case_file").get(case_file=case)
    return offer, "copy", VpsCopy, (drive.cast.investigator, drive.cast.investigator2)


def extension(drive, case):
    drive.do(case, *TO_CHARGE)
    held = {**day("held_from", timezone.localdate()), "stage": "crown"}
    assert drive.recorded(case, "custody", **held).status_code == 302
    limit = CustodyTimeLimit.objects.select_related("process", "case_file").get(case_file=case)
    return limit, "extend", CustodyExtension, (drive.cast.prosecutor, drive.cast.manager)


def browser_of(user):
    from django.test import Client

    browser = Client()
    browser.force_login(user)
    return browser


@pytest.mark.parametrize("made", [attempt, copy, extension], ids=lambda made: made.__name__)
def test_what_leaves_its_record_where_it_is_counts_once_a_page(drive, case, as_user, made):
    record, key, kept, (first, second) = made(drive, case)
    address, today = turn_address(record, key), timezone.localdate()
    form = sample(record.process.flow_class.carries, key, today)
    browser, other = as_user(first), as_user(second)
    mine, theirs = opened(browser, address), opened(other, address)
    assert browser.post(address, {**form, **mine}).status_code == 302
    again = browser.post(address, {**form, **mine})
    assert (again.status_code, MINE in again.content.decode()) == (409, True)
    late = other.post(address, {**form, **theirs})
    assert (late.status_code, f"{first.signature} {MEANWHILE}" in late.content.decode()) == (409, True)
    assert kept.objects.count() == 1


@pytest.mark.parametrize("seen", ["9" * 5000, "-1", "\u0663", "x", ""])
def test_what_no_page_holds_is_as_if_the_page_had_held_nothing(drive, case, as_user, seen):
    record, key, kept, (first, _) = attempt(drive, case)
    form = sample(record.process.flow_class.carries, key, timezone.localdate())
    answer = as_user(first).post(turn_address(record, key), {**form, "seen": seen})
    assert (answer.status_code, kept.objects.count()) == (302, 1)


def plea(case, drive):
    where = {"urn": case.urn, "reference": "S1", "what": "plea"}
    form = {"plea": "not_guilty", "court": "crown", **day("entered_on", timezone.localdate())}
    return reverse("defendant", kwargs=where), form, Plea, (drive.cast.witness_care, drive.cast.liaison)


def milestone(case, drive):
    form = {"suspect": "S1", "kind": "arrested", **day("on", timezone.localdate())}
    people = (drive.cast.investigator, drive.cast.supervisor)
    return reverse("milestone_add", kwargs={"urn": case.urn}), form, Milestone, people


def plan(case, drive):
    where = {"urn": case.urn, "reference": "V1"}
    return (
        reverse("contact_plan", kwargs=where),
        PLAN,
        ContactPlan,
        (drive.cast.investigator, drive.cast.witness_care),
    )


@pytest.mark.parametrize("made", [plea, milestone, plan], ids=lambda made: made.__name__)
def test_what_is_recorded_on_a_case_counts_once_a_page(drive, case, as_user, made):
    drive.do(case, *TO_CHARGE)
    address, form, kept, (first, second) = made(case, drive)
    browser, other = as_user(first), as_user(second)
    mine, theirs = opened(browser, address), opened(other, address)
    assert browser.post(address, {**form, **mine}).status_code == 302
    again, late = browser.post(address, {**form, **mine}), other.post(address, {**form, **theirs})
    assert (again.status_code, late.status_code, kept.objects.count()) == (409, 409, 1)
    assert "You have recorded this since you opened the page" in again.content.decode()
    assert f"{first.signature} changed this since you opened the page" in late.content.decode()
    fresh = BeautifulSoup(late.content, "html5lib").select_one("input[name=seen]")["value"]
    assert other.post(address, {**form, "seen": fresh}).status_code == 302


def test_a_date_is_directed_from_the_date_that_the_person_saw(drive, case, as_user):
    owed = drive.open_work(case, "early_advice.consider")
    where = {"urn": case.urn, "task": owed.task, "clock": "EARLY_ADVICE_CONSIDERED"}
    address, today = reverse("date_direct", kwargs=where), timezone.localdate()
    second = person("supervisor2", "supervisor", drive.cast.force, drive.cast.unit)
    browser, other = as_user(drive.cast.supervisor), as_user(second)
    mine, theirs = opened(browser, address), opened(other, address)

    def to(days: int) -> dict[str, object]:
        when = {**day("decided_on", today), **day("to", today + timedelta(days=days))}
        return {"kind": "directed", "reason": "Order of that day", **when}

    assert browser.post(address, {**to(30), **mine}).status_code == 302
    again, late = browser.post(address, {**to(30), **mine}), other.post(address, {**to(20), **theirs})
    assert (again.status_code, late.status_code, DateDirection.objects.count()) == (409, 409, 1)
    assert "You have already dealt with this" in again.content.decode()
    assert f"{drive.cast.supervisor.signature} has already dealt with this" in late.content.decode()
    assert "Order of that day" in late.content.decode()
