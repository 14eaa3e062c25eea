"""In the browser: a victim is told of a charge as was agreed with them, at the second attempt."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.cast import TO_CHARGE
from tests.samples import sample
from tests.victim_contacts.agreed import PLAN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_victim_is_told_of_a_charge_at_the_second_attempt(live_cast, live_drive, sign_in):
    case = live_drive.case()
    live_drive.do(case, "victim_contact.tell_by_police contact", *TO_CHARGE)
    investigator = sign_in(live_cast.investigator)
    investigator.open_case(case.urn)
    investigator.follow("Tell the victim")
    expect(investigator.page.get_by_text("The victim has no contact plan")).to_be_visible()
    investigator.follow("The victims and their contact plans")
    investigator.follow("Record the contact plan of victim V1")
    investigator.fill(PLAN)
    investigator.send("Save the contact plan")
    investigator.open_case(case.urn)
    investigator.follow("Tell the victim")
    expect(investigator.page.get_by_text(PLAN["safe_contact"])).to_be_visible()
    investigator.follow("Record an attempt to contact the victim")
    investigator.fill(sample("victim_contact", "attempt-police", timezone.localdate()))
    investigator.send("Record the attempt")
    investigator.does(case.urn, "victim_contact.tell_by_police", "contact")
    log = reverse("contact_log", kwargs={"urn": case.urn, "reference": "V1"})
    investigator.page.goto(log)
    for entry, number in (("Contact on", 2), ("Attempt on", 1)):
        expect(investigator.page.get_by_role("heading", name=entry)).to_have_count(number)
    assert "victim_contact.tell_by_police" not in live_drive.kinds(case)
