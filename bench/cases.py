"""Cases for the measurements: made and carried by the verbs that the pages call."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.utils import timezone
from viewflow.workflow.models import Task

from bench.people import person, signed_in
from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.casefiles.services import offence_add, suspect_add
from casework.obligations.models import Obligation
from casework.people.roles import Role
from workflows.demonstration.words import ARGUMENTS, Scene
from workflows.engine import work

_numbers = count(1)


def case_make() -> CaseFile:
    """A case of the unit with a suspect and an offence, whose routes have begun."""
    officer, at = signed_in(Role.INVESTIGATOR), timezone.now()
    membership = officer.memberships_held[0]
    case = work.open_case(
        by=Actor(officer, Role.INVESTIGATOR, membership.organisation),
        at=at,
        unit=membership.unit,
        urn=f"20AA{next(_numbers):05d}26",
        officer_in_case=officer,
        reported_on=timezone.localdate(at),
        crime_number="",
    )
    for verb, details in ((suspect_add, {"family_name": "Suspect"}), (offence_add, {"wording": "Rape"})):
        work.act_on_case(case=case, by=officer, roles=(Role.INVESTIGATOR,), at=at, verb=verb, **details)
    return case


# What brings a new case to its gatekeeper, and on to a charging decision.
CONSIDERED = ("early_advice.consider not_sought", "bad_character.consider nil")
TO_GATEKEEPER = (*CONSIDERED, "file_submission.prepare submit", "file_submission.sign_off sign_off")
TO_DECISION = (*TO_GATEKEEPER, "file_submission.review accept", "charging_request.triage accept")


def do(case: CaseFile, *steps: str) -> None:
    """End the oldest open step of each "kind outcome" in turn, as its owner or in the role that it needs."""
    for line in steps:
        kind, outcome = line.split()
        owed = open_work(case, kind)
        work.complete(
            task=Task.objects.get(pk=owed.task),
            by=owed.owner or signed_in(owed.role),
            at=timezone.now(),
            outcome=outcome,
            arguments=arguments(case, kind, outcome),
        )


def open_work(case: CaseFile, kind: str) -> Obligation:
    return Obligation.objects.open().filter(case_file=case, kind=kind).earliest("pk")


def task_of(case: CaseFile, kind: str) -> int:
    task = open_work(case, kind).task
    assert task is not None
    return task


def arguments(case: CaseFile, kind: str, outcome: str) -> dict[str, Any]:
    """What the demonstration enters there. Its fourth cases leave the prosecutor open."""
    scene = Scene(case, timezone.localdate(), 4, person("prosecutor"))
    return ARGUMENTS[f"{kind.partition('.')[0]}:{outcome}"](scene)
