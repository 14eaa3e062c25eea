"""In the browser, a victim personal statement: declined, offered again, taken, put right, served, heard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.cast import TO_CHARGE
from tests.samples import day, sample

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_statement_goes_from_declined_to_heard_in_court(live_cast, live_drive, sign_in):
    case, today = live_drive.case(), timezone.localdate()
    officer, liaison = sign_in(live_cast.investigator), sign_in(live_cast.liaison)
    assert officer.does(case.urn, "vps_offer.offer", "offer") == "Victim personal statement offered."
    assert officer.does(case.urn, "vps_offer.answer", "decline") == "Victim personal statement declined."
    officer.does(case.urn, "vps_checkpoint.offer_again", "want")
    done = officer.does(case.urn, "vps_checkpoint.take", "take", read_aloud="other", reader="Her sister")
    assert done == "Victim personal statement taken."
    liaison.does(case.urn, "vps_checkpoint.receive", "receive")
    live_drive.do(case, *TO_CHARGE)
    live_drive.list_hearing(case, "trial", today + timedelta(days=100))
    served = liaison.does(case.urn, "vps_service.serve", "serve")
    assert served == "Victim personal statement served."
    pleads_and_is_to_be_sentenced(live_drive, case)
    preference_changed(liaison, case)
    liaison.does(case.urn, "vps_service.serve", "serve")
    liaison.does(case.urn, "vps_service.court", "record")
    open_statements(officer, case)
    expect(officer.page.get_by_text("Victim personal statement read aloud in court")).to_be_visible()
    expect(officer.page.get_by_text("Read aloud for the victim, by Her sister").first).to_be_visible()


def test_a_statement_is_explained_taken_before_charge_and_updated_near_the_trial(
    live_cast, live_drive, sign_in
):
    case, today = live_drive.case(), timezone.localdate()
    officer, liaison = sign_in(live_cast.investigator), sign_in(live_cast.liaison)
    for step, outcome in (("offer", "offer"), ("answer", "want"), ("take", "take")):
        officer.does(case.urn, f"vps_offer.{step}", outcome)
    live_drive.do(case, "vps_offer.receive receive", *TO_CHARGE, "vps_checkpoint.offer no_change")
    live_drive.list_hearing(case, "trial", today + timedelta(days=20))
    liaison.does(case.urn, "vps_checkpoint.offer", "want")
    done = officer.does(case.urn, "vps_checkpoint.take", "take")
    assert done == "Victim personal statement taken."
    liaison.does(case.urn, "vps_checkpoint.receive", "receive")
    liaison.does(case.urn, "vps_service.serve", "serve")
    open_statements(officer, case)
    for words in ("Offered before charge", "Updated near the trial"):
        name = officer.page.locator("main dt", has_text=words)
        expect(name.locator("xpath=following-sibling::dd[1]")).to_have_text("Yes")


def pleads_and_is_to_be_sentenced(drive, case) -> None:
    today = timezone.localdate()
    drive.recorded(case, "plea", plea="guilty", court="crown", **day("entered_on", today))
    drive.list_hearing(case, "sentence", today + timedelta(days=20))


def preference_changed(liaison, case) -> None:
    open_statements(liaison, case)
    liaison.page.get_by_role("link", name="Change what the victim wants done").click()
    liaison.fill(sample("vps_offer", "preference", timezone.localdate()))
    done = liaison.send("Record the change")
    assert done == "Preference on reading a victim personal statement changed."


def open_statements(person, case) -> None:
    person.page.goto(reverse("case_route", kwargs={"urn": case.urn, "route": "victim-statements"}))
    for folded in person.page.get_by_text("What is recorded").all():
        folded.click()
