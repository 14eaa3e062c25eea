"""The application for special measures: made, answered, ruled on (Criminal Procedure Rules 2025, Part 18)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from casework.access.policy import Actor
from casework.casefiles.models import Victim
from casework.database import in_transaction
from casework.deadlines.rules import due_on
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.guards import day_happened
from casework.pages.dates import govuk_date
from casework.routes.services import position_require, record_move
from casework.special_measures.measures import SECTION_28, measures
from casework.special_measures.models import MeasureRuling, SpecialMeasures, SpecialMeasuresApplication
from casework.special_measures.section_28.models import Section28
from casework.special_measures.section_28.services import section_28_stop

Position, Response = SpecialMeasuresApplication.Position, SpecialMeasuresApplication.Response
NOTHING_WANTED = "The victim wants no measure that has not been applied for"


class Ruled(NamedTuple):
    """What the court ruled on one measure, by its key."""

    measure: str
    granted: bool
    reasons: str


@in_transaction
def special_measures_apply(
    *,
    record: SpecialMeasuresApplication,
    by: Actor,
    at: datetime,
    applied_on: date,
    late_reason: str,
    extension: str,
) -> None:
    """The application was served, for everything that is wanted and was not applied for before.

    Raises RuleBroken where nothing is, and after the last day without why it is late and which extension
    is asked for with it.
    """
    position_require(record, Position.APPLY)
    _happened(applied_on, at, record.case_file.reported_on, "The date of the application", "applied_on")
    late = record.due_on is not None and applied_on > record.due_on
    if late:
        _lateness_explained(record, late_reason, extension)
    wanted = _wanted(record.victim)
    record_move(
        record=record,
        to=Position.RESPONSE,
        by=by,
        at=at,
        verb="applied_late" if late else "applied",
        reason=late_reason if late else "",
        late_reason=late_reason if late else "",
        extension=extension if late else "",
        **_made(wanted, applied_on, by),
    )


@in_transaction
def special_measures_apply_early(
    *, record: SpecialMeasures, by: Actor, at: datetime, applied_on: date
) -> SpecialMeasuresApplication:
    """The application was served before a plea gave it a date: as soon as it reasonably could be.

    Raises RuleBroken before anybody is charged, and where nothing is wanted or one waits to be made.
    """
    position_require(record, SpecialMeasures.Position.WANTED)
    case = record.case_file
    if not case.suspects.filter(charged_on__isnull=False).exists():
        raise RuleBroken("Nobody has been charged in this case, so there is no court to apply to")
    before = list(record.victim.special_measures_applications.all())
    if any(each.waits for each in before):
        raise RuleBroken("An application waits to be made. Record it there")
    _happened(applied_on, at, record.asked_on, "The date of the application", "applied_on")
    application = SpecialMeasuresApplication.objects.create(
        case_file=case,
        victim=record.victim,
        position=Position.RESPONSE,
        round=len(before) + 1,
        opened_at=at,
        moved_at=at,
        **_made(_wanted(record.victim), applied_on, by),
    )
    event_record(case=case, by=by, at=at, route=record.route, verb="applied", subject=record.pk)
    return application


@in_transaction
def special_measures_respond(
    *,
    record: SpecialMeasuresApplication,
    by: Actor,
    at: datetime,
    response: str,
    responded_on: date | None,
    objection: str,
) -> None:
    """What the defence said of it, or that nothing came. Raises RuleBroken for half an answer."""
    position_require(record, Position.RESPONSE)
    if response == Response.NONE:
        responded_on = None
    elif responded_on is None:
        raise RuleBroken("Enter the date of the response", field="responded_on")
    else:
        _happened(responded_on, at, record.applied_on, "The date of the response", "responded_on")
    if response == Response.OPPOSED and not objection:
        raise RuleBroken("Enter what is objected to, and why", field="objection")
    record_move(
        record=record,
        to=Position.RULING,
        by=by,
        at=at,
        verb="responded",
        response=response,
        responded_on=responded_on,
        objection=objection if response == Response.OPPOSED else "",
    )


@in_transaction
def special_measures_rule(
    *, record: SpecialMeasuresApplication, by: Actor, at: datetime, ruled_on: date, rulings: list[Ruled]
) -> None:
    """What the court ruled on each measure; the victim is to be told. Section 28 that is refused ends.

    Raises RuleBroken unless each measure is ruled on, and for a refusal without the court's reasons.
    """
    position_require(record, Position.RULING)
    _happened(ruled_on, at, record.applied_on, "The date of the ruling", "ruled_on")
    _ruled_on_each(record, rulings)
    MeasureRuling.objects.bulk_create(MeasureRuling(application=record, **each._asdict()) for each in rulings)
    record_move(record=record, to=Position.RULED, by=by, at=at, verb="outcome", ruled_on=ruled_on)
    if any(each.measure == SECTION_28 and not each.granted for each in rulings):
        section_28_stop(victim=record.victim, why=Section28.Why.REFUSED, by=by, at=at)


@in_transaction
def special_measures_not_needed(
    *, record: SpecialMeasuresApplication, by: Actor, at: datetime, reason: str
) -> None:
    """Nothing is to be applied for after all, as where everybody has pleaded guilty since."""
    position_require(record, Position.APPLY)
    if not reason:
        raise RuleBroken("Enter why no application is needed", field="reason")
    assessment = SpecialMeasures.objects.get(victim=record.victim_id)
    record_move(
        record=record,
        to=Position.NOT_NEEDED,
        by=by,
        at=at,
        verb="not_needed",
        reason=reason,
        not_needed_reason=reason,
        measures=assessment.outstanding,
        assessment_round=assessment.round,
    )


def _made(wanted: tuple[list[str], int], applied_on: date, by: Actor) -> dict[str, Any]:
    """What an application holds once it is served."""
    keys, round = wanted
    return {
        "measures": keys,
        "assessment_round": round,
        "applied_on": applied_on,
        "respond_by": due_on("SPECIAL_MEASURES_RESPONSE", applied_on),
        "prosecutor": by.principal,
    }


def _wanted(victim: Victim) -> tuple[list[str], int]:
    """What there is to apply for, and in which round it was asked. Two queries. Raises RuleBroken."""
    assessment = SpecialMeasures.objects.get(victim=victim)
    if not (keys := assessment.outstanding):
        raise RuleBroken(NOTHING_WANTED)
    return keys, assessment.round


def _lateness_explained(record: SpecialMeasuresApplication, late_reason: str, extension: str) -> None:
    if not late_reason:
        raise RuleBroken(
            f"Enter why the application is made after {govuk_date(record.due_on)}", field="late_reason"
        )
    if not extension:
        raise RuleBroken("Enter which extension of time is asked for", field="extension")


def _ruled_on_each(record: SpecialMeasuresApplication, rulings: list[Ruled]) -> None:
    if sorted(each.measure for each in rulings) != sorted(record.measures):
        raise RuleBroken("Select what the court ruled on each measure")
    for each in rulings:
        if not each.granted and not each.reasons:
            words = f"Enter the court's reasons on {measures()[each.measure].short}"
            raise RuleBroken(words, field=f"reasons_{each.measure}")


def _happened(day: date, at: datetime, since: date | None, what: str, field: str) -> None:
    day_happened(day, at=at, since=since, what=what, field=field)
