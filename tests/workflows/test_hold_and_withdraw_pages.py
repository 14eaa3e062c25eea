"""The pages on which work is put on hold, and withdrawn and taken up again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.pages.dates import govuk_date
from tests.cast import TO_DECISION
from tests.samples import day
from tests.workflows.reading import page, text_of
from tests.workflows.task_pages import KIND, act, address, on_hold
from workflows.engine import work

pytestmark = pytest.mark.django_db


def hold_form(**changes) -> dict[str, object]:
    return {**day("until", timezone.localdate() + timedelta(days=9)), "reason": "Kept as typed", **changes}


class TestHolding:
    def test_held_work_says_until_when_and_why_and_the_hold_can_be_ended(self, case, owed, cast, as_user):
        browser, step = as_user(cast.investigator), address("step", case, owed)
        assert browser.post(address("step_hold", case, owed), hold_form()).headers["Location"] == step
        until = govuk_date(timezone.localdate() + timedelta(days=9))
        held = text_of(browser.get(step))
        assert f"On hold. Until {until}: Kept as typed (Investigator Tester)" in held
        assert "End the hold" in held
        assert "Take up again" not in held
        done = browser.post(address("step_hold_end", case, owed), follow=True)
        assert "The work is no longer on hold" in text_of(done)
        assert "On hold." not in text_of(done)

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"reason": ""}, "Enter why the work is on hold"),
            ({"until-year": "2020"}, "The date on which the work comes back must be in the future"),
            ({"until-day": ""}, "The date on which the work comes back must include a day"),
        ],
    )
    def test_what_is_missing_is_asked_for(self, case, owed, cast, as_user, changes, message):
        response = as_user(cast.investigator).post(address("step_hold", case, owed), hold_form(**changes))
        assert response.status_code == 422
        assert message in text_of(response)

    def test_the_page_says_that_the_due_date_stands(self, case, owed, cast, as_user):
        asked = text_of(as_user(cast.investigator).get(address("step_hold", case, owed)))
        assert govuk_date(owed.due_on) in asked
        assert "Its due date stands, and reminders go on." in asked

    def test_who_no_longer_has_it_is_told_who_has(self, case, owed, cast, as_user):
        act(work.assign, owed, cast.supervisor, to=cast.investigator2, seen=cast.investigator.pk)
        late = as_user(cast.investigator).post(address("step_hold", case, owed), hold_form())
        assert late.status_code == 409
        assert "Investigator2 Tester has this now" in text_of(late)
        assert "Kept as typed" in text_of(late)

    def test_who_holds_what_somebody_has_held_keeps_what_they_typed(self, case, owed, cast, as_user):
        until = on_hold(owed, cast.supervisor)
        late = as_user(cast.investigator).post(address("step_hold", case, owed), hold_form())
        assert late.status_code == 409
        assert f"This work is on hold until {govuk_date(until)} already. End the hold first" in text_of(late)
        assert "Kept as typed" in text_of(late)

    def test_a_hold_that_somebody_ended_is_ended_once(self, case, owed, cast, as_user):
        on_hold(owed, cast.investigator)
        act(work.hold_end, owed, cast.supervisor)
        late = as_user(cast.investigator).post(address("step_hold_end", case, owed))
        assert late.status_code == 409
        assert "This work is not on hold" in text_of(late)

    def test_a_get_ends_no_hold(self, case, owed, cast, as_user):
        on_hold(owed, cast.investigator)
        assert as_user(cast.investigator).get(address("step_hold_end", case, owed)).status_code == 302
        owed.refresh_from_db()
        assert owed.held_until


class TestWithdrawing:
    def test_who_does_not_do_the_work_finds_it_on_its_route(self, drive, case, cast, as_user):
        drive.do(case, *TO_DECISION, "charging_decision.review action_plan")
        browser = as_user(cast.prosecutor)
        shown = browser.get(reverse("case_route", kwargs={"urn": case.urn, "route": "action-plans"}))
        for words in ("See this work", "Withdraw this work"):
            link = next(a for a in page(shown).select("main a") if a.text.startswith(words))
            shown = browser.get(link["href"])
        assert page(shown).h1.text == "Withdraw this work"
        assert shown.request["PATH_INFO"] == address(
            "step_withdraw", case, drive.open_work(case, "plan_item.answer")
        )

    def test_withdrawn_work_says_since_when_by_whom_and_why_and_is_taken_up_again(
        self, drive, case, owed, cast, as_user
    ):
        browser = as_user(cast.supervisor)
        done = browser.post(
            address("step_withdraw", case, owed), {"reason": "No contact wanted"}, follow=True
        )
        words = text_of(done)
        assert "The work has been withdrawn" in words
        assert "Supervisor Tester" in words
        assert "No contact wanted" in words
        link = next(a for a in page(done).select("main a") if a.text.startswith("Take up again"))
        asked = text_of(browser.get(link["href"]))
        assert "Time limits are counted anew from today" in asked
        assert "A date that was set for this work itself, such as that of an action plan item, stays" in asked
        again = browser.post(link["href"], {"reason": "Wanted after all"}, follow=True)
        assert "The work has been taken up again" in text_of(again)
        assert "No contact wanted" not in text_of(again)
        assert drive.open_work(case, KIND).task != owed.task

    def test_who_may_not_take_it_up_is_not_offered_it(self, case, owed, cast, as_user):
        act(work.cancel, owed, cast.supervisor, reason="No contact wanted")
        route = reverse("case_route", kwargs={"urn": case.urn, "route": "victim-statements"})
        response = as_user(cast.auditor).get(route)
        assert "No contact wanted" in text_of(response)
        assert "Take up again" not in text_of(response)

    def test_the_case_says_that_a_route_is_withdrawn(self, case, owed, cast, as_user):
        act(work.cancel, owed, cast.supervisor, reason="No contact wanted")
        shown = page(as_user(cast.supervisor).get(reverse("case", kwargs={"urn": case.urn})))
        (route,) = [each for each in shown.select(".govuk-task-list__item") if "statements" in each.text]
        assert route.select_one(".govuk-tag").text.strip() == "Withdrawn"

    @pytest.mark.parametrize(
        ("verb", "asked"), [("step_withdraw", "withdrawn"), ("step_take_up", "taken up again")]
    )
    def test_a_reason_is_asked_for(self, case, owed, cast, as_user, verb, asked):
        if verb == "step_take_up":
            act(work.cancel, owed, cast.supervisor, reason="No contact wanted")
        response = as_user(cast.supervisor).post(address(verb, case, owed), {"reason": ""})
        assert response.status_code == 422
        assert f"Enter why the work is {asked}" in text_of(response)

    def test_work_that_was_done_meanwhile_is_not_withdrawn(self, drive, case, owed, cast, as_user):
        drive.do(case, "vps_offer.offer offer")
        late = as_user(cast.supervisor).post(
            address("step_withdraw", case, owed), {"reason": "Kept as typed"}
        )
        assert late.status_code == 409
        assert "Investigator Tester has already done this" in text_of(late)
        assert "Kept as typed" in text_of(late)

    def test_work_that_was_taken_up_meanwhile_is_not_taken_up_twice(self, case, owed, cast, as_user):
        act(work.cancel, owed, cast.supervisor, reason="No contact wanted")
        act(work.reinstate, owed, cast.supervisor, reason="Wanted")
        late = as_user(cast.supervisor).post(address("step_take_up", case, owed), {"reason": "Kept as typed"})
        assert late.status_code == 409
        assert "This work has been taken up again already" in text_of(late)
        assert "Kept as typed" in text_of(late)

    def test_a_step_that_is_withdrawn_leads_to_its_case(self, case, owed, cast, as_user):
        act(work.cancel, owed, cast.supervisor, reason="No contact wanted")
        for verb in ("step", "step_withdraw", "step_hold", "step_give"):
            response = as_user(cast.supervisor).get(address(verb, case, owed), follow=True)
            assert "That work has already been withdrawn" in text_of(response)

    def test_a_step_whose_work_was_taken_up_again_does_not_say_that_it_is_withdrawn(
        self, case, owed, cast, as_user
    ):
        act(work.cancel, owed, cast.supervisor, reason="No contact wanted")
        act(work.reinstate, owed, cast.supervisor, reason="Wanted")
        response = as_user(cast.supervisor).get(address("step", case, owed), follow=True)
        assert "That work has already been opened anew" in text_of(response)

    def test_work_that_nobody_may_withdraw(self, drive, case, cast, as_user):
        owed = drive.open_work(case, "bad_character.consider")
        assert as_user(cast.supervisor).get(address("step_withdraw", case, owed)).status_code == 403
