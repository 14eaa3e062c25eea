"""Opening, handing over, moving and closing open work."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import F, Model
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.casefiles.sharing import case_open_to
from casework.deadlines.counted import Counted
from casework.obligations.models import Obligation
from casework.organisations.models import Organisation
from casework.people.models import User
from casework.people.roles import POLICE_ROLES, UNIT_ROLES
from casework.rows import Change, row_insert, row_update, rows_insert, rows_update

# In local time: when people are first told of what can be done from a day on.
WORK_BEGINS = time(8)
# Many times what a clock of ours may be ahead of another.
CLOCKS_DIFFER_BY = timedelta(minutes=10)
NOTHING_COUNTED: Mapping[str, Counted] = MappingProxyType({})


def obligation_open(
    *,
    case: CaseFile,
    subject: uuid.UUID,
    route: str,
    kind: str,
    title: str,
    about: str,
    task: Model | int,
    role: str,
    owner: User | None,
    round: int,
    clocks: dict[str, date],
    at: datetime,
    counted: Mapping[str, Counted] = NOTHING_COUNTED,
    given: bool = False,
    begins: date | None = None,
) -> Obligation:
    """Open one piece of work in the pool that holds the role over the case. One query.

    `given` says that its `owner` has it from somebody else, of which they are told.

    It is due on the earliest of its `clocks`, which are dates by name; `counted` says how those that a
    rule gives came about. Until the day on which it `begins` it is on hold, and nobody is reminded. A new
    `task` of the engine is written with it, in one statement.
    """
    due_on = min(clocks.values(), default=None)
    case_open_to(role=role, case=case, at=at)
    work = Obligation(
        case_file=case,
        subject=subject,
        route=route,
        kind=kind,
        title=title,
        about=about,
        role=role,
        **pool_of(case, role),
        owner=owner,
        round=round,
        clocks=_stored(clocks),
        counted=_reckonings(counted),
        due_on=due_on,
        given_at=at if given else None,
        held_until=begins,
        act_after=(_morning_of(begins) if begins else at) if due_on or given else None,
        opened_at=at,
    )
    if isinstance(task, Model):
        rows_insert(task, work, "task")
    else:
        work.task = task
        row_insert(work)
    return work


def obligation_restore(*, task: int, owner: User | None, at: datetime, **row: Any) -> None:
    """Make the row of an open task what it must be, whether it is missing, closed or wrong. A repair.

    Takes what `obligation_open` does. The clocks of a row that is there stand. Up to three queries.
    """
    work = Obligation.objects.filter(task=task).first()
    if work is None:
        obligation_open(task=task, owner=owner, at=at, **row)
        return
    case = row["case"]
    work.case_file, work.owner, work.closed_at, work.due_on = case, owner, None, work.earliest
    work.act_after = at if work.due_on else None
    stated = {name: row[name] for name in ("subject", "route", "kind", "title", "about", "role", "round")}
    for name, value in {**stated, **pool_of(case, row["role"])}.items():
        setattr(work, name, value)
    work.save()


def obligation_hand_to(*, task: int, owner: User | None, given_at: datetime | None = None) -> None:
    """Give the open work of a task to a person, or back to its pool (None). One query.

    `given_at` is when somebody else gave it to them, of which they are told; none if they took it themselves.
    """
    told = {"act_after": given_at} if given_at else {}
    row_update(Obligation, {"task": task, "closed_at": None}, {"owner": owner, "given_at": given_at, **told})


def obligation_close(*, task: int, at: datetime, owner: User | None, beside: Sequence[Change] = ()) -> None:
    """Close the work of a task, with who did it or held it; all its timers fall silent. One query.

    What is to change `beside` it, in other tables, changes in the same statement.
    """
    closed = {"closed_at": at, "owner": owner, "act_after": None, "held_until": None}
    rows_update(*beside, (Obligation, {"task": task, "closed_at": None}, closed))


def obligation_hold(*, task: int, until: date | None) -> bool:
    """Put the open work of a task on hold before a day, or end its hold (None).

    Whether anything changed. Its due date stands, and so do its reminders. One query.
    """
    work = Obligation.objects.open().filter(task=task)
    if until is None:
        work = work.filter(held_until__isnull=False)
    return work.update(held_until=until) == 1


def obligation_carry(
    *,
    work: Obligation,
    case: CaseFile,
    kind: str,
    title: str,
    role: str,
    owner: User | None,
    clocks: dict[str, date],
    counted: Mapping[str, Counted],
    at: datetime,
) -> None:
    """The open work is a step of another version now: what it is called, who does it, and by when. One query.

    A clock that it had already keeps its date; reminders look at it again if the due date changed.
    """
    dates = {name: work.clocks.get(name, on) for name, on in _stored(clocks).items()}
    due_on = date.fromisoformat(min(dates.values())) if dates else None
    if due_on != work.due_on:
        work.act_after = at if due_on else None
    Obligation.objects.filter(pk=work.pk).update(
        kind=kind,
        title=title,
        role=role,
        owner=owner,
        clocks=dates,
        counted=_carried(work, _reckonings(counted)),
        due_on=due_on,
        act_after=work.act_after,
        **pool_of(case, role),
    )


def obligation_move(
    *, subject: uuid.UUID, clock: str, on: date, at: datetime, counted: Counted | None = None
) -> None:
    """Move one clock of the open work on a record, and arm its reminders again. Up to two queries.

    `counted` says how the new date came about; without it somebody has set it.
    """
    for work in Obligation.objects.open().filter(subject=subject, clocks__has_key=clock):
        work.clocks = {**work.clocks, clock: on.isoformat()}
        work.counted.pop(clock, None)
        if counted:
            work.counted |= _reckonings({clock: counted})
        work.due_on, work.act_after = date.fromisoformat(min(work.clocks.values())), at
        work.save(update_fields=["clocks", "counted", "due_on", "act_after"])


def obligations_wake(*, organisation: Organisation, at: datetime) -> None:
    """Have the reminders look anew at all open work of a force or an area that has a date. One query.

    For when its ladders change. Shortly after: a sweep that is under way has read them before. Work that is
    not to be looked at before it begins sleeps on.
    """
    dated = Obligation.objects.open().filter(organisation=organisation, due_on__isnull=False)
    asleep = {"held_until__gt": timezone.localdate(at), "act_after__date__gte": F("held_until")}
    dated.exclude(**asleep).update(act_after=at + CLOCKS_DIFFER_BY)


def obligation_count(*, subject: uuid.UUID, clock: str, counted: Counted | None) -> None:
    """Note how a clock of the open work on a record is counted now; the date is the same. Two queries."""
    for work in Obligation.objects.open().filter(subject=subject, clocks__has_key=clock):
        if work.how_counted(clock) != counted:
            work.counted.pop(clock, None)
            work.counted |= _reckonings({clock: counted} if counted else {})
            work.save(update_fields=["counted"])


def pool_of(case: CaseFile, role: str) -> dict[str, int | None]:
    """The place whose people do the work of a role on a case."""
    return {
        "organisation_id": case.force_id if role in POLICE_ROLES else case.area_id,
        "unit_id": case.unit_id if role in UNIT_ROLES else None,
    }


def _morning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, WORK_BEGINS))


def _stored(clocks: dict[str, date]) -> dict[str, str]:
    return {name: on.isoformat() for name, on in clocks.items()}


def _reckonings(counted: Mapping[str, Counted]) -> dict[str, list[str]]:
    return {name: [each.code, each.since.isoformat()] for name, each in counted.items()}


def _carried(work: Obligation, counted: dict[str, list[str]]) -> dict[str, list[str]]:
    """Of the clocks that the work had already, as they were counted then; of new ones as they are now."""
    had = {name: each for name, each in work.counted.items() if name in work.clocks}
    return {name: each for name, each in counted.items() if name not in work.clocks} | had
