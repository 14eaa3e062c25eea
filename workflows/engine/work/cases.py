"""Acting on a case outside any step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from casework.access.policy import Actor, actor_on
from casework.casefiles.models import CaseFile
from casework.casefiles.services import case_file_register
from casework.database import in_transaction, whole
from casework.people.models import User
from casework.people.roles import Role
from workflows.engine.following import following
from workflows.engine.lock import case_locked
from workflows.engine.moment import acting
from workflows.engine.routes import routes_start
from workflows.engine.work.refusals import NotAllowed, refusals_told
from workflows.engine.work.under_lock import as_now


def act_on_case(
    *,
    case: CaseFile,
    by: User,
    roles: tuple[Role, ...],
    at: datetime,
    verb: Callable[..., Any],
    **arguments: Any,
) -> Any:
    """Do a verb of the domain outside any step, and start the routes of the records that it made.

    The verb gets the case as it is under its lock, and the person in the first of the roles that they hold
    over it then. Raises NotAllowed, WorkRefused for a busy case, Overtaken for one that was erased meanwhile,
    or what the verb raises. Gives back what the verb gives.
    """
    doing = getattr(verb, "__name__", "act_on_case")
    with refusals_told(doing, at, case=case), whole():
        current = case_locked(case.pk)
        actor = actor_on(current, as_now(by), roles)
        if actor is None:
            raise NotAllowed("Your role cannot do this")
        with acting(actor, at), following(current):
            made = verb(case=current, by=actor, at=at, **arguments)
            routes_start(current)
    case.refresh_from_db()
    return made


@in_transaction
def open_case(*, by: Actor, at: datetime, **details: Any) -> CaseFile:
    """Register a case and start its routes. Raises what the registration raises."""
    with acting(by, at):
        case = case_file_register(by=by, at=at, **details)
        routes_start(case)
    return case
