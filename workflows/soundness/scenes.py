"""How a case is brought to where an exploration begins."""

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
from workflows.soundness.focuses import Focus
from workflows.soundness.openings import case_opened_by
from workflows.soundness.people import Company, Place, company_make, place_make

# A number of the demonstration's words: a named prosecutor, a Full Code Test.
WORDS = 1
# So that the clock of an exploration finds no hold of anybody else's to end.
LONG_AGO = timedelta(days=365)


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
