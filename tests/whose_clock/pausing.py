"""Pausing and restarting as the tests do it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.people.models import User
from casework.whose_clock.models import ClockPause
from casework.whose_clock.services import clock_pause, clock_restart
from tests.samples import Form, day
from workflows.engine.work import act_on_case
from workflows.pages.clocks import MAY_PAUSE

EXPECTED_AFTER = timedelta(days=10)


def pause_form() -> Form:
    """The form of a pause that is accepted today."""
    expected = timezone.localdate() + EXPECTED_AFTER
    return {
        "category": "forensic",
        "awaited": "Forensic provider",
        "reason": "The result decides on the charge",
        **day("expected_on", expected),
    }


def pause(case: CaseFile, by: User, at: datetime) -> ClockPause:
    details = {
        "category": "forensic",
        "awaited": "Forensic provider",
        "reason": "The result decides on the charge",
        "expected_on": timezone.localdate(at) + EXPECTED_AFTER,
    }
    return act_on_case(case=case, by=by, roles=MAY_PAUSE, at=at, verb=clock_pause, **details)


def restart(case: CaseFile, by: User, at: datetime) -> ClockPause:
    because = {"ended_because": "The report has come"}
    return act_on_case(case=case, by=by, roles=MAY_PAUSE, at=at, verb=clock_restart, **because)
