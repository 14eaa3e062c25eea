"""Wherever a process stops in a verb, the state is the one before or the one after, and the events say which.

A case is carried through its life by verbs, each of which is first stopped at every one of
its points: before each statement, before the COMMIT, and right after it, from where the case goes on.
So each stop but the first is a repetition too, after a stop that left everything as it was.
"""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from django.utils import timezone

from casework.casefiles.services import suspect_add, victim_add
from casework.hearings.services import hearing_list
from casework.people.roles import Role
from tests.cast import CONSIDERED, TO_DECISION, TO_GATEKEEPER, Driver, make_cast
from tests.faults.crash import stops_at, stops_while_committing
from tests.faults.state import differences, state
from tests.faults.verbs import (
    Scene,
    Verb,
    comes_back,
    ends,
    ends_for,
    gives_many,
    goes_away,
    holds_end_in,
    in_days,
    loses_role,
    on_case,
    on_step,
    person,
    turns,
)
from tests.faults.verdict import moved_rightly, what_it_leads_to
from tests.workflows.test_routes import two_items
from workflows.engine import work
from workflows.engine.handover import case_amend_and_hand_over
from workflows.flows import FileReviewFlow

pytestmark = pytest.mark.django_db(transaction=True)

EARLY_ADVICE = (
    ends("early_advice.consider request"),
    ends("early_advice.triage reject"),
    ends("early_advice.revise request"),
    ends("early_advice.triage accept"),
    on_step(work.claim, "early_advice.advise", "prosecutor"),
    on_step(work.cancel, "early_advice.advise", "supervisor", reason="Not wanted"),
    on_step(work.reinstate, "early_advice.advise", "supervisor", reason="Wanted"),
    ends("early_advice.advise advise"),
    ends("early_advice.acknowledge acknowledge", seen=1),
)
OFFER, CONSIDER = "vps_offer.offer", "early_advice.consider"
HANDS = (
    on_step(work.release, OFFER, "investigator"),
    on_step(work.claim, OFFER, "investigator2"),
    on_step(
        work.assign,
        OFFER,
        "supervisor",
        to=person("investigator"),
        seen=lambda scene: scene.latest(OFFER).owner_id,
    ),
    on_step(work.hold, OFFER, "investigator", until=in_days(3), reason="Third party"),
    on_step(work.hold_end, OFFER, "investigator"),
    on_step(work.hold, OFFER, "investigator", until=in_days(3), reason="Third party"),
    on_step(work.hold, CONSIDER, "investigator", until=in_days(4), reason="Third party"),
    holds_end_in(5, holds=2),
    gives_many("supervisor", "investigator2", OFFER, CONSIDER),
    goes_away("investigator2", "investigator"),
    ends_for("investigator", "early_advice.consider not_sought", reason="The evidence is complete"),
    comes_back("investigator2"),
    on_case(case_amend_and_hand_over, "supervisor", Role.SUPERVISOR, officer_in_case=person("investigator2")),
    loses_role("investigator2"),
)


FILE_REVIEW = (
    ends("file_submission.prepare submit"),
    ends("file_submission.sign_off return"),
    ends("file_submission.correct submit"),
    ends("file_submission.sign_off sign_off"),
    ends("file_submission.review return"),
    "file_submission.correct submit",
    "file_submission.sign_off sign_off",
    ends("file_submission.review accept"),
    ends("charging_request.triage reject"),
)
ITEM = "plan_item.check"
CHARGING = (
    ends("charging_request.triage accept"),
    ends("bad_character.review review"),
    ends("bad_character.decide leave"),
    ends("charging_decision.review action_plan", **two_items()),
    ends("plan_item.answer answer"),
    ends(f"{ITEM} return"),
    ends("plan_item.answer more_time"),
    ends("plan_item.extension shorten"),
    "plan_item.answer answer",
    ends(f"{ITEM} accept"),
    # The decision waits for this one alone: without it, it goes on.
    on_step(work.cancel, "plan_item.answer", "prosecutor", reason="Not wanted"),
    ends("charging_decision.review charge"),
    on_case(suspect_add, "investigator", Role.INVESTIGATOR, family_name="Late"),
)
VICTIMS = (
    ends("vps_offer.offer offer"),
    ends("vps_offer.answer want"),
    ends("vps_offer.take take"),
    ends("vps_offer.receive receive"),
    on_case(victim_add, "investigator", Role.INVESTIGATOR, family_name="Late"),
)
TRIAL = (
    on_case(hearing_list, "liaison", Role.VICTIM_LIAISON, kind="trial", on=in_days(200), sits_confirmed=True),
    turns("hearing", "relist", "manager", on=in_days(300), reason="Court", sits_confirmed=True),
    ends("vps_checkpoint.offer want"),
    ends("vps_checkpoint.take take"),
    ends("vps_checkpoint.receive receive"),
)


@pytest.fixture
def scene() -> Scene:
    drive = Driver(make_cast())
    return Scene(drive, drive.case(), timezone.now())


@pytest.mark.parametrize(
    ("done", "verbs"),
    [
        ((), EARLY_ADVICE),
        ((), HANDS),
        (CONSIDERED, FILE_REVIEW),
        ((*TO_GATEKEEPER, "file_submission.review accept"), CHARGING),
        ((), VICTIMS),
        ((*TO_DECISION, "bad_character.review review", "charging_decision.review charge"), TRIAL),
    ],
    ids=["early advice", "hands", "file review", "charging", "victims", "trial"],
)
def test_a_stop_at_any_point_leaves_the_state_before_or_after(scene, done, verbs):
    scene.drive.do(scene.case, *done)
    for verb in verbs:
        carry(scene, verb)


@pytest.mark.queue_differs
def test_a_stop_at_any_point_of_what_an_automatic_that_fails_leaves_behind(scene, monkeypatch):
    def fail(activation: Any) -> None:
        raise ValueError

    scene.drive.do(scene.case, *TO_GATEKEEPER)
    monkeypatch.setattr(FileReviewFlow.open_charging, "_func", fail)
    stop_until_it_moves(scene, ends("file_submission.review accept"), last=True)


def test_a_stop_while_the_commit_is_under_way_leaves_the_state_before_or_after(scene):
    verb = ends("early_advice.consider request")
    before, whole = what_it_leads_to(scene, verb)
    assert stops_while_committing(verb.trial(scene))
    assert differences(before, state()) in ({}, whole)


def carry(scene: Scene, verb: Verb | str) -> None:
    """Stop the verb at every point of each of its transactions; a step that is only named is just done."""
    if isinstance(verb, str):
        scene.drive.do(scene.case, verb)
    else:
        for number in range(1, verb.commits + 1):
            stop_until_it_moves(scene, verb, last=number == verb.commits)


def stop_until_it_moves(scene: Scene, verb: Verb, last: bool) -> None:
    """Stop the verb at every point, as often as that leaves everything as it was."""
    before, whole = what_it_leads_to(scene, verb)
    act = verb.trial(scene)
    for point in count(1):
        assert stops_at(point, act), f"{verb.words} changed nothing"
        if (now := state()) != before:
            break
    moved_rightly(differences(before, now), whole, verb, last)
