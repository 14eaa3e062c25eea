"""What an administrator of its force or area does to a case as a whole, such as how long it is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from casework.access.policy import administrator_around, administrator_of
from casework.casefiles.models import CaseFile
from casework.database import whole
from casework.people.models import User
from workflows.engine.lock import case_locked
from workflows.engine.work.refusals import NotAllowed, refusals_told
from workflows.engine.work.under_lock import as_now


def administer_case(
    *,
    case: CaseFile,
    by: User,
    at: datetime,
    verb: Callable[..., Any],
    even_kept: bool = False,
    **arguments: Any,
) -> Any:
    """Do a verb of the domain on the case under its lock, as the administrator that the person is then.

    One from whom the case is kept is that for a verb that is `even_kept` alone: it shows them nothing of it.
    Raises NotAllowed, WorkRefused for a busy case, Overtaken for one that was erased meanwhile, or what the
    verb raises. Gives back what the verb gives.
    """
    with refusals_told(verb.__name__, at, case=case), whole():
        current = case_locked(case.pk)
        found = administrator_around if even_kept else administrator_of
        actor = found(current, as_now(by))
        if actor is None:
            raise NotAllowed("Only an administrator of the force or the area can do this")
        return verb(case=current, by=actor, at=at, **arguments)
