"""What the police leave unanswered is finalised after warnings, says so in its own words, and is reopened."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.action_plans.models import ActionPlanItem
from casework.charging.finalisation.selectors import items_warned, silences_warned
from casework.charging.models import ChargingDecision
from casework.obligations.models import Obligation
from casework.review_rights.models import ReviewRight
from tests.casework.test_guards import refused
from tests.cast import TO_DECISION
from tests.samples import plan_item
from tests.whose_clock.pausing import pause, restart

pytestmark = pytest.mark.django_db
KIND = "charging_decision"
FIRST, SECOND = "First warning: nothing has been heard", "Second warning: nothing has been heard"
TOLD = ("investigator", "supervisor", "gatekeeper", "prosecutor", "manager")


@pytest.fixture
def case(drive):
    """A case with two items that were asked for today."""
    made, today = drive.case(), timezone.localdate()
    drive.do(made, *TO_DECISION)
    two = {"parts": 2, **plan_item(1, today), **plan_item(2, today, "Statement of the driver")}
    drive.send(made, "charging_decision.review", "action_plan", **two)
    return made


def after(days: int):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def pages_of(case) -> list[str]:
    item = Obligation.objects.open().filter(case_file=case, kind="plan_item.answer").first()
    return [
        reverse("case", kwargs={"urn": case.urn}),
        reverse("step", kwargs={"urn": case.urn, "task": item.task}),
        reverse("case_route", kwargs={"urn": case.urn, "route": "action-plans"}),
        reverse("overview"),
    ]


@pytest.mark.parametrize(("days", "words"), [(59, ""), (60, FIRST), (74, FIRST), (75, SECOND)])
def test_everybody_concerned_is_warned_before(cast, case, as_user, days, words):
    with after(days):
        for who in TOLD:
            browser = as_user(getattr(cast, who))
            for page in pages_of(case):
                text = browser.get(page).content.decode()
                assert words in text if words else "nothing has been heard" not in text, (who, page)


def test_the_row_of_the_item_is_warned_of(cast, case, as_user):
    with after(60):
        page = as_user(cast.investigator).get(reverse("queue")).content.decode()
    assert page.count(FIRST) == 2


def test_nobody_elsewhere_is_told(cast, case, as_user):
    with after(75):
        for who in ("outsider", "outside_prosecutor", "liaison"):
            assert "nothing has been heard" not in as_user(getattr(cast, who)).get("/").content.decode()


@pytest.mark.parametrize(
    ("days", "words"),
    [(20, "You can finalise from"), (89, "if the police stay silent until then")],
)
def test_it_is_refused_before_that(drive, case, days, words):
    with after(days):
        assert refused(drive.beside(case, KIND, "finalise"), words)
    assert ChargingDecision.objects.get(case_file=case).position == "waiting"


def test_a_word_of_the_police_ends_the_silence(drive, case):
    with after(80):
        drive.do(case, "plan_item.answer answer")
    with after(95):
        assert refused(drive.beside(case, KIND, "finalise"), "The police have answered")
        drive.do(case, "plan_item.check return")
    with after(120):
        assert refused(drive.beside(case, KIND, "finalise"), "They were last heard on")
        assert not silences_warned(ChargingDecision.objects.all(), at=timezone.now())


def test_finalised_withdraws_what_was_asked_and_gives_no_right_to_a_review(drive, case):
    with after(90):
        drive.do(case, "charging_decision finalise")
    assert ChargingDecision.objects.get(case_file=case).position == "finalised"
    assert drive.kinds(case) & {"plan_item.answer", "charging_decision.review", "review_right.tell"} == set()
    assert set(ActionPlanItem.objects.values_list("withdrawn_at", flat=True)) != {None}
    assert not ReviewRight.objects.exists()
    assert case.events.filter(verb="administratively_finalised", reason="Nothing has come").exists()


def test_it_is_never_called_no_further_action(drive, cast, case, as_user):
    with after(90):
        drive.do(case, "charging_decision finalise")
    decision = ChargingDecision.objects.get(case_file=case)
    where = {"urn": case.urn, "kind": KIND, "record": decision.pk, "key": "reopen"}
    pages = [reverse("case", kwargs={"urn": case.urn}), reverse("turn", kwargs=where)]
    pages.append(reverse("case_route", kwargs={"urn": case.urn, "route": "charging"}))
    for page in pages:
        text = as_user(cast.prosecutor).get(page).content.decode()
        assert "Administratively finalised" in text or "Reopen on new material" in text
        assert "no further action" not in text.lower()


@pytest.mark.parametrize("who", ["prosecutor", "manager", "supervisor"])
def test_it_is_reopened_on_new_material_for_the_prosecutor_a_round_on(drive, cast, case, who):
    with after(90):
        drive.do(case, "charging_decision finalise")
    with after(100):
        by = getattr(cast, who)
        assert refused(drive.beside(case, KIND, "reopen", by=by, reason=""), "Enter what is new")
        assert drive.beside(case, KIND, "reopen", by=by).status_code == 302
        assert drive.open_work(case, "charging_decision.review").round == 2
        drive.do(case, "charging_decision.review action_plan", "charging_decision.review_plan approve")
        assert "plan_item.answer" in drive.kinds(case)


@pytest.mark.parametrize(
    ("key", "who", "status"),
    [("finalise", "supervisor", 403), ("finalise", "outside_prosecutor", 404), ("reopen", "liaison", 403)],
)
def test_others_neither_finalise_nor_reopen(drive, cast, case, key, who, status):
    decision = ChargingDecision.objects.select_related("case_file", "process").get(case_file=case)
    assert drive.turn(decision, key, getattr(cast, who), reason="x").status_code == status


def test_warnings_do_not_load_by_the_decision_or_the_item(drive, case):
    with after(75):
        keys = list(ActionPlanItem.objects.values_list("pk", flat=True))
        for ask in (
            lambda: silences_warned(ChargingDecision.objects.all(), at=timezone.now()),
            lambda: items_warned(keys, at=timezone.now()),
        ):
            with CaptureQueriesContext(connection) as captured:
                assert ask()
            assert len(captured) <= 2


@pytest.mark.parametrize("word", ["record_meeting", "answer_meeting"])
def test_a_word_of_the_police_on_a_meeting_ends_the_silence(drive, cast, case, word):
    if word == "answer_meeting":
        drive.do(case, f"{KIND} record_meeting")
    with after(80):
        assert drive.beside(case, KIND, word, by=cast.investigator).status_code == 302
    with after(95):
        assert not silences_warned(ChargingDecision.objects.all(), at=timezone.now())
        assert refused(drive.beside(case, KIND, "finalise"), "They were last heard on")


def test_while_the_police_wait_for_a_third_party_they_are_not_silent(cast, drive, case):
    pause(case, cast.investigator, timezone.now())
    with after(95):
        assert not silences_warned(ChargingDecision.objects.all(), at=timezone.now())
        assert refused(drive.beside(case, KIND, "finalise"), "The police wait for a third party")
    with after(100):
        restart(case, cast.investigator, timezone.now())
        assert refused(drive.beside(case, KIND, "finalise"), "They were last heard on")


def test_what_is_beside_a_decision_rests_with_it_and_is_wanted_again_with_it(drive, case):
    assert "bad_character.review" in drive.kinds(case)
    with after(90):
        drive.do(case, f"{KIND} finalise")
    assert "bad_character.review" not in drive.kinds(case)
    with after(100):
        drive.do(case, f"{KIND} reopen")
    assert "bad_character.review" in drive.kinds(case)
