"""What the court does in the stories: hearings are listed, defendants are held, plead and are judged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.custody_limits.services import custody_limit_open
from casework.deadlines.calendar import ONE_DAY, working_day_from, working_days_before
from casework.hearings.defendants import plea_record, sentence_record, verdict_record
from casework.hearings.guards import COURTS
from casework.hearings.models import Court, Hearing
from casework.hearings.services import hearing_list
from casework.people.models import User
from casework.people.roles import Role
from workflows.engine.work import act_on_case

# The steps of a story that are the court's.
COURT = ("hearing", "plea", "verdict", "sentence", "custody")
NAMES = {Court.MAGISTRATES: "Birmingham Magistrates’ Court", Court.CROWN: "Birmingham Crown Court"}


def court_do(line: str, *, case: CaseFile, by: User, at: datetime, today: date) -> None:
    """Record a line such as "plea:not_guilty", of each defendant, or "hearing:ptph:30".

    A hearing is so many days from today; with a sign, as "+30", from the day on which it is listed.
    """
    what, _, rest = line.partition(":")
    for verb, arguments in _acts(what, rest, case, timezone.localdate(at), today):
        # Steps since the case was read have shared it with the CPS.
        case.refresh_from_db(fields=["shared_with_cps_at"])
        act_on_case(case=case, by=by, roles=(Role.PROSECUTOR,), at=at, verb=verb, **arguments)


def _acts(
    what: str, rest: str, case: CaseFile, day: date, today: date
) -> list[tuple[Callable[..., Any], dict[str, Any]]]:
    if what == "hearing":
        kind, _, days = rest.partition(":")
        since = day if days.startswith("+") else today
        return [(hearing_list, _listing(kind, _sitting(since + timedelta(days=int(days)), today)))]
    said: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
        "plea": (plea_record, {"plea": rest, "court": Court.CROWN, "entered_on": day}),
        "verdict": (verdict_record, {"verdict": rest, "on": day}),
        "sentence": (sentence_record, {"sentence": "Nine years’ imprisonment", "on": day}),
        "custody": (custody_limit_open, {"stage": rest, "held_from": day}),
    }
    verb, arguments = said[what]
    charged = case.suspects.filter(charged_on__isnull=False)
    return [(verb, {"suspect": suspect, **arguments}) for suspect in charged]


def _sitting(day: date, today: date) -> date:
    """A day on which the court sits: the next for a hearing to come, the last for one that is past."""
    return working_day_from(day) if day >= today else working_days_before(day + ONE_DAY, 1)


def _listing(kind: str, on: date) -> dict[str, Any]:
    court = COURTS.get(Hearing.Kind(kind), Court.CROWN)
    return {"kind": kind, "on": on, "court": court, "court_name": NAMES[court]}
