"""In the browser, what is looked at again: sent back, put to a higher rank, finalised, reviewed."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.person import Person
from tests.cast import NOT_CHARGED, TO_DECISION, TO_GATEKEEPER
from tests.samples import sample

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLAN = (*TO_DECISION, "charging_decision.review action_plan")
ANSWERED = ("plan_item.answer answer", "plan_item.check accept")


def says(person: Person, words: str) -> None:
    expect(person.page.locator("main")).to_contain_text(words)


def beside(person: Person, urn: str, route: str, label: str) -> None:
    """Open what is done beside a record, from the page of its route."""
    person.page.goto(reverse("case_route", kwargs={"urn": urn, "route": route}))
    person.page.get_by_role("link", name=label).first.click()
    person.reads(label)


def test_a_charging_request_that_is_rejected_comes_back_with_the_reasons(live_cast, live_drive, sign_in):
    case = live_drive.case()
    live_drive.do(case, *TO_GATEKEEPER, "file_submission.review accept")
    done = sign_in(live_cast.manager).does(case.urn, "charging_request.triage", "reject")
    assert done == "Charging request rejected."
    investigator = sign_in(live_cast.investigator)
    investigator.open_form(case.urn, "file_submission.correct", "submit")
    says(investigator, "Exhibit 4 cannot be opened")
    assert investigator.completes("file_submission.correct", "submit") == "File resubmitted."


def test_a_further_plan_that_is_sent_back_is_changed_and_goes_out(live_cast, live_drive, sign_in):
    case = live_drive.case()
    live_drive.do(case, *PLAN, *ANSWERED, "charging_decision.review action_plan")
    manager, prosecutor = sign_in(live_cast.manager), sign_in(live_cast.prosecutor)
    manager.does(case.urn, "charging_decision.review_plan", "send_back")
    prosecutor.open_case(case.urn)
    prosecutor.follow("Make the charging decision")
    says(prosecutor, "The first item is not proportionate")
    prosecutor.does(case.urn, "charging_decision.review", "action_plan")
    assert "plan_item.answer" not in live_drive.kinds(case)
    manager.does(case.urn, "charging_decision.review_plan", "approve")
    assert "plan_item.answer" in live_drive.kinds(case)


def test_what_is_stuck_goes_up_rank_by_rank_without_a_script(live_cast, live_drive, sign_in):
    case = live_drive.case()
    investigator = sign_in(live_cast.investigator, java_script_enabled=False)
    investigator.open_case(case.urn)
    investigator.follow("Escalate")
    investigator.fill({"about": "case", "to": "supervisor", "why": "The laboratory gives no date"})
    investigator.send("Escalate")
    supervisor = sign_in(live_cast.supervisor)
    supervisor.does(case.urn, "escalation.supervisor", "further")
    gatekeeper = sign_in(live_cast.gatekeeper)
    gatekeeper.open_form(case.urn, "escalation.gatekeeper", "settle")
    gatekeeper.page.get_by_text("What has been recorded so far").click()
    says(gatekeeper, "The laboratory gives no date")
    gatekeeper.completes("escalation.gatekeeper", "settle")
    investigator.page.goto(reverse("case_route", kwargs={"urn": case.urn, "route": "escalations"}))
    says(investigator, "The download comes first")


def test_a_decision_is_overturned_for_the_victim_and_made_again(live_cast, live_drive, sign_in):
    case = live_drive.case()
    live_drive.do(case, *TO_DECISION, *NOT_CHARGED)
    liaison, manager = sign_in(live_cast.liaison), sign_in(live_cast.manager)
    liaison.does(case.urn, "review_right.tell", "tell")
    beside(liaison, case.urn, "charging", "Record a request for review")
    liaison.fill(sample("review_right", "ask", timezone.localdate()))
    assert liaison.send("Record the request") == "Review asked for by a victim."
    manager.does(case.urn, "decision_review.review", "overturn")
    liaison.does(case.urn, "decision_review.tell_overturned", "tell")
    assert "charging_decision.review" in live_drive.kinds(case)
    assert not {kind for kind in live_drive.kinds(case) if kind.startswith("decision_review.")}
