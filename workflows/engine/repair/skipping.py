"""Going on without what failed, and laying aside an incident that needs nothing done to the work."""

from __future__ import annotations

from datetime import datetime

from viewflow.workflow import STATUS

from casework.casefiles.models import CaseFile
from casework.incidents.models import Incident
from casework.incidents.services import incident_close
from casework.people.models import User
from workflows.engine.repair.under_lock import reason_require, refuse_repaired, repaired_words, repairing
from workflows.engine.work.refusals import WorkRefused


def skip(*, case: CaseFile, task: int, by: User, at: datetime, reason: str) -> None:
    """Leave undone what an automatic would have done, and go on to what follows it.

    Raises NotAllowed, RuleBroken without a reason, and WorkRefused when it has been put right.
    """
    with repairing(case, by, at, "skip", task) as repair:
        reason_require(reason, "Enter why the step is skipped")
        activation = repair.activation(task)
        if activation is None or activation.status != STATUS.ERROR:
            refuse_repaired(case)
        activation.skip()
        activation.activate_next()
        repair.close_incidents(task, Incident.How.SKIPPED, reason)
        repair.event(activation.process.record, "skipped", reason=reason)


def dismiss(*, incident: Incident, by: User, at: datetime, reason: str) -> None:
    """Close an incident after which nothing is to be done: the person can try again. Two queries.

    Raises RuleBroken without a reason, and WorkRefused, naming who, when it has been closed. Whether
    the person may see the incident is asked where it is found.
    """
    reason_require(reason, "Enter what you found")
    if not incident_close(incident=incident, by=by, at=at, how=Incident.How.DISMISSED, reason=reason):
        incident.refresh_from_db()
        raise WorkRefused(repaired_words(incident.case_file, incident))
