"""In the browser, what runs by the court's days: section 28 to the recording, and a custody time limit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from casework.deadlines.calendar import working_day_from
from casework.pages.dates import govuk_date
from tests.cast import TO_CHARGE
from tests.samples import day, sample
from tests.special_measures.before_court import WANT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_section_28_goes_from_the_court_being_told_to_the_recording_without_a_script(
    live_cast, live_drive, sign_in
):
    case = live_drive.case()
    live_drive.do(case, WANT, *TO_CHARGE)
    live_drive.list_hearing(case, "sending", timezone.localdate())
    prosecutor = sign_in(live_cast.prosecutor, java_script_enabled=False)
    for name in ("tell_court", "serve", "reply", "ground_rules", "recording"):
        prosecutor.does(case.urn, f"section_28.{name}", "done")
    prosecutor.follow("Special measures and section 28")
    main = prosecutor.page.locator("main")
    for words in ("Short questions, for an hour", "Not opposed"):
        expect(main).to_contain_text(words)
    assert not {kind for kind in live_drive.kinds(case) if kind.startswith("section_28.")}


def test_a_custody_time_limit_begins_is_extended_and_stays_open(live_cast, live_drive, sign_in):
    case, today = live_drive.case(), timezone.localdate()
    live_drive.do(case, *TO_CHARGE)
    prosecutor = sign_in(live_cast.prosecutor)
    prosecutor.open_case(case.urn)
    prosecutor.follow("Hearings")
    prosecutor.page.get_by_role("link", name="Record the custody of defendant S1").click()
    prosecutor.fill({**day("held_from", today), "stage": "crown"})
    assert prosecutor.send("Record the custody") == "The custody of defendant S1 is recorded."
    expires = live_drive.open_work(case, "custody_limit.keep").due_on
    expect(prosecutor.page.locator("main")).to_contain_text(govuk_date(expires))
    prosecutor.page.get_by_role("link", name="Record an extension").click()
    to = working_day_from(expires + timedelta(days=30))
    extension = {**sample("custody_limit", "extend", today), **day("to", to)}
    prosecutor.fill(extension)
    assert prosecutor.send("Record an extension") == "Custody time limit extended by the court."
    expect(prosecutor.page.locator("main")).to_contain_text(govuk_date(to))
    assert live_drive.open_work(case, "custody_limit.keep").due_on == to
