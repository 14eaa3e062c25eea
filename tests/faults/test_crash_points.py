"""Wherever a process stops in a verb, the state is the one before or the one after, and the events say which.

A case is carried through its life by verbs, each of which is first stopped at every one of
its points: before each statement, before the COMMIT, and right after it, from where the case goes on.
So each stop but the first is a repetition too, after a stop that left everything as it was.
"""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

import pytest
from django.utils import timezone

from casework.casefiles.services import suspect_add, victim_add
from casework.custody_limits.services import custody_limit_open
from casework.deadlines.calendar import working_day_from
from casework.directions.services import date_direct
from casework.hearings.defendants import plea_record, verdict_record
from casework.hearings.services import hearing_list
from casework.letters.services import letter_open
from casework.milestones.services import milestone_record
from casework.people.roles import Role
from tests.cast import CONSIDERED, NOT_CHARGED, TO_DECISION, TO_GATEKEEPER, Driver, make_cast
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
    letter_matter,
    loses_role,
    on_case,
    on_step,
    person,
    stage,
    stage_due,
    suspect,
    today,
    turns,
)
from tests.faults.verdict import moved_rightly, what_it_leads_to
from tests.samples import day
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
    on_case(milestone_record, "investigator", Role.INVESTIGATOR, suspect=suspect, kind="arrested", on=today),
    turns(
        "victim_contact",
        "attempt-police",
        "investigator",
        on=today,
        channel="telephone",
        why_not="No answer",
        next_on=in_days(3),
    ),
    ends("victim_contact.tell_by_police contact", **day("next_on", date(2028, 6, 7))),
    on_case(victim_add, "investigator", Role.INVESTIGATOR, family_name="Late"),
)
LETTER = (
    on_case(letter_open, "liaison", Role.VICTIM_LIAISON, matter=letter_matter),
    ends("letter.draft draft"),
    ends("letter.check approve"),
)
PURSUED = (
    "early_advice.consider not_sought",
    "bad_character.consider found",
    *TO_DECISION[2:],
    "bad_character.review review",
    "bad_character.decide pursue",
    "special_measures.assess want",
    "charging_decision.review charge",
)
# What a change of the court takes with it, and what is done about that.
COURT = (
    on_case(
        plea_record,
        "witness_care",
        Role.WITNESS_CARE,
        suspect=suspect,
        plea="not_guilty",
        court="crown",
        entered_on=today,
    ),
    "bad_character_notice.draft draft",
    ends("bad_character_notice.serve serve"),
    "bad_character_notice.objection not_objected",
    "bad_character_notice.ruling rule",
    "special_measures_application.apply apply",
    "special_measures_application.respond respond",
    ends("special_measures_application.rule rule"),
    on_case(hearing_list, "liaison", Role.VICTIM_LIAISON, kind="sending", court="magistrates", on=today),
    on_case(
        date_direct,
        "prosecutor",
        Role.PROSECUTOR,
        record=stage,
        clock="due_on",
        former=stage_due,
        to=in_days(40),
        kind="directed",
        decided_on=today,
        reason="Order",
    ),
    on_case(
        custody_limit_open,
        "prosecutor",
        Role.PROSECUTOR,
        suspect=suspect,
        held_from=today,
        stage="crown",
    ),
    turns(
        "custody_limit",
        "extend",
        "prosecutor",
        ordered_on=today,
        to=lambda scene: working_day_from(in_days(240)(scene)),
        reason="No judge",
    ),
    on_case(verdict_record, "witness_care", Role.WITNESS_CARE, suspect=suspect, verdict="guilty", on=today),
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
        ((*TO_DECISION, "bad_character.review review", *NOT_CHARGED), LETTER),
        (PURSUED, COURT),
    ],
    ids=["early advice", "hands", "file review", "charging", "victims", "trial", "letter", "court"],
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
