"""Whether a victim must give evidence, and that the victim is told."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.casefiles.sharing import case_share_with_cps
from casework.deadlines.rules import due_on
from casework.people.roles import Role
from casework.victim_contacts.models import VictimContact
from casework.witnesses.models import WitnessRequirement
from tests.cast import TO_CHARGE
from tests.samples import day
from tests.workflows.test_sent_twice import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def require(as_user, cast):
    """Record whether a victim must give evidence, by the liaison officer; gives back the response."""

    def send(case, required: str, by=None, reference: str = "V1"):
        address = reverse("evidence", kwargs={"urn": case.urn, "reference": reference})
        return as_user(by or cast.liaison).post(address, {"required": required})

    return send


def duties(case):
    return VictimContact.objects.filter(case_file=case, topic="evidence")


def test_a_victim_who_must_give_evidence_is_told_within_a_working_day(drive, require):
    case = drive.case(victims=2)
    drive.do(case, *TO_CHARGE)
    assert require(case, "yes", reference="V2").status_code == 302
    duty = duties(case).get()
    assert (duty.about, duty.right) == ("V2, evidence in court", 8)
    assert duty.due_on == due_on("VIC_WITNESS_REQUIRED", timezone.localdate())
    assert drive.open_work(case, "victim_contact.tell_by_witness_care").role == Role.WITNESS_CARE


def test_that_it_is_no_longer_needed_replaces_what_the_victim_is_told(drive, require, as_user, cast):
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    require(case, "yes")
    require(case, "no")
    duty = duties(case).get()
    assert (duty.replaced, duty.tell[:27]) == (1, "That they need not give evi")
    page = as_user(cast.auditor).get(reverse("victims", kwargs={"urn": case.urn})).content.decode()
    assert "Need not give evidence, recorded by" in page


def test_what_a_colleague_recorded_meanwhile_is_looked_at_first(drive, require, as_user, cast):
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    address = reverse("evidence", kwargs={"urn": case.urn, "reference": "V1"})
    browser = as_user(cast.witness_care)
    form = {"required": "no", **opened(browser, address)}
    require(case, "yes")
    assert browser.post(address, form).status_code == 409
    assert WitnessRequirement.objects.get().required


@pytest.mark.parametrize(
    ("steps", "required", "words"),
    [
        ((), "yes", "Nobody has been charged in this case"),
        ((*TO_CHARGE, "plea"), "yes", "Every defendant has pleaded guilty"),
        ((*TO_CHARGE, "yes"), "yes", "This is recorded already"),
        (TO_CHARGE, "", "Select whether the victim must give evidence"),
    ],
)
def test_what_cannot_be_required_is_refused_with_why(drive, require, steps, required, words):
    case = drive.case()
    for each in steps:
        if each == "plea":
            drive.recorded(
                case, "plea", plea="guilty", court="crown", **day("entered_on", timezone.localdate())
            )
        elif each == "yes":
            assert require(case, "yes").status_code == 302
        else:
            drive.do(case, each)
    recorded = WitnessRequirement.objects.count()
    # Before anything is sent to the CPS it sees no case, and witness care has none before charge.
    case_share_with_cps(case=case, at=timezone.now())
    response = require(case, required)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert WitnessRequirement.objects.count() == recorded
