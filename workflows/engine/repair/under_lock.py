"""The work on a case under its lock, in the hands of an administrator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from viewflow.workflow import Activation
from viewflow.workflow.models import Task

from casework.access.policy import Actor, administrator_of
from casework.casefiles.models import CaseFile
from casework.database import whole
from casework.errors import RuleBroken
from casework.events.models import Event
from casework.events.services import event_record
from casework.incidents.models import Incident
from casework.incidents.services import incidents_close
from casework.organisations.models import Organisation
from casework.people.models import User
from casework.people.roles import Side
from casework.routes.models import RouteRecord
from workflows.engine.lock import case_locked
from workflows.engine.moment import acting
from workflows.engine.standing import activation_of
from workflows.engine.tasks import is_known, open_tasks
from workflows.engine.work.refusals import NotAllowed, WorkRefused, refusals_told
from workflows.engine.work.under_lock import as_now
from workflows.models import CaseProcess

VERBS = ("retried", "skipped", "moved")


@dataclass(frozen=True)
class Repair:
    case: CaseFile
    by: Actor
    at: datetime

    @property
    def side(self) -> Side:
        """The side whose administrator repairs. Reads the organisation."""
        return Side.POLICE if self.by.organisation.kind == Organisation.Kind.FORCE else Side.CPS

    def process(self, number: int) -> CaseProcess:
        """A process of the case with its record. Two queries."""
        process = CaseProcess.objects.get(pk=number, case_file=self.case)
        process.case_file = process.record.case_file = self.case
        return process

    def activation(self, number: int) -> Activation | None:
        """An open task of the case; None when it is open no longer, or has no node. Four queries."""
        ours = CaseProcess.objects.filter(case_file=self.case)
        task = open_tasks().select_related("owner").filter(pk=number, process__in=ours.values("pk")).first()
        return activation_of(task, self.process(task.process_id)) if task and is_known(task) else None

    def event(self, record: RouteRecord, verb: str, **details: Any) -> None:
        """One query."""
        event_record(
            case=self.case,
            by=self.by,
            at=self.at,
            route=record.route,
            verb=verb,
            subject=record.pk,
            **details,
        )

    def close_incidents(self, task: int, how: str, reason: str = "") -> None:
        incidents_close(task=task, by=self.by.person, at=self.at, how=how, reason=reason)


@contextmanager
def repairing(
    case: CaseFile, by: User, at: datetime, doing: str, task: int | None = None
) -> Iterator[Repair]:
    """Hold the case as its administrator. Raises NotAllowed, and WorkRefused for a busy case. Two queries."""
    failed = Task.objects.filter(pk=task).first() if task else None
    with refusals_told(doing, at, failed, case), whole():
        current = case_locked(case.pk)
        actor = administrator_of(current, as_now(by))
        if actor is None:
            raise NotAllowed("Only an administrator of the force or the area of the case can do this")
        with acting(actor, at):
            yield Repair(current, actor, at)


def reason_require(reason: str, words: str) -> None:
    if not reason:
        raise RuleBroken(words, field="reason")


def refuse_repaired(case: CaseFile, incident: Incident | None = None) -> NoReturn:
    raise WorkRefused(repaired_words(case, incident))


def repaired_words(case: CaseFile | None, incident: Incident | None = None) -> str:
    """Who was first to put something right. One query, and those of the person."""
    if incident is not None and incident.closed_by:
        return f"{incident.closed_by.signature} has already dealt with this"
    last = (
        Event.objects.filter(case_file=case, verb__in=VERBS).select_related("actor", "on_behalf_of").first()
    )
    return f"{last.done_by} has already put this right" if last else "This has been put right meanwhile"
