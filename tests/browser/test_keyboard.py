"""What somebody who uses only the keyboard relies on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.page_kinds import REFUSED
from tests.browser.pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize("name", [page.name for page in PAGES if page.name.endswith(REFUSED)])
def test_a_refused_form_leads_from_each_error_to_its_control(show, name):
    page = show(name)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    links = page.locator(".govuk-error-summary a").all()
    assert links
    for link in links:
        link.press("Enter")
        target = link.get_attribute("href").removeprefix("#")
        expect(page.locator(f"[id='{target}']")).to_be_focused()


def test_the_first_stops_of_a_page_skip_to_its_content(show):
    page = show("queue")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the work list")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#work-list")).to_be_focused()


def test_a_choice_is_made_and_sent_with_the_keyboard_alone(show):
    page = show("step early_advice.consider")
    page.get_by_label("Request early advice", exact=True).focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Do not seek early advice", exact=True)).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Continue")).to_be_focused()
