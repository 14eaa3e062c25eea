"""Opening, handing over, moving and closing open work."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation
from casework.people.models import User
from casework.people.roles import POLICE_ROLES, UNIT_ROLES


def obligation_open(
    *,
    case: CaseFile,
    subject: uuid.UUID,
    route: str,
    kind: str,
    title: str,
    about: str,
    task: int,
    role: str,
    owner: User | None,
    round: int,
    due_on: date | None,
    at: datetime,
) -> Obligation:
    """Open one piece of work in the pool that holds the role over the case. One query."""
    return Obligation.objects.create(
        case_file=case,
        subject=subject,
        route=route,
        kind=kind,
        title=title,
        about=about,
        task=task,
        role=role,
        organisation_id=case.force_id if role in POLICE_ROLES else case.area_id,
        unit_id=case.unit_id if role in UNIT_ROLES else None,
        owner=owner,
        round=round,
        due_on=due_on,
        act_after=at if due_on else None,
        opened_at=at,
    )


def obligation_hand_to(*, task: int, owner: User | None) -> None:
    """Give the open work of a task to a person, or back to its pool (None). One query."""
    Obligation.objects.open().filter(task=task).update(owner=owner)


def obligation_close(*, task: int, at: datetime) -> None:
    """Close the work of a task; its reminders fall silent. One query."""
    Obligation.objects.open().filter(task=task).update(closed_at=at, act_after=None)


def obligation_move(*, subject: uuid.UUID, due_on: date, at: datetime) -> None:
    """Move the date of the open work on a record and arm its reminders again. One query."""
    Obligation.objects.open().filter(subject=subject).update(due_on=due_on, act_after=at)
