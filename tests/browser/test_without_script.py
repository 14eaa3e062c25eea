"""All of it works where no script runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.cast import TO_DECISION, TO_GATEKEEPER
from tests.samples import plan_item

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def enter(sign_in):
    """Sign somebody in where no script runs."""
    return lambda user: sign_in(user, java_script_enabled=False)


def test_the_queue_is_filtered(live_cast, live_drive, enter):
    live_drive.case()
    investigator = enter(live_cast.investigator)
    investigator.follow("Queue")
    investigator.reads("Queue (6)")
    investigator.page.get_by_label("Bad character", exact=True).check()
    investigator.press("Apply filters")
    investigator.reads("Queue (1)")
    investigator.follow("Remove this filter Bad character")
    investigator.reads("Queue (6)")


def test_a_form_is_refused_put_right_and_sent(live_cast, live_drive, enter):
    case = live_drive.case()
    investigator = enter(live_cast.investigator)
    investigator.open_form(case.urn, "early_advice.consider", "not_sought")
    investigator.press("Record the reason")
    investigator.follow("Enter why early advice is not sought")
    expect(investigator.page.get_by_label("Why is early advice not sought?")).to_be_focused()
    said = investigator.completes("early_advice.consider", "not_sought")
    assert said == "Early advice not sought."


def test_an_item_is_added_to_an_action_plan(live_cast, live_drive, enter):
    case = live_drive.case()
    live_drive.do(case, *TO_DECISION)
    prosecutor = enter(live_cast.prosecutor)
    prosecutor.open_form(case.urn, "charging_decision.review", "action_plan")
    prosecutor.fill(plan_item(1, case.reported_on, "Footage from the tram"))
    prosecutor.press("Add another item")
    expect(item(prosecutor.page, 1)).to_have_value("Footage from the tram")
    expect(item(prosecutor.page, 2)).to_have_value("")


def item(page: Page, number: int):
    return page.get_by_role("region", name=f"Item {number}").get_by_label("What is needed?")


def test_work_is_claimed_and_released(live_cast, live_drive, enter):
    case = live_drive.case()
    live_drive.do(case, *TO_GATEKEEPER)
    gatekeeper = enter(live_cast.gatekeeper)
    gatekeeper.open_case(case.urn)
    gatekeeper.follow("Review the file")
    assert gatekeeper.send("Claim this work") == "You have claimed this work."
    said = gatekeeper.send("Release this work")
    assert said == "You have released this work. Colleagues can claim it."
    expect(gatekeeper.page.get_by_role("button", name="Claim this work")).to_be_visible()
