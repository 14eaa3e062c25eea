"""In the browser, a case before the Crown Court: a plea, the trial, and what moves when it is put off."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.cast import TO_CHARGE
from tests.samples import day, listing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_trial_that_is_put_off_shows_what_moves_and_tells_the_others(live_cast, live_drive, sign_in):
    case, today = live_drive.case(), timezone.localdate()
    live_drive.do(case, *TO_CHARGE)
    care, prosecutor = sign_in(live_cast.witness_care), sign_in(live_cast.prosecutor)
    prosecutor.open_case(case.urn)
    care.open_case(case.urn)
    care.follow("Hearings")
    for kind, days in (("ptph", 0), ("trial", 120)):
        care.follow("List a hearing")
        care.fill(listing(kind, today + timedelta(days=days)))
        assert care.send("List the hearing") == "Hearing listed."
    care.page.get_by_role("link", name="Record the plea of defendant S1").click()
    care.fill({"plea": "not_guilty", "court": "crown", **day("entered_on", today)})
    assert care.send("Record the plea") == "The plea of defendant S1 is recorded."
    care.page.get_by_role("link", name=re.compile("List it anew.*Trial")).click()
    care.fill({**day("on", today + timedelta(days=150)), "reason": "The court has no judge"})
    assert care.send("List it anew") == "Trial listed anew."
    expect(care.page.get_by_text("These dates moved: V1")).to_be_visible()
    prosecutor.open_case(case.urn)
    expect(prosecutor.page.get_by_text("V1, shortly before trial: from").first).to_be_visible()
