"""Dates in the browser: moved by a bank holiday, set by the court, and looked at as of a day to come."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from casework.deadlines.calendar import working_days_after
from casework.obligations.models import Obligation
from casework.pages.dates import govuk_date, govuk_day
from tests.cast import TO_GATEKEEPER, Driver
from tests.samples import day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def file_for_review(drive: Driver) -> Obligation:
    """Two working days for the gatekeeper."""
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    return drive.open_work(case, "file_submission.review")


def step_of(page: Page, owed: Obligation) -> None:
    page.goto(reverse("step", kwargs={"urn": owed.case_file.urn, "task": owed.task}))


def says(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("main")).to_contain_text(words)


def test_an_administrator_adds_a_bank_holiday_and_the_dates_move(live_cast, live_drive, sign_in):
    today = timezone.localdate()
    added, former, later = (working_days_after(today, count) for count in (1, 2, 3))
    owed = file_for_review(live_drive)
    assert owed.due_on == former
    administrator, gatekeeper = sign_in(live_cast.administrator), sign_in(live_cast.gatekeeper)
    administrator.follow("Bank holidays")
    administrator.press("Add a bank holiday")
    administrator.fill({**day("day", added), "source": "Royal Proclamation"})
    administrator.press("Add the bank holiday")
    administrator.reads("Add this bank holiday?")
    says(administrator.page, re.compile(r"[1-9]\d* open dates? in 1 case"))
    told = administrator.send("Add the bank holiday")
    assert told.startswith(f"{govuk_day(added)}: added.")
    says(administrator.page, "Added by Administrator Tester")
    step_of(gatekeeper.page, owed)
    says(gatekeeper.page, govuk_day(later))
    gatekeeper.page.get_by_text(f"How {govuk_date(later)} was counted").click()
    says(gatekeeper.page, f"not counting Saturdays, Sundays and {govuk_date(added)}")
    gatekeeper.follow("The rule for " + govuk_date(later))
    gatekeeper.reads("Time limits and assumptions")
    expect(gatekeeper.page.locator("#GATEKEEPER_REVIEW")).to_be_in_viewport()


def test_the_court_sets_a_date_and_the_step_says_so(live_cast, live_drive, sign_in):
    owed = live_drive.open_work(live_drive.case(), "early_advice.consider")
    today, to = timezone.localdate(), owed.due_on + timedelta(days=9)
    supervisor, officer = sign_in(live_cast.supervisor), sign_in(live_cast.investigator)
    step_of(supervisor.page, owed)
    supervisor.page.get_by_text(f"How {govuk_date(owed.due_on)} was counted").click()
    supervisor.follow(f"Change the date {govuk_date(owed.due_on)}")
    supervisor.reads("Change the date")
    supervisor.press("Change the date")
    says(supervisor.page, "Select who set the new date")
    new = {**day("decided_on", today), **day("to", to)}
    supervisor.fill({**new, "kind": "directed", "reason": "The expert is abroad"})
    assert supervisor.send("Change the date") == "The date has been changed."
    step_of(officer.page, owed)
    says(officer.page, govuk_day(to))
    officer.page.get_by_text(f"How {govuk_date(to)} was set").click()
    says(officer.page, f"Set by the court on {govuk_date(today)}; the rule said {govuk_date(owed.due_on)}.")
    officer.page.goto(reverse("case_activity", kwargs={"urn": owed.case_file.urn}))
    says(officer.page, "Date set by the court")


def test_who_leads_a_team_looks_at_a_day_to_come(live_cast, live_drive, sign_in):
    owed = live_drive.open_work(live_drive.case(), "early_advice.consider")
    supervisor = sign_in(live_cast.supervisor)
    supervisor.follow("What will be overdue on a given day")
    supervisor.reads("What will be overdue")
    on = owed.due_on + timedelta(days=1)
    supervisor.fill(day("on", on))
    supervisor.press("Show the day")
    says(supervisor.page, f"will be overdue on {govuk_day(on)}")
    row = supervisor.page.locator("li.app-list__item").filter(has_text=owed.title)
    expect(row.first).to_contain_text("overdue by 1 day")
    supervisor.open_case(owed.case_file.urn)
    supervisor.follow("What will be overdue on a given day")
    supervisor.fill(day("on", owed.due_on))
    supervisor.press("Show the day")
    says(supervisor.page, "Due on that day")
