"""The trail of a session, and its lock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from casework.access.policy import Actor
from casework.clinics.models import ClinicEvent, ClinicSession
from casework.database import busy_told
from casework.errors import RuleBroken

# What somebody waits for too long.
BUSY = "this session"


def sessions_locked(keys: Iterable[UUID]) -> dict[UUID, ClinicSession]:
    """The sessions as they are under their locks, which are held until the transaction ends.

    In the order of keys, so that two who lock the same ones never wait for each other. One query.
    Raises RuleBroken when somebody holds one for too long.
    """
    rows = ClinicSession.objects.select_for_update(of=["self"], no_key=True).filter(pk__in=set(keys))
    with busy_told(BUSY):
        found = rows.select_related("prosecutor", "force", "area").order_by("pk")
        return {session.pk: session for session in found}


def session_locked(session: ClinicSession) -> ClinicSession:
    """One of them, which must stand. One query."""
    current = sessions_locked([session.pk])[session.pk]
    if current.cancelled_at:
        raise RuleBroken("This session has been cancelled meanwhile. Choose another")
    return current


def session_event(
    *, session: ClinicSession, by: Actor, at: datetime, verb: ClinicEvent.Verb, words: str = ""
) -> None:
    """Write what was done to a session, in the transaction that does it. One query."""
    ClinicEvent.objects.create(
        session=session,
        at=at,
        actor=by.person,
        role=by.role,
        on_behalf_of=by.on_behalf_of,
        verb=verb,
        words=words,
    )
