"""Arrest, interview, release and bail: recorded with their day, and told to the victims."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.milestones.models import Milestone
from casework.victim_contacts.models import VictimContact
from tests.casework.test_guards import refused
from tests.cast import charged
from tests.samples import day

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", Milestone.Kind.values)
def test_each_milestone_is_told(drive, happened, kind):
    case = drive.case()
    assert happened(case, kind).status_code == 302
    duty = VictimContact.objects.exclude(topic="referral").get(case_file=case)
    assert (duty.event.verb, duty.suspect.reference, duty.position) == (kind, "S1", "police")


def test_one_of_a_year_without_bank_holidays_is_told_from_its_recording(drive, happened):
    case, long_ago = drive.case(), date(2010, 3, 1)
    CaseFile.objects.filter(pk=case.pk).update(reported_on=long_ago)
    assert happened(case, "arrested", **day("on", long_ago)).status_code == 302
    duty = VictimContact.objects.exclude(topic="referral").get(case_file=case)
    assert duty.since_on == timezone.localdate()
    assert duty.limit_on > timezone.localdate()


def test_changed_conditions_replace_the_bail_that_was_not_told_yet(drive, happened):
    case = drive.case(suspects=2)
    for suspect, kind in (("S1", "bailed"), ("S2", "bailed"), ("S1", "conditions_changed")):
        happened(case, kind, suspect=suspect)
    duties = VictimContact.objects.filter(case_file=case, topic="bail").order_by("suspect__reference")
    assert [(duty.event.verb, duty.replaced) for duty in duties] == [("conditions_changed", 1), ("bailed", 0)]


def test_a_milestone_lies_between_the_report_and_today(drive, happened):
    case = drive.case()
    early = day("on", case.reported_on - timedelta(days=1))
    assert refused(happened(case, "arrested", **early), "The date it happened must be")
    tomorrow = day("on", timezone.localdate() + timedelta(days=1))
    assert refused(happened(case, "arrested", **tomorrow), "must be today or in the past")
    assert not Milestone.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("supervisor", 302), ("gatekeeper", 403), ("witness_care", 403), ("outsider", 404)]
)
def test_who_records_a_milestone(drive, cast, happened, who, status):
    case = charged(drive.case(), timezone.localdate())
    assert happened(case, "arrested", by=getattr(cast, who)).status_code == status


def test_the_milestones_of_a_case_are_listed_by_reference(drive, cast, as_user, happened):
    case = drive.case()
    happened(case, "arrested")
    address = reverse("milestones", kwargs={"urn": case.urn})
    page = as_user(cast.supervisor).get(address).content.decode()
    assert ("Arrested" in page, "S1" in page, "Suspectname" in page) == (True, True, False)
    assert as_user(cast.outsider).get(address).status_code == 404
