"""How a victim is to be contacted, as agreed: versions, who sees and who changes them."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from casework.victim_contacts.models import ContactPlan
from tests.casework.test_guards import refused
from tests.cast import charged

pytestmark = pytest.mark.django_db
SAFE = "Weekdays after 6pm, never the landline"


def test_a_plan_is_shown_on_the_page_of_the_victims_and_of_the_step(drive, cast, as_user, record_plan):
    case = drive.case()
    record_plan(case, through="ISVA of the centre")
    task = drive.open_work(case, "victim_contact.tell_by_police").task
    addresses = (
        reverse("victims", kwargs={"urn": case.urn}),
        reverse("step", kwargs={"urn": case.urn, "task": task}),
    )
    for address in addresses:
        page = as_user(cast.investigator).get(address).content.decode()
        assert (SAFE in page, "ISVA of the centre" in page) == (True, True)
        assert SAFE not in as_user(cast.auditor).get(address).content.decode()
    assert (
        SAFE not in as_user(cast.investigator).get(reverse("case", kwargs={"urn": case.urn})).content.decode()
    )


def test_a_change_adds_a_version_and_keeps_the_one_before(drive, record_plan):
    case = drive.case()
    record_plan(case)
    record_plan(case, safe_contact="Through the ISVA only")
    plans = ContactPlan.objects.filter(victim__case_file=case)
    assert [(plan.version, plan.safe_contact) for plan in plans] == [(2, "Through the ISVA only"), (1, SAFE)]
    verbs = case.events.filter(route="victim_contacts", verb__startswith="plan").order_by("pk")
    assert [event.verb for event in verbs] == ["plan_recorded", "plan_changed"]
    with pytest.raises(DatabaseError), transaction.atomic():
        plans.update(safe_contact="Else")


def test_standard_rights_and_no_contact_need_their_reasons(drive, record_plan):
    case = drive.case()
    assert refused(record_plan(case, enhanced="no"), "Enter why the victim has no enhanced rights")
    assert refused(record_plan(case, stop="yes"), "Enter why the victim wants no contact")
    assert not ContactPlan.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("supervisor", 302), ("witness_care", 302), ("gatekeeper", 403), ("auditor", 403), ("outsider", 404)],
)
def test_who_records_a_plan(drive, cast, record_plan, who, status):
    case = charged(drive.case(), timezone.localdate())
    assert record_plan(case, by=getattr(cast, who)).status_code == status


def test_a_plan_that_somebody_changed_meanwhile_is_looked_at_first(drive, cast, as_user, record_plan):
    case = charged(drive.case(), timezone.localdate())
    record_plan(case)
    stale = record_plan(case, by=cast.witness_care, seen="0" * 16)
    assert stale.status_code == 409
    assert f"{cast.investigator.signature} changed this since you opened the page" in stale.content.decode()
