"""Keeping and closing incidents."""

from __future__ import annotations

import secrets
import traceback
from datetime import datetime
from pathlib import Path

from django.conf import settings

from casework.casefiles.models import CaseFile
from casework.incidents.models import Incident
from casework.people.models import User

# Read out over the phone: no letters that look or sound alike.
LETTERS = "23456789CFHJKMNPRTVWXY"
# What failed, where it was no work but an email about it.
SEND_EMAIL, FIND_EMAIL = "send an email", "find out whether an email arrived"
FETCH_FILE = "fetch a file"
ABOUT_EMAILS = frozenset({SEND_EMAIL, FIND_EMAIL})


def reference_new() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(8))


def incident_record(
    *,
    error: BaseException,
    doing: str,
    at: datetime,
    case: CaseFile | None = None,
    task: int | None = None,
    step: str = "",
) -> Incident:
    """Keep that something failed: the kind of the error and its places in the code. One query.

    The message of an error and the variables of its frames may hold personal data, and are not kept.
    """
    return Incident.objects.create(
        reference=reference_new(),
        case_file=case,
        task=task,
        step=step,
        doing=doing,
        error=type(error).__name__[:100],
        places=places_of(error),
        happened_at=at,
    )


def incident_record_once(
    *, error: BaseException, doing: str, at: datetime, case: CaseFile, step: str
) -> Incident:
    """The same of what fails as often as it is asked for: while one is open, that one. Up to two queries."""
    same = Incident.objects.filter(case_file=case, doing=doing, step=step, closed_at__isnull=True)
    return same.first() or incident_record(error=error, doing=doing, at=at, case=case, step=step)


def incident_close(*, incident: Incident, by: User, at: datetime, how: str, reason: str = "") -> bool:
    """Close it, once; whether it was open. One query."""
    still_open = Incident.objects.filter(pk=incident.pk, closed_at__isnull=True)
    return still_open.update(closed_at=at, closed_by=by, how=how, reason=reason) == 1


def incidents_close(*, task: int, by: User, at: datetime, how: str, reason: str = "", but: str = "") -> None:
    """Close every open incident of a task, save the one of the reference `but`. One query."""
    found = Incident.objects.filter(task=task, closed_at__isnull=True).exclude(reference=but)
    found.update(closed_at=at, closed_by=by, how=how, reason=reason)


def places_of(error: BaseException) -> list[str]:
    """Where it went through our code and others', outermost first, without any value."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(filename: str) -> str:
    """The path inside the product, or the last parts of one outside it."""
    path = Path(filename)
    if path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts:
        return str(path.relative_to(settings.BASE_DIR))
    return "/".join(path.parts[-3:])
