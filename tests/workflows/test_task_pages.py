"""The pages on which work is given to a colleague, put on hold, withdrawn and taken up again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.incidents.models import Incident
from casework.obligations.models import Obligation
from casework.pages.dates import govuk_date
from casework.people.models import User
from casework.people.roles import Role
from tests.cast import TO_DECISION, TO_GATEKEEPER, person
from tests.samples import day
from tests.workflows.reading import page, text_of
from workflows.engine import work

pytestmark = pytest.mark.django_db

KIND = "vps_offer.offer"
VERBS = ("step_give", "step_hold", "step_hold_end", "step_withdraw", "step_take_up")


def where(case, owed: Obligation) -> dict[str, object]:
    return {"urn": case.urn, "task": owed.task}


def address(verb: str, case, owed: Obligation) -> str:
    return reverse(verb, kwargs=where(case, owed))


def act(verb, owed: Obligation, by: User, **arguments) -> None:
    verb(task=Task.objects.get(pk=owed.task), by=by, at=timezone.now(), **arguments)


def on_hold(owed: Obligation, by: User, until: date | None = None) -> date:
    until = until or timezone.localdate() + timedelta(days=9)
    act(work.hold, owed, by, until=until, reason="The phone is being downloaded")
    return until


def links_of(response) -> set[str]:
    return {link.get_text(" ", strip=True) for link in page(response).select("main a")}


def hold_form(**changes) -> dict[str, object]:
    return {**day("until", timezone.localdate() + timedelta(days=9)), "reason": "Kept as typed", **changes}


@pytest.fixture
def case(drive):
    return drive.case()


@pytest.fixture
def owed(drive, case) -> Obligation:
    return drive.open_work(case, KIND)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("who", "status"),
    [("outsider", 404), ("outside_prosecutor", 404), ("administrator", 404), ("gatekeeper", 403)],
)
def test_outsiders_find_nothing_and_other_roles_may_not(case, owed, cast, as_user, verb, who, status):
    assert as_user(getattr(cast, who)).post(address(verb, case, owed), {}).status_code == status


@pytest.mark.parametrize("verb", ["step_give", "step_hold", "step_withdraw", "step_take_up"])
def test_other_roles_are_not_even_asked(case, owed, cast, as_user, verb):
    assert as_user(cast.gatekeeper).get(address(verb, case, owed)).status_code == 403


def test_a_colleague_is_led_to_the_step_which_says_who_has_it(case, owed, cast, as_user):
    response = as_user(cast.investigator2).get(address("step_give", case, owed), follow=True)
    assert "Investigator Tester has claimed this work" in text_of(response)


def test_the_step_offers_what_the_person_may_do(case, owed, cast, as_user):
    hand_over, withdraw = {"Give to a colleague", "Put on hold"}, {"Withdraw this work"}
    offered = {
        "supervisor": hand_over | withdraw,
        "investigator": hand_over,
        "investigator2": set(),
        "gatekeeper": set(),
    }
    for who, verbs in offered.items():
        shown = links_of(as_user(getattr(cast, who)).get(address("step", case, owed)))
        assert shown & (hand_over | withdraw) == verbs, who


class TestGiving:
    def test_it_is_given_to_somebody_of_the_role_in_the_unit(self, case, owed, cast, as_user):
        person("elsewhere", Role.INVESTIGATOR, cast.force, cast.force.units.last())
        browser, give = as_user(cast.supervisor), address("step_give", case, owed)
        shown = page(browser.get(give))
        offered = [option.text for option in shown.select("#to option")]
        assert offered == ["Select a colleague", "Investigator Tester (has it now)", "Investigator2 Tester"]
        form = {
            "to": cast.investigator2.pk,
            "reason": "Leave",
            "seen": shown.select_one("[name=seen]")["value"],
        }
        response = browser.post(give, form, follow=True)
        assert "The work has been given to your colleague" in text_of(response)
        owed.refresh_from_db()
        assert owed.owner == cast.investigator2
        event = case.events.get(verb="reassigned")
        assert (event.reason, event.handed_to) == ("Leave", cast.investigator2)

    def test_unclaimed_work_is_assigned_by_who_leads(self, drive, case, cast, as_user):
        drive.do(case, *TO_GATEKEEPER)
        owed = drive.open_work(case, "file_submission.review")
        form = {"to": cast.gatekeeper2.pk, "seen": ""}
        assert as_user(cast.gatekeeper).post(address("step_give", case, owed), form).status_code == 302
        owed.refresh_from_db()
        assert owed.owner == cast.gatekeeper2

    def test_who_decides_on_an_old_page_is_told_who_has_it_and_keeps_what_they_typed(
        self, case, owed, cast, as_user
    ):
        browser, give = as_user(cast.supervisor), address("step_give", case, owed)
        form = {"to": cast.investigator.pk, "reason": "Kept as typed", "seen": cast.investigator.pk}
        act(work.assign, owed, cast.supervisor, to=cast.investigator2, seen=cast.investigator.pk)
        late = browser.post(give, form)
        assert late.status_code == 409
        assert "Investigator2 Tester has this now. Check it, then try again" in text_of(late)
        assert "Kept as typed" in text_of(late)
        chosen = page(late).select_one("#to option[selected]")
        assert chosen["value"] == str(cast.investigator.pk)
        again = {**form, "seen": page(late).select_one("[name=seen]")["value"]}
        assert browser.post(give, again).status_code == 302

    def test_who_has_it_is_not_given_it(self, case, owed, cast, as_user):
        form = {"to": cast.investigator.pk, "reason": "Kept as typed", "seen": cast.investigator.pk}
        response = as_user(cast.supervisor).post(address("step_give", case, owed), form)
        assert response.status_code == 409
        assert (
            page(response)
            .select_one("#to-error")
            .text.strip()
            .endswith("Investigator Tester has this already")
        )
        assert "Kept as typed" in text_of(response)

    def test_work_that_was_done_meanwhile_is_not_given(self, drive, case, owed, cast, as_user):
        drive.do(case, "vps_offer.offer offer")
        form = {"to": cast.investigator2.pk, "reason": "Kept as typed", "seen": cast.investigator.pk}
        late = as_user(cast.supervisor).post(address("step_give", case, owed), form)
        assert late.status_code == 409
        assert "Investigator Tester has already done this" in text_of(late)
        assert "Kept as typed" in text_of(late)

    def test_nobody_chosen_is_told_what_to_do(self, case, owed, cast, as_user):
        response = as_user(cast.supervisor).post(address("step_give", case, owed), {"seen": ""})
        assert response.status_code == 422
        assert "Select who you want to give it to" in text_of(response)

    @pytest.mark.parametrize("seen", ["x", "-1", "²", "", "9" * 30, "9" * 5000])
    def test_a_holder_that_nobody_saw_is_refused(self, case, owed, cast, as_user, seen):
        form = {"to": cast.investigator2.pk, "seen": seen}
        assert as_user(cast.supervisor).post(address("step_give", case, owed), form).status_code == 409

    def test_what_is_not_understood_is_not_taken_for_nobody(self, drive, case, cast, as_user):
        drive.do(case, *TO_GATEKEEPER)
        owed = drive.open_work(case, "file_submission.review")
        form = {"to": cast.gatekeeper2.pk, "seen": "x"}
        assert as_user(cast.gatekeeper).post(address("step_give", case, owed), form).status_code == 409

    @pytest.mark.parametrize("to", ["gatekeeper", "outsider", "supervisor"])
    def test_somebody_who_cannot_do_it_is_not_in_the_list(self, case, owed, cast, as_user, to):
        form = {"to": getattr(cast, to).pk, "seen": cast.investigator.pk}
        response = as_user(cast.supervisor).post(address("step_give", case, owed), form)
        assert response.status_code == 422
        assert "Select a colleague from the list" in text_of(response)


class TestFailures:
    @pytest.fixture(autouse=True)
    def failing(self, monkeypatch):
        monkeypatch.setattr("workflows.engine.work.under_lock.Held.event", lambda *given, **told: 1 / 0)

    def test_a_form_says_so_with_the_reference_and_keeps_what_was_typed(self, case, owed, cast, as_user):
        form = {"to": cast.investigator2.pk, "seen": cast.investigator.pk, "reason": "Kept as typed"}
        response = as_user(cast.supervisor).post(address("step_give", case, owed), form)
        assert response.status_code == 500
        assert f"the reference {Incident.objects.get().reference}" in text_of(response)
        assert "Kept as typed" in text_of(response)

    def test_a_button_says_so_and_nothing_that_contradicts_it(self, case, owed, cast, as_user):
        response = as_user(cast.investigator).post(address("step_release", case, owed))
        assert response.status_code == 500
        words = text_of(response)
        assert f"the reference {Incident.objects.get().reference}." in words
        assert "Nothing was changed" in words
        assert "may not have been saved" not in words
        assert "since you opened it" not in words

    def test_work_that_could_not_be_given_out_for_a_failure(self, owed, cast, as_user):
        work_seen = f"{owed.task}-{owed.owner_id}"
        form = {"work": work_seen, "to": cast.investigator2.pk, "confirmed": "1"}
        response = as_user(cast.supervisor).post(reverse("give_out"), form)
        assert response.status_code == 500
        assert f"the reference {Incident.objects.get().reference}" in text_of(response)


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


class TestDates:
    def test_one_clock_is_named(self, drive, case, cast, as_user):
        owed = drive.open_work(case, "early_advice.consider")
        words = text_of(as_user(cast.investigator).get(address("step", case, owed)))
        assert "Set by 14 days to consider early advice" in words
        assert "Dates to keep as well" not in words

    @pytest.mark.queue_differs
    def test_of_several_the_earliest_sets_the_date_and_the_others_are_named(self, case, owed, cast, as_user):
        today = timezone.localdate()
        clocks = {"VPS_TAKE": today + timedelta(days=14), "due_on": today + timedelta(days=3)}
        stored = {name: on.isoformat() for name, on in clocks.items()}
        Obligation.objects.filter(pk=owed.pk).update(
            kind="vps_checkpoint.take",
            clocks=stored,
            counted={"VPS_TAKE": ["VPS_TAKE", today.isoformat()]},
            due_on=clocks["due_on"],
        )
        words = text_of(as_user(cast.investigator).get(address("step", case, owed)))
        assert "Set by the date for the update, counted from the charge or a hearing" in words
        other = f"{govuk_date(clocks['VPS_TAKE'])}: 14 days to take the statement"
        assert f"Dates to keep as well {other}" in words
