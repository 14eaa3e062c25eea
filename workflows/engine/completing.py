"""What a case that began under an earlier release lacks under this one."""

from __future__ import annotations

from datetime import datetime

from casework.casefiles.complete import victims_complete
from casework.casefiles.models import CaseFile
from casework.database import whole
from workflows.engine.following import following
from workflows.engine.lock import case_locked
from workflows.engine.moment import acting
from workflows.engine.routes import routes_start


def complete(*, case: CaseFile, at: datetime) -> None:
    """Open what every victim has, and start the route of each record that nothing carries.

    Nobody acts: only work is opened. A second time it changes nothing. FlowLockFailed for a busy case.
    """
    with whole():
        current = case_locked(case.pk)
        with acting(None, at), following(current):
            victims_complete(case=current, at=at)
            routes_start(current)
