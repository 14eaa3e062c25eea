"""What must hold before a hearing is listed, and before a result of a defendant is recorded."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.utils import timezone

from casework.casefiles.models import CaseFile, Suspect
from casework.deadlines.calendar import is_day_off, is_weekend
from casework.errors import RuleBroken
from casework.guards import day_happened, day_to_come
from casework.hearings.models import Court, Hearing, Plea
from casework.hearings.selectors import hearings_standing, pleas_standing
from casework.pages.dates import govuk_date, govuk_day

SITTINGS = Path(__file__).parent / "data" / "sittings.json"
Kind = Hearing.Kind
# How a case goes through the courts. A sentence is passed on one defendant while another waits for trial.
ORDER = (Kind.FIRST_HEARING, Kind.SENDING, Kind.PTPH, Kind.GROUND_RULES, Kind.SECTION_28, Kind.TRIAL)
# Crime and Disorder Act 1998, section 51: sent by the magistrates' court. Criminal Procedure Rules 2025,
# rule 3.21, and Youth Justice and Criminal Evidence Act 1999, section 28: before the Crown Court.
COURTS = {
    Kind.FIRST_HEARING: Court.MAGISTRATES,
    Kind.SENDING: Court.MAGISTRATES,
    Kind.PTPH: Court.CROWN,
    Kind.GROUND_RULES: Court.CROWN,
    Kind.SECTION_28: Court.CROWN,
}


@cache
def kinds_of_any_day() -> frozenset[str]:
    """The hearings that are held on days that nobody works as well, read once."""
    return frozenset(json.loads(SITTINGS.read_text())["any_day"])


def listing_allowed(
    case: CaseFile,
    *,
    kind: str,
    on: date,
    warned_to: date | None,
    court: str,
    sits_confirmed: bool,
    at: datetime,
) -> None:
    """Guard: somebody is charged, the court hears such hearings, and the days are in their order.

    A trial lies ahead, for what hangs on it is counted back from it; others may be entered late. On a day
    off the court sits for some kinds only, or as it has confirmed. Raises RuleBroken. Three queries.
    """
    charged = list(case.suspects.filter(charged_on__isnull=False))
    if not charged:
        raise RuleBroken("Nobody has been charged in this case, so no hearing can be listed")
    label = Kind(kind).label
    if COURTS.get(Kind(kind), court) != court:
        raise RuleBroken(
            f"Select the {COURTS[Kind(kind)].label}: it holds the {_inner(label)}", field="court"
        )
    if kind == Kind.TRIAL:
        day_to_come(on, at=at, what="The date of the trial", field="on")
        if not somebody_contests(case, charged):
            raise RuleBroken("Every defendant has pleaded guilty, so no trial can be listed")
    first_charge = min(each.charged_on for each in charged if each.charged_on)
    if on < first_charge:
        raise RuleBroken(
            f"The date must be {govuk_date(first_charge)}, the day of charge, or later", field="on"
        )
    if not sits_confirmed:
        _court_sits(kind, on)
    _warned_list(kind, on, warned_to)
    _in_order(hearings_standing(case), kind, on)


def _inner(label: str) -> str:
    return label[0].lower() + label[1:]


def _court_sits(kind: str, on: date) -> None:
    """What hangs on the hearing would be counted from a day that was mistyped."""
    if kind in kinds_of_any_day() or not is_day_off(on):
        return
    why = "" if is_weekend(on) else ", a bank holiday"
    raise RuleBroken(
        f"Courts do not usually sit on {govuk_day(on)}{why}. "
        "Enter another day, or confirm that this court sits then",
        field="sits_confirmed",
    )


def somebody_contests(case: CaseFile, charged: list[Suspect]) -> bool:
    """Whether there can be a trial of any of them: not all have pleaded guilty. One query."""
    pleas = pleas_standing(case)
    return any(each.pk not in pleas or pleas[each.pk].plea != Plea.Choice.GUILTY for each in charged)


def _warned_list(kind: str, on: date, warned_to: date | None) -> None:
    if warned_to is None:
        return
    if kind != Kind.TRIAL:
        raise RuleBroken("Only a trial is put in a warned list", field="warned_to")
    if warned_to <= on:
        raise RuleBroken("The last day of the warned list must be after its first day", field="warned_to")


def _in_order(standing: dict[str, Hearing], kind: str, on: date) -> None:
    """Not before what comes before it, and not after what is still to come after it. No query."""
    if kind not in ORDER:
        return
    place = ORDER.index(Kind(kind))
    for earlier in ORDER[:place]:
        if earlier in standing and on < standing[earlier].on:
            when = govuk_date(standing[earlier].on)
            raise RuleBroken(
                f"The {_inner(earlier.label)} is on {when}, so enter that day or later", field="on"
            )
    for later in ORDER[place + 1 :]:
        hearing = standing.get(later)
        if hearing and hearing.position == Hearing.Position.LISTED and on > hearing.on:
            when = govuk_date(hearing.on)
            raise RuleBroken(
                f"The {_inner(later.label)} is on {when}, so enter that day or earlier", field="on"
            )


def day_of_result(hearing: Hearing, *, at: datetime) -> None:
    """Guard: the day of the hearing has come. Raises RuleBroken."""
    if hearing.on > timezone.localdate(at):
        raise RuleBroken(
            f"The hearing is on {govuk_date(hearing.on)}. Record its result on that day or later"
        )


def of_defendant(case: CaseFile, suspect: Suspect, *, on: date, what: str, field: str, at: datetime) -> None:
    """Guard: the person is charged in this case, and the day lies between the charge and today."""
    if suspect.case_file_id != case.pk or suspect.charged_on is None:
        raise RuleBroken(
            "Select a defendant: only somebody who is charged is before the court", field="suspect"
        )
    day_happened(on, at=at, since=suspect.charged_on, what=what, field=field)
