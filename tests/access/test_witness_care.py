"""Witness care has a case from its first charge; before, there is no such case for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.obligations.models import Obligation
from casework.people.roles import Role
from tests.access.test_matrix import without_token
from tests.cast import TO_CHARGE, TO_DECISION, organisation, person
from tests.samples import listing
from tests.victim_contacts.agreed import PLAN

pytestmark = pytest.mark.django_db
READ = ("case", "case_people", "case_activity", "case_clock", "case_rehearsal", "documents", "victims")


def of_case(case, name: str, **where: object) -> str:
    return reverse(name, kwargs={"urn": case.urn, **where})


def test_before_charge_every_page_is_as_that_of_no_case(drive, cast, as_user):
    case, browser = drive.case(), as_user(cast.witness_care)
    drive.do(case, *TO_DECISION)
    missing = without_token(browser.get(reverse("case", kwargs={"urn": "20AA9999926"})))
    for name in READ:
        assert without_token(browser.get(of_case(case, name))) == missing, name
    assert case.urn not in browser.get(reverse("cases")).content.decode()
    assert "Cases (0)" in browser.get(reverse("cases")).content.decode()


def test_before_charge_nothing_can_be_sent_to_it(drive, cast, as_user):
    case, browser = drive.case(), as_user(cast.witness_care)
    task = drive.open_work(case, "vps_offer.offer").task
    on = timezone.localdate() + timedelta(days=20)
    sent = {
        of_case(case, "contact_plan", reference="V1"): PLAN,
        of_case(case, "hearing_list"): listing("ptph", on),
        of_case(case, "voice_invite", reference="V1"): {"point": "first_contact"},
        of_case(case, "step_claim", task=task): {},
        of_case(case, "escalate"): {"about": "case", "to": "supervisor", "why": "It is late"},
    }
    assert {browser.post(address, form).status_code for address, form in sent.items()} == {404}


def test_from_charge_the_case_is_theirs(drive, cast, as_user):
    case, browser = drive.case(), as_user(cast.witness_care)
    drive.do(case, *TO_CHARGE)
    assert {browser.get(of_case(case, name)).status_code for name in READ} == {200}
    assert "Cases (1)" in browser.get(reverse("cases")).content.decode()


def test_another_forces_witness_care_has_no_case_after_charge_either(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    away = person("away", Role.WITNESS_CARE, organisation("force", "Northumbria Police"))
    assert as_user(away).get(of_case(case, "case")).status_code == 404


def test_before_charge_no_work_waits_in_their_pool(drive, cast):
    case = drive.case(victims=2)
    drive.do(case, *TO_DECISION)
    assert not Obligation.objects.filter(role=Role.WITNESS_CARE).exists()
