"""Cases for the measurements: made and carried by the verbs that the pages call."""

from __future__ import annotations

from itertools import count

from django.utils import timezone
from viewflow.workflow.models import Task

from bench.contestants.people import person, signed_in
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


def do(case: CaseFile, kind: str, outcome: str) -> None:
    """End the oldest open step of the kind, in the role that it needs."""
    owed = Obligation.objects.open().filter(case_file=case, kind=kind).earliest("pk")
    scene = Scene(case, timezone.localdate(), 1, person("prosecutor"))
    work.complete(
        task=Task.objects.get(pk=owed.task),
        by=signed_in(owed.role),
        at=timezone.now(),
        outcome=outcome,
        arguments=ARGUMENTS[f"{kind.partition('.')[0]}:{outcome}"](scene),
    )
