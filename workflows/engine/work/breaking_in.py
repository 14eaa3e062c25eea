"""Somebody opens a restricted case in an emergency, and its review is opened with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from casework.access.opened import case_to_open, opening_role
from casework.access.policy import Actor
from casework.audit.who import case_sought_to_open
from casework.break_ins.services import NOTHING_TO_OPEN, break_in_attempt, break_in_open
from casework.casefiles.models import CaseFile
from casework.database import whole
from casework.errors import Overtaken, RuleBroken
from casework.people.models import User
from workflows.engine.following import following
from workflows.engine.lock import case_locked
from workflows.engine.moment import acting
from workflows.engine.routes import routes_start
from workflows.engine.work.refusals import WorkFailed, WorkRefused, refusals_told
from workflows.engine.work.under_lock import as_now


def break_in(*, urn: str, by: User, reason: str, at: datetime) -> CaseFile:
    """Open the case of a URN to the person, to be read for so long; gives it back.

    Raises RuleBroken where it may not be tried, and one that is always the same where there is nothing to
    open; a case that somebody else holds, or a person whose row is held, is no other. Up to twenty queries.
    """
    with _refusals_alike(at):
        break_in_attempt(person=by, reason=reason, at=at)
    case_sought_to_open()
    case = case_to_open(by, urn)
    if case is None:
        raise RuleBroken(NOTHING_TO_OPEN)
    with _refusals_alike(at, case), whole():
        _open(case, by, reason, at)
    return case


@contextmanager
def _refusals_alike(at: datetime, case: CaseFile | None = None) -> Iterator[None]:
    """As `refusals_told`; what somebody else holds, or has erased meanwhile, is as if it were not there."""
    try:
        with refusals_told("break_in", at, case=case):
            yield
    except WorkFailed:
        raise
    except (WorkRefused, Overtaken):
        raise RuleBroken(NOTHING_TO_OPEN) from None


def _open(case: CaseFile, by: User, reason: str, at: datetime) -> None:
    """Under the lock of the case as it is now, and then that of the person, for one case at a time."""
    current = case_locked(case.pk)
    person = as_now(User.objects.select_for_update(no_key=True).get(pk=by.pk))
    held = opening_role(current, person)
    if held is None or case_to_open(person, current.urn) is None:
        raise RuleBroken(NOTHING_TO_OPEN)
    actor = Actor(person=person, role=held.role, organisation=held.organisation)
    with acting(actor, at), following(current):
        break_in_open(case=current, by=actor, reason=reason, at=at)
        routes_start(current, "break_in")
