"""Every kind of page, in a real browser: no violation that axe can find, and nothing runs off a phone."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest
from playwright.sync_api import Page

from tests.browser.capture import BARE
from tests.browser.conftest import staged
from tests.browser.page_kinds import REFUSED
from tests.browser.pages import PAGES
from tests.browser.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "async tags => (await axe.run({runOnly: tags, resultTypes: ['violations']})).violations"
# The design systems' own, each known to them: a rule and the one kind of element on which it is let pass.
EXEMPT = {
    "aria-allowed-attr": ".govuk-radios__input[aria-expanded]",
    "region": ".govuk-back-link",
}
PHONE, NARROW = 375, 320
# A form that was refused shows all that the same form shows at first.
SHOWN_REFUSED = {page.name.removesuffix(REFUSED) for page in PAGES if page.name.endswith(REFUSED)}
NAMES = [*(page.name for page in PAGES if page.name not in SHOWN_REFUSED), *BARE]


@pytest.fixture(scope="module")
def stage(chromium) -> Iterator[Stage]:
    """One whose pages come with axe: to send it to each of them takes longer."""
    with staged(chromium) as stage:
        stage.page.add_init_script(AXE)
        yield stage


def violations(page: Page) -> list[str]:
    """What axe finds, but for what is exempt."""
    nodes = [(rule["id"], node) for rule in page.evaluate(RUN, TAGS) for node in rule["nodes"]]
    return [f"{rule}: {node['html']}" for rule, node in nodes if not is_exempt(page, rule, node["target"])]


def is_exempt(page: Page, rule: str, target: list[str]) -> bool:
    if rule not in EXEMPT:
        return False
    return page.locator(target[0]).evaluate("(node, exempt) => node.matches(exempt)", EXEMPT[rule])


def overflow(page: Page, width: int) -> int:
    """By how many pixels the page is wider than a screen of this width."""
    page.set_viewport_size({"width": width, "height": 800})
    return page.evaluate("document.documentElement.scrollWidth") - width


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_accessible_and_fits_a_phone(show, name):
    page = show(name)
    assert violations(page) == []
    assert [overflow(page, width) for width in (PHONE, NARROW)] == [0, 0]


def test_the_filters_open_on_a_phone_are_accessible(show):
    page = show("queue", PHONE)
    page.get_by_role("button", name="Show filter").click()
    assert violations(page) == []
    assert overflow(page, PHONE) == 0
