"""Why work is refused, in words for the person; and what becomes of an error that nobody foresaw."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError
from django.db.models import Q
from viewflow.workflow import STATUS, FlowLockFailed
from viewflow.workflow.models import Task

from casework.casefiles.models import CaseFile
from casework.database import is_lock_timeout
from casework.errors import Overtaken, RuleBroken
from casework.events.models import Event
from casework.incidents.services import incident_record
from casework.people.models import User
from casework.routes.models import RouteRecord
from workflows.engine.nodes import StepActivation
from workflows.engine.tasks import kind_of
from workflows.models import CaseProcess

logger = logging.getLogger(__name__)
BUSY = "Someone is changing this case at the moment. Try again in a few seconds"


class WorkRefused(RuleBroken):
    """The step cannot be worked on by this person now; the message says why and who has it."""


class NotAllowed(WorkRefused):
    """The person does not hold the role that the step needs."""


class AlreadyDone(WorkRefused):
    """The person has done it before, such as in another tab: there is nothing left to send."""


class WorkFailed(WorkRefused):
    """Something in the service failed; nothing was changed, and an incident with this reference is kept."""

    def __init__(self, reference: str):
        self.reference = reference
        super().__init__(
            "Sorry, the service could not do this. Nothing was changed, and what you entered is still here. "
            f"Try again later. If it fails again, give your administrator the reference {reference}"
        )


@contextmanager
def refusals_told(
    doing: str, at: datetime, task: Task | None = None, case: CaseFile | None = None
) -> Iterator[None]:
    """Around the transaction of a verb: a busy case, one that was erased meanwhile, and a failure, are told.

    A failure is kept as an incident, which the person's own transaction cannot take with it. A
    database that is away goes up as it is: there is nowhere to keep an incident then. `task` or `case`
    tell whose administrators are to see it.
    """
    try:
        yield
    except FlowLockFailed:
        raise WorkRefused(BUSY) from None
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
        raise WorkRefused(BUSY) from None
    except CaseFile.DoesNotExist:
        # Its lock finds nothing: it was read before it was erased.
        raise Overtaken from None
    except (RuleBroken, InterfaceError):
        raise
    except Exception as error:
        incident = incident_record(error=error, doing=doing, at=at, **_about(task, case))
        logger.error("incident %s: %s in %s", incident.reference, incident.error, incident.places[-1])
        # Without the cause: whoever logs this must not log the values that it may hold.
        raise WorkFailed(incident.reference) from None


def _about(task: Task | None, case: CaseFile | None) -> dict[str, Any]:
    if task is None:
        return {"case": case}
    process = CaseProcess.objects.filter(pk=task.process_id)
    return {
        "task": task.pk,
        "step": kind_of(task),
        "case": CaseFile.objects.filter(pk__in=process.values("case_file")).first(),
    }


def done_refusal(activation: StepActivation, by: User) -> WorkRefused:
    """Who was first, and what they did. One query for work that was withdrawn or moved on."""
    record, owner = activation.process.record, activation.task.owner
    if activation.status == STATUS.CANCELED:
        return moved_refusal(record, by)
    if owner == by:
        return AlreadyDone("You have already done this")
    return WorkRefused(
        f"{owner.signature} has already done this" if owner else "This work is no longer needed"
    )


def moved_refusal(record: RouteRecord, by: User) -> WorkRefused:
    """Who moved a record on, or withdrew it, beside its steps. One query, and those of the person."""
    changed = Event.objects.filter(~Q(moved_to="") | Q(verb="withdrawn"), subject=record.pk)
    last = changed.select_related("actor", "on_behalf_of").order_by("pk").last()
    if last is None:
        return WorkRefused("This work is no longer needed")
    done = "withdrawn this" if last.verb == "withdrawn" else "moved this on"
    if last.actor == by:
        return AlreadyDone(f"You have already {done}")
    return WorkRefused(f"{last.done_by} has {done}")
