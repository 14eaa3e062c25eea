"""What is explored together, and how a case is brought to where it begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone
from viewflow.workflow.models import Task

from casework.access.policy import Actor
from casework.casefiles import services
from casework.casefiles.models import CaseFile
from casework.escalations.services import escalation_raise
from casework.letters.services import letter_open
from casework.obligations.models import Obligation
from casework.people.models import User
from casework.people.roles import Role
from workflows.demonstration.court import court_do
from workflows.demonstration.words import ARGUMENTS, Arguments
from workflows.demonstration.words import Scene as Words
from workflows.engine.registry import FLOWS
from workflows.engine.work import act_on_case, complete, open_case, turn
from workflows.models import CaseProcess
from workflows.soundness.openings import case_opened_by
from workflows.soundness.people import Company, Place, company_make, place_make

# A number of the demonstration's words: a named prosecutor, a Full Code Test.
WORDS = 1
# So that the clock of an exploration finds no hold of anybody else's to end.
LONG_AGO = timedelta(days=365)

# What is found only after more action plans than so many.
ONLY_AFTER = (
    (0, "charging_decision.review (action_plan)"),
    (0, "charging_decision.open_items"),
    (0, "charging_decision.answers"),
    (0, "charging_decision.finalise"),
    (0, "charging_decision.reopen"),
    (1, "charging_decision.review_plan"),
    (1, "charging_decision.is_approved"),
)


@dataclass(frozen=True)
class Focus:
    """Kinds of record that move one another, and the steps of others that they need done before.

    A step reads "kind.step:outcome". `four_eyes` is for guards that compare persons: those who
    hold every role of their side take part then, who elsewhere do what anybody of the role does.
    Without `hands` work stays with whom it comes to; without `holds` it is not put on hold; without
    `turns` nothing is done beside the steps, but for what stands in `before` as "kind:turn". A
    decision sets so many action plans, of so many items each: `plans` and `items`. What is done beside
    the steps is done so much `later` than they are: some of it waits for the silence of the others.
    Something on the case is put to each of the ranks in `escalated`. Then it is restricted, and opened in an
    emergency by somebody in each of the roles in `opened_by`. Last comes what the court does, a
    line of `court` each, as the stories of the demonstration write it. A letter is begun about each of the
    matters in `letters`. What all that does not lead to is `left_out`, and another focus of the same kinds
    explores it, told apart by what it is `called`.
    """

    kinds: tuple[str, ...]
    before: tuple[str, ...] = ()
    four_eyes: bool = False
    hands: bool = True
    holds: bool = True
    turns: bool = True
    plans: int = 1
    items: int = 1
    later: timedelta = timedelta()
    escalated: tuple[str, ...] = ()
    opened_by: tuple[Role, ...] = ()
    court: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    called: str = ""

    @property
    def beyond(self) -> tuple[str, ...]:
        """What so few action plans do not lead to, and what is left out."""
        return (*self.left_out, *(where for plans, where in ONLY_AFTER if plans >= self.plans))

    @property
    def name(self) -> str:
        notes = {
            "four eyes": self.four_eyes,
            f"{self.plans} action plans": self.plans != 1,
            f"{self.items} items": self.items > 1,
            "steps only": not self.turns,
            self.called: bool(self.called),
        }
        return ", ".join([" + ".join(self.kinds), *(note for note, said in notes.items() if said)])


ADVISED = ("early_advice.consider:request", "early_advice.triage:accept", "early_advice.advise:advise")
CONSIDERED = ("early_advice.consider:not_sought", "bad_character.consider:nil")
ACCEPTED = (
    "file_submission.prepare:submit",
    "file_submission.sign_off:sign_off",
    "file_submission.review:accept",
    "charging_request.triage:accept",
)
# Longer than the police may leave an action plan unanswered.
SILENCE = timedelta(days=100)
TO_DECIDE = (*CONSIDERED, *ACCEPTED, "bad_character.review:review")
CHARGED = (*TO_DECIDE, "charging_decision.review:charge")
STATEMENT = (
    "vps_offer.offer:offer",
    "vps_offer.answer:want",
    "vps_offer.take:take",
    "vps_offer.receive:receive",
)
MET = (*TO_DECIDE, "charging_decision:record_meeting")
# Not of an application that was made before a plea.
APPLIED_BEFORE = tuple(
    f"special_measures_application.{where}"
    for where in (
        *("apply", "apply (apply)", "apply (not_needed)", "is_made -> apply", "is_applied"),
        *("is_applied -> respond", "is_applied -> end"),
    )
)
TOLD = (*MET, "charging_decision.review:nfa", "review_right.tell:tell")
LETTER = "no_further_action-S1-V1-1"
DECIDED = ("bad_character.consider:found", "bad_character.review:review", "bad_character.decide:leave")
PURSUED = (
    CONSIDERED[0],
    *DECIDED[:-1],
    "bad_character.decide:pursue",
    *ACCEPTED,
    "charging_decision.review:charge",
)
FOCUSES = (
    Focus(("early_advice",)),
    Focus(("line_of_inquiry",), ADVISED),
    Focus(("bad_character",), hands=False, holds=False),
    Focus(("bad_character", "bad_character_checkpoint"), (*DECIDED, *ADVISED), hands=False, holds=False),
    Focus(("bad_character_notice",), PURSUED, hands=False, holds=False, court=("plea:not_guilty",)),
    Focus(("file_submission", "charging_request"), CONSIDERED),
    Focus(("file_submission", "charging_request"), CONSIDERED, four_eyes=True, holds=False),
    Focus(("charging_decision", "plan_item"), MET, turns=False),
    Focus(("charging_decision", "plan_item"), MET, hands=False, holds=False, turns=False, items=2),
    Focus(
        ("charging_decision", "plan_item"),
        MET,
        four_eyes=True,
        hands=False,
        holds=False,
        turns=False,
        plans=2,
    ),
    Focus(("charging_decision", "plan_item"), TO_DECIDE, hands=False, holds=False, later=SILENCE),
    Focus(
        ("charging_decision", "review_right", "decision_review"),
        MET,
        hands=False,
        holds=False,
        plans=0,
    ),
    Focus(
        ("victim_contact",),
        (
            *TO_DECIDE,
            "charging_decision.review:threshold",
            "charging_decision.review_threshold:discontinue",
        ),
        hands=False,
        holds=False,
    ),
    Focus(("vps_offer",), hands=False, holds=False),
    Focus(("hearing",), CHARGED, hands=False, holds=False, court=("hearing:ptph:+0",)),
    Focus(("custody_limit",), CHARGED, hands=False, holds=False, court=("custody:crown",)),
    Focus(("special_measures",), CHARGED, hands=False, holds=False),
    # Due from the plea, and made before it.
    Focus(
        ("special_measures_application",),
        (*CHARGED, "special_measures.assess:want"),
        hands=False,
        holds=False,
        court=("plea:not_guilty",),
        called="after a plea",
        left_out=("special_measures_application.is_made -> respond",),
    ),
    Focus(
        ("special_measures_application",),
        (*CHARGED, "special_measures.assess:want", "special_measures:apply"),
        hands=False,
        holds=False,
        left_out=APPLIED_BEFORE,
    ),
    Focus(
        ("section_28",),
        (*CHARGED, "special_measures.assess:want"),
        hands=False,
        holds=False,
        court=("hearing:sending:+0",),
    ),
    Focus(("court_stage",), CHARGED, hands=False, holds=False, court=("hearing:sending:+0",)),
    Focus(("letter",), TOLD, hands=False, holds=False, letters=(LETTER,)),
    Focus(("escalation",), hands=False, holds=False, escalated=("supervisor", "unit_head")),
    Focus(
        ("break_in",),
        ADVISED,
        hands=False,
        holds=False,
        opened_by=(Role.SUPERVISOR, Role.PROSECUTION_MANAGER),
    ),
    Focus(
        ("vps_checkpoint",),
        (*STATEMENT, *CHARGED),
        left_out=("vps_checkpoint.is_for_the_police -> offer_again", "vps_checkpoint.offer_again"),
    ),
    Focus(
        ("vps_checkpoint",),
        ("vps_offer.offer:offer", "vps_offer.answer:decline"),
        hands=False,
        holds=False,
        called="before charge",
        left_out=("vps_checkpoint.is_for_the_police -> offer", "vps_checkpoint.offer"),
    ),
    Focus(
        ("vps_service",),
        (*CHARGED, *STATEMENT),
        hands=False,
        holds=False,
        court=("plea:guilty", "hearing:sentence:+30"),
        left_out=("vps_service.is_for_sentence -> end",),
    ),
    Focus(
        ("vps_service",),
        (*CHARGED, *STATEMENT),
        hands=False,
        called="before conviction",
        court=("hearing:trial:+200",),
        left_out=("vps_service.is_for_sentence -> court", "vps_service.court"),
    ),
)


@dataclass(frozen=True)
class Stage:
    """The case under exploration, its people, and the one moment at which everything is done."""

    focus: Focus
    case: CaseFile
    company: Company
    at: datetime

    def arguments(self, kind: str, outcome: str, at: datetime) -> Arguments:
        """What is entered for an outcome at that moment; of items, no more than the focus has."""
        # Who compares persons is to meet somebody who could check their own work.
        prosecutor = self.company.in_role(Role.PROSECUTOR)[-1 if self.focus.four_eyes else 0].user
        words = Words(self.case, timezone.localdate(at), WORDS, prosecutor)
        said = ARGUMENTS[f"{kind}:{outcome}"](words)
        return {key: value[: self.focus.items] if key == "items" else value for key, value in said.items()}


def stage_make(focus: Focus) -> Stage:
    """A case of its own force with its people, the steps before done. Its caller rolls it back."""
    place = place_make()
    company, at = company_make(place, every_role=focus.four_eyes), timezone.now() - LONG_AGO
    stage = Stage(focus, _case_make(place, company, at), company, at)
    for step in focus.before:
        kind, _, outcome = step.partition(":")
        (_do if "." in kind else _turn)(stage, kind, outcome)
    for rank in focus.escalated:
        _escalate(stage, rank)
    if focus.opened_by:
        case_opened_by(stage.case, company, focus.opened_by, at)
    for line in focus.court:
        court_do(line, case=stage.case, by=_of_court(company), at=at, today=timezone.localdate(at))
    for matter in focus.letters:
        _write(stage, matter)
    return stage


def _case_make(place: Place, company: Company, at: datetime) -> CaseFile:
    officer = company.officer.user
    case = open_case(
        by=Actor(officer, Role.INVESTIGATOR, place.force),
        at=at,
        unit=place.unit,
        urn=f"{place.force.code}{place.unit.code}0000126",
        officer_in_case=officer,
        reported_on=timezone.localdate(at) - timedelta(days=30),
        crime_number="",
    )
    people = {"family_name": "Check"}
    for verb, details in (
        (services.suspect_add, people),
        (services.victim_add, people),
        (services.offence_add, {"wording": "Check"}),
    ):
        act_on_case(case=case, by=officer, roles=(Role.INVESTIGATOR,), at=at, verb=verb, **details)
    return case


def _escalate(stage: Stage, rank: str) -> None:
    details = {"to": rank, "work": "Check", "subject": uuid4(), "why": "To see what happens", "share": True}
    by, roles = stage.company.officer.user, (Role.INVESTIGATOR,)
    act_on_case(case=stage.case, by=by, roles=roles, at=stage.at, verb=escalation_raise, **details)


def _of_court(company: Company) -> User:
    """Who records what the court does: of the CPS, for they may record all of it."""
    return company.in_role(Role.PROSECUTOR)[0].user


def _write(stage: Stage, matter: str) -> None:
    by, roles = stage.company.in_role(Role.VICTIM_LIAISON)[0].user, (Role.VICTIM_LIAISON,)
    act_on_case(case=stage.case, by=by, roles=roles, at=stage.at, verb=letter_open, matter=matter)


def _do(stage: Stage, kind: str, outcome: str) -> None:
    """Do a step as its owner, or as the first who may."""
    owed = Obligation.objects.open().get(case_file=stage.case, kind=kind)
    by = owed.owner or stage.company.in_role(owed.role)[0].user
    complete(
        task=Task.objects.get(pk=owed.task),
        by=by,
        at=stage.at,
        outcome=outcome,
        arguments=stage.arguments(kind.partition(".")[0], outcome, stage.at),
    )


def _turn(stage: Stage, kind: str, key: str) -> None:
    """Do a turn on the one record of its kind, as the first who may."""
    record = CaseProcess.objects.get(case_file=stage.case, **{f"{kind}__isnull": False}).record
    (found,) = (each for each in FLOWS[kind].turns if each.key == key)
    by = stage.company.in_role(found.roles[0])[0].user
    turn(record=record, by=by, at=stage.at, key=key, arguments=stage.arguments(kind, key, stage.at))
