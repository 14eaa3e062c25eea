"""In the browser, what goes wrong between the two agencies, and how it is put right: route by route."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from casework.people.roles import Role
from tests.cast import TO_DECISION, person
from tests.samples import sample

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLAN = (*TO_DECISION, "charging_decision.review action_plan")
NO_MEETING = "Meet the investigator, and record the meeting, before you decide on no further action"


def test_early_advice_that_is_refused_is_appealed_and_allowed(live_cast, live_drive, sign_in):
    case = live_drive.case()
    live_drive.do(case, "early_advice.consider request")
    sign_in(live_cast.manager).does(case.urn, "early_advice.triage", "reject")
    investigator = sign_in(live_cast.investigator)
    investigator.open_case(case.urn)
    investigator.follow("Revise the early advice request")
    expect(investigator.page.get_by_text("Rejected in round 1")).to_be_visible()
    investigator.does(case.urn, "early_advice.revise", "ask_appeal")
    sign_in(live_cast.gatekeeper).does(case.urn, "early_advice.appeal", "appeal")
    another = person("manager.2", Role.PROSECUTION_MANAGER, live_cast.area)
    sign_in(another).does(case.urn, "early_advice.decide_appeal", "allow")
    assert "early_advice.advise" in live_drive.kinds(case)


def test_more_time_is_refused_and_an_answer_is_returned_before_it_is_accepted(live_cast, live_drive, sign_in):
    case = live_drive.case()
    live_drive.do(case, *PLAN)
    investigator, prosecutor = sign_in(live_cast.investigator), sign_in(live_cast.prosecutor)
    investigator.does(case.urn, "plan_item.answer", "more_time")
    prosecutor.does(case.urn, "plan_item.extension", "refuse")
    investigator.does(case.urn, "plan_item.answer", "answer")
    prosecutor.does(case.urn, "plan_item.check", "return")
    investigator.open_case(case.urn)
    investigator.follow("Answer an action plan item")
    expect(investigator.page.get_by_text("The footage ends too early").first).to_be_visible()
    investigator.does(case.urn, "plan_item.answer", "answer")
    prosecutor.does(case.urn, "plan_item.check", "accept")
    assert "charging_decision.review" in live_drive.kinds(case)


def test_no_further_action_waits_for_a_meeting_and_the_victim_is_told(live_cast, live_drive, sign_in):
    case = live_drive.case()
    live_drive.do(case, *TO_DECISION)
    prosecutor = sign_in(live_cast.prosecutor)
    prosecutor.open_form(case.urn, "charging_decision.review", "nfa")
    expect(prosecutor.page.get_by_text(NO_MEETING)).to_be_visible()
    prosecutor.follow("Record a meeting of investigator and prosecutor")
    met = {"investigator": live_cast.investigator.pk, "prosecutor": live_cast.prosecutor.pk}
    prosecutor.fill({**sample("charging_decision", "record_meeting", timezone.localdate()), **met})
    prosecutor.send("Record the meeting")
    prosecutor.does(case.urn, "charging_decision.review", "nfa")
    sign_in(live_cast.liaison).does(case.urn, "review_right.tell", "tell")
    assert "review_right.tell" not in live_drive.kinds(case)
