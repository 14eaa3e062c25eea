"""What a victim needs and wants in court: assessed by the police, again when it changes.

Code of Practice for Victims of Crime 2020, right 4; Youth Justice and Criminal Evidence Act 1999, Part II.
"""

from __future__ import annotations

from datetime import date, datetime

from casework.access.policy import Actor
from casework.casefiles.models import Victim
from casework.court_timetable.anchors import court_timetable_anchor
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.guards import day_happened
from casework.routes.services import position_require, record_move
from casework.special_measures.anchors import special_measures_anchor
from casework.special_measures.measures import SECTION_28, in_order, measures
from casework.special_measures.models import SpecialMeasures
from casework.special_measures.section_28.anchors import section_28_anchor
from casework.special_measures.section_28.models import Section28
from casework.special_measures.section_28.services import section_28_stop

Position = SpecialMeasures.Position


def special_measures_open(*, victim: Victim, at: datetime) -> SpecialMeasures:
    """Every victim's need of special measures is assessed. One query."""
    return SpecialMeasures.objects.create(
        case_file=victim.case_file, victim=victim, opened_at=at, moved_at=at
    )


@in_transaction
def special_measures_want(
    *,
    record: SpecialMeasures,
    by: Actor,
    at: datetime,
    measures: list[str],
    needs: str,
    vulnerability: str,
    asked_by: str,
    asked_on: date,
) -> None:
    """The victim was asked, and wants these measures.

    After a plea of not guilty the application is opened at once, and section 28 once the case was sent;
    section 28 that is wanted no longer ends. Raises RuleBroken without a measure, and for one of sections 29
    and 30 where it is not said why the victim is eligible by section 16 (section 18(1)).
    """
    position_require(record, Position.ASSESS)
    _asked(record, at, asked_by, asked_on)
    wanted = in_order(measures)
    _measures_fit(wanted, vulnerability)
    record_move(
        record=record,
        to=Position.WANTED,
        by=by,
        at=at,
        verb="wanted",
        measures=wanted,
        needs=needs,
        vulnerability=vulnerability,
        asked_by=asked_by,
        asked_on=asked_on,
        decline_reason="",
        assessed_by=by.person,
    )
    if SECTION_28 not in wanted:
        section_28_stop(victim=record.victim, why=Section28.Why.VICTIM, by=by, at=at)
    for anchor in (special_measures_anchor, section_28_anchor, court_timetable_anchor):
        anchor(case=record.case_file, by=by, at=at)


@in_transaction
def special_measures_decline(
    *,
    record: SpecialMeasures,
    by: Actor,
    at: datetime,
    decline_reason: str,
    asked_by: str,
    asked_on: date,
) -> None:
    """The victim was asked, and wants none: with that, eligibility by section 17(4) ends.

    Raises RuleBroken without the victim's reason.
    """
    position_require(record, Position.ASSESS)
    _asked(record, at, asked_by, asked_on)
    if not decline_reason:
        raise RuleBroken("Enter why the victim wants no special measures", field="decline_reason")
    record_move(
        record=record,
        to=Position.DECLINED,
        by=by,
        at=at,
        verb="declined",
        reason=decline_reason,
        measures=[],
        decline_reason=decline_reason,
        asked_by=asked_by,
        asked_on=asked_on,
        assessed_by=by.person,
    )
    section_28_stop(victim=record.victim, why=Section28.Why.VICTIM, by=by, at=at)
    court_timetable_anchor(case=record.case_file, by=by, at=at)


@in_transaction
def special_measures_assess_again(*, record: SpecialMeasures, by: Actor, at: datetime, reason: str) -> None:
    """What the victim needs or wants has changed: the police ask again, a round on."""
    position_require(record, Position.WANTED, Position.DECLINED)
    if not reason:
        raise RuleBroken("Enter what has changed", field="reason")
    record_move(
        record=record,
        to=Position.ASSESS,
        by=by,
        at=at,
        verb="to_be_assessed_again",
        reason=reason,
        round=record.round + 1,
    )


def _asked(record: SpecialMeasures, at: datetime, asked_by: str, asked_on: date) -> None:
    """Guard: it is said who asked the victim, and when: since the report."""
    if not asked_by:
        raise RuleBroken("Enter who asked the victim", field="asked_by")
    reported = record.case_file.reported_on
    what = "The date on which the victim was asked"
    day_happened(asked_on, at=at, since=reported, what=what, field="asked_on")


def _measures_fit(wanted: list[str], vulnerability: str) -> None:
    if not wanted:
        raise RuleBroken("Select the measures that the victim wants", field="measures")
    if not vulnerability and any(measures()[key].vulnerable_only for key in wanted):
        raise RuleBroken(
            "Enter why the victim is a vulnerable witness, or take out the intermediary and the aids",
            field="vulnerability",
        )
