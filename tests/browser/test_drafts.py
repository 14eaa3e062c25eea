"""What is typed is there again: after a reload, after a time-out, and where no script runs."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from casework.drafts.models import Draft
from casework.people.models import User
from tests.browser.person import Person
from tests.cast import PASSWORD, TO_DECISION
from tests.samples import plan_item
from tests.sign_in.hands import a_code_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONSIDER = "early_advice.consider"
TYPED = "Reported the next day by a friend of the victim"


@pytest.fixture
def investigator(live_cast, live_drive, sign_in) -> Person:
    person = sign_in(live_cast.investigator)
    person.open_form(live_drive.case().urn, CONSIDER, "request")
    return person


def summary(person: Person):
    return person.page.locator("main [name='factual_summary']")


def status(person: Person):
    return person.page.locator("[data-draft-status]")


def signed_out() -> None:
    """As if nobody had done anything for an hour."""
    Session.objects.all().delete()
    cache.clear()


def signs_in_again(person: Person, username: str) -> None:
    person.reads("Sign in")
    a_code_of(User.objects.get(username=username))
    person.page.get_by_label("Username", exact=True).fill(username)
    person.page.get_by_label("Password", exact=True).fill(PASSWORD)
    person.press("Sign in")
    person.reads("Enter your code")
    person.page.get_by_label("Code", exact=True).fill(a_code_of(User.objects.get(username=username)))
    person.press("Continue")


def test_what_was_typed_is_there_after_a_reload(investigator):
    summary(investigator).press_sequentially(TYPED)
    expect(status(investigator)).to_contain_text("Saved at ")
    investigator.page.reload()
    expect(summary(investigator)).to_have_value(TYPED)
    expect(investigator.page.locator("main")).to_contain_text("Draft saved on ")
    investigator.press("Discard the draft")
    expect(summary(investigator)).to_have_value("")
    assert not Draft.objects.exists()


def test_what_was_typed_a_moment_before_the_page_is_left_is_saved(investigator):
    summary(investigator).fill(TYPED)
    investigator.follow("Cases")
    investigator.reads("Cases (1)")
    investigator.page.go_back()
    expect(summary(investigator)).to_have_value(TYPED)


def test_every_item_is_kept(live_cast, live_drive, sign_in):
    case = live_drive.case()
    live_drive.do(case, *TO_DECISION)
    prosecutor = sign_in(live_cast.prosecutor)
    prosecutor.open_form(case.urn, "charging_decision.review", "action_plan")
    prosecutor.fill(plan_item(1, case.reported_on, "Footage from the tram"))
    prosecutor.press("Add another item")
    prosecutor.fill(plan_item(2, case.reported_on, "Statement of the driver"))
    expect(status(prosecutor)).to_contain_text("Saved at ")
    prosecutor.page.goto(prosecutor.page.url)
    expect(prosecutor.page.locator("[name='part-2-what']")).to_have_value("Statement of the driver")


def test_a_time_out_while_typing_loses_nothing(investigator):
    address = investigator.page.url
    signed_out()
    summary(investigator).fill(TYPED)
    expect(status(investigator)).to_contain_text("You have been signed out")
    investigator.press("Request early advice")
    signs_in_again(investigator, "investigator")
    expect(investigator.page).to_have_url(address)
    expect(investigator.page.locator("main")).to_contain_text("What you had typed is still here")
    expect(summary(investigator)).to_have_value(TYPED)


def test_who_signed_in_again_in_another_tab_goes_on(investigator):
    signed_out()
    a_code_of(User.objects.get(username="investigator"))
    other = investigator.page.context.new_page()
    other.goto(reverse("account_login"))
    other.get_by_label("Username", exact=True).fill("investigator")
    other.get_by_label("Password", exact=True).fill(PASSWORD)
    other.get_by_role("button", name="Sign in", exact=True).click()
    other.get_by_label("Code", exact=True).fill(a_code_of(User.objects.get(username="investigator")))
    other.get_by_role("button", name="Continue", exact=True).click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Overview")
    summary(investigator).fill(TYPED)
    expect(status(investigator)).to_contain_text("Saved at ")
    investigator.fill({"lines_of_enquiry": "Footage", "expected_outcomes": "A month", "issues": "Consent"})
    assert investigator.completes(CONSIDER, "request") == "Early advice requested."


def test_without_a_script_it_is_saved_by_the_button(live_cast, live_drive, sign_in):
    urn = live_drive.case().urn
    person = sign_in(live_cast.investigator, java_script_enabled=False)
    person.open_form(urn, CONSIDER, "request")
    summary(person).fill(TYPED)
    assert person.send("Save and come back later").startswith(f"Your draft on case {urn} was saved at ")
    expect(person.page.locator(".app-list__item", has_text="Draft saved")).to_have_count(1)
    person.follow("Consider early advice")
    person.follow("Request early advice")
    expect(summary(person)).to_have_value(TYPED)
    signed_out()
    summary(person).fill("More of it")
    person.press("Request early advice")
    signs_in_again(person, "investigator")
    expect(summary(person)).to_have_value("More of it")
