"""The pages of a piece of work, and what somebody has done to it meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.obligations.models import Obligation
from casework.people.models import User
from workflows.engine import work

KIND = "vps_offer.offer"


def where(case, owed: Obligation) -> dict[str, object]:
    return {"urn": case.urn, "task": owed.task}


def address(verb: str, case, owed: Obligation) -> str:
    return reverse(verb, kwargs=where(case, owed))


def act(verb, owed: Obligation, by: User, **arguments) -> None:
    verb(task=Task.objects.get(pk=owed.task), by=by, at=timezone.now(), **arguments)


def on_hold(owed: Obligation, by: User, until: date | None = None) -> date:
    until = until or timezone.localdate() + timedelta(days=9)
    act(work.hold, owed, by, until=until, reason="The phone is being downloaded")
    return until
