"""The pages of a piece of work: who may do what, giving it to a colleague, what fails, and its dates."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.incidents.models import Incident
from casework.obligations.models import Obligation
from casework.pages.dates import govuk_date
from casework.people.roles import Role
from tests.cast import TO_GATEKEEPER, person
from tests.workflows.reading import page, text_of
from tests.workflows.task_pages import act, address
from workflows.engine import work

pytestmark = pytest.mark.django_db

VERBS = ("step_give", "step_hold", "step_hold_end", "step_withdraw", "step_take_up")


def links_of(response) -> set[str]:
    return {link.get_text(" ", strip=True) for link in page(response).select("main a")}


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
