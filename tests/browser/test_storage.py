"""A browser keeps nothing of a case: not while somebody works, and not after they have signed out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONSIDER = "early_advice.consider"
TYPED = "Zqxbrowser was told by a friend of the victim"
KEPT = """async () => JSON.stringify({
  local: {...localStorage}, session: {...sessionStorage}, cookies: document.cookie, state: history.state,
  databases: (await indexedDB.databases()).map(each => each.name), caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length, name: window.name
})"""
NOTHING = (
    '{"local":{},"session":{},"cookies":"","state":null,"databases":[],"caches":[],"workers":0,"name":""}'
)


@pytest.fixture
def investigator(live_cast, live_drive, sign_in) -> Person:
    person = sign_in(live_cast.investigator)
    person.open_form(live_drive.case().urn, CONSIDER, "request")
    person.page.locator("main [name='factual_summary']").press_sequentially(TYPED)
    expect(person.page.locator("[data-draft-status]")).to_contain_text("Saved at ")
    return person


def kept(page: Page) -> str:
    return page.evaluate(KEPT)


def test_nothing_that_was_typed_or_read_is_kept_in_the_browser(investigator):
    assert kept(investigator.page) == NOTHING
    investigator.follow("Cases")
    investigator.reads("Cases (1)")
    assert kept(investigator.page) == NOTHING


def test_going_back_after_signing_out_shows_nothing(investigator):
    page = investigator.page
    investigator.press("Sign out")
    investigator.reads("Sign in")
    assert kept(page) == NOTHING
    page.go_back()
    expect(page.locator("main")).to_contain_text("Sign in")
    assert TYPED not in page.content()
