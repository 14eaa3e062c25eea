"""Doing something to a record beside its steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from casework.access.policy import Actor, actor_on
from casework.casefiles.models import CaseFile
from casework.database import whole
from casework.drafts.services import drafts_remove
from casework.events.models import Event
from casework.people.models import User
from casework.people.roles import LEAD_OF
from casework.routes.models import RouteRecord
from casework.rows import row_get
from workflows.engine.following import following
from workflows.engine.lock import case_locked
from workflows.engine.moment import acting
from workflows.engine.nodes import FlowMismatch
from workflows.engine.outcomes import Turn
from workflows.engine.routes import routes_start
from workflows.engine.standing import flow_of, stand
from workflows.engine.work.refusals import AlreadyDone, NotAllowed, WorkRefused, moved_refusal, refusals_told
from workflows.engine.work.under_lock import as_now


def turn(
    *,
    record: RouteRecord,
    by: User,
    at: datetime,
    key: str,
    arguments: dict[str, Any],
    seen: int | None = None,
) -> None:
    """Do the turn of the record's flow with this key. The caller's own record is left as it was read.

    The record's step or wait is cancelled if the turn moves it, and what belongs to its new position
    is opened; records that the turn made get their routes. `seen` is the key of `last_done` when the
    person opened the page. Raises NotAllowed for another role, WorkRefused where the record no longer
    stands at a position of the turn, where it is another's, or was done since it was `seen`, and what its
    verb raises.
    """
    with refusals_told("turn", at, case=record.case_file), whole():
        case = case_locked(record.case_file_id)
        current = row_get(type(record), record.pk)
        current.case_file = case
        flow = flow_of(current.process)  # type: ignore[attr-defined]  # see `stand`
        found = flow.turn(key)
        actor = actor_on(case, as_now(by), found.roles)
        if actor is None:
            raise NotAllowed("Your role cannot do this")
        if not found.stands(current):
            raise moved_refusal(current, by)
        owner = found.owner_on(current)
        actor = _for_owner(owner, found, case, actor)
        if actor is None:
            raise WorkRefused(f"{owner} has this now. Only they or who leads them can do this")
        actor = replace(actor, step=f"{flow.carries}.{key}")
        if seen is not None:
            _not_done_since(seen, last_done(current, actor.step), by)
        with acting(actor, at), following(case):
            before = current.position
            found.verb(record=current, by=actor, at=at, **arguments)
            _follow(current, before, found)
            flow.instance.after_turn(current, found)
            routes_start(case)
        drafts_remove(person=by, subject=current.pk, kind=flow.carries, outcome=key)


def last_done(record: RouteRecord, step: str) -> Event | None:
    """The last event of a turn, written "kind.key", on the record; None before the first. One query."""
    done = record.case_file.events.filter(subject=record.pk, step=step)
    return done.select_related("actor").order_by("pk").last()


def _not_done_since(seen: int, done: Event | None, by: User) -> None:
    """Guard: what leaves the record where it is could be sent again from a page that was opened before."""
    if done is None or done.pk <= seen:
        return
    if done.actor == by:
        raise AlreadyDone("You have already done this")
    who = done.actor.signature if done.actor else "Somebody"
    raise WorkRefused(f"{who} has done this since you opened the page. Check it, then send it again")


def _follow(record: RouteRecord, before: str, done: Turn) -> None:
    if record.withdrawn_at is None:
        if record.position == before:
            return
        if record.position not in done.to:
            raise FlowMismatch(f"{done.key} leads to {done.to}, and its record is at {record.position}")
    stand(record)


def _for_owner(owner: User | None, found: Turn, case: CaseFile, actor: Actor) -> Actor | None:
    """The same as it is, on behalf of the owner who is away, or as who leads them; None for anybody else.

    One query for who is away, once for each person.
    """
    person = actor.person
    if owner is None or owner.pk == person.pk:
        return actor
    if owner.pk in person.stands_in_for:
        return replace(actor, on_behalf_of=owner)
    return actor_on(case, person, [LEAD_OF[role] for role in found.roles])


def may_turn(found: Turn, case: CaseFile, record: RouteRecord, user: User) -> bool:
    """Whether the person may do it to this record now.

    No query but those of the turn's `shown` and `owner`, and for one that is somebody's who is away.
    """
    if not (found.stands(record) and found.shown(record)):
        return False
    actor = actor_on(case, user, found.roles)
    return actor is not None and _for_owner(found.owner_on(record), found, case, actor) is not None
