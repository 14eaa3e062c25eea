"""Recording the meeting of investigator and prosecutor, and the other side's word on it."""

from __future__ import annotations

from datetime import date, datetime

from casework.access.policy import Actor, actor_on
from casework.casefiles.models import CaseFile
from casework.charging.meetings.models import ChargingMeeting
from casework.charging.meetings.selectors import Answer
from casework.charging.models import ChargingDecision
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.guards import day_happened
from casework.pages.dates import govuk_date
from casework.people.models import User
from casework.people.roles import Role, side_of
from casework.routes.services import position_require

Position = ChargingDecision.Position
OPEN = (Position.REVIEW, Position.WAITING)
# A dispute is heard after the decision too: it takes nothing back, and is shown on what rests on it.
ANSWERED_AT = (*OPEN, Position.PLAN_REVIEW, Position.NFA)
# Who the two are: the same on the form. The officer in the case is its investigator wherever they work.
INVESTIGATES = (Role.INVESTIGATOR,)
PROSECUTES = (Role.PROSECUTOR, Role.PROSECUTION_MANAGER)


@in_transaction
def charging_meeting_record(
    *,
    record: ChargingDecision,
    by: Actor,
    at: datetime,
    held_on: date,
    how: str,
    investigator: User,
    prosecutor: User,
    discussed: str,
) -> None:
    """Record that the two have met about the suspect. The other side can confirm or dispute it.

    Raises RuleBroken for a day before the report or to come, for people who are not its
    investigator and its prosecutor, and for a day of which an undisputed meeting is recorded already.
    """
    position_require(record, *OPEN)
    case = record.case_file
    day_happened(held_on, at=at, since=case.reported_on, what="The date of the meeting", field="held_on")
    _attended(case, investigator, prosecutor)
    same_day = ChargingMeeting.objects.filter(decision=record, round=record.round, held_on=held_on)
    if same_day.exclude(answer=Answer.DISPUTED).exists():
        raise RuleBroken(
            f"A meeting of {govuk_date(held_on)} is recorded already. The other side can dispute it",
            field="held_on",
        )
    meeting = ChargingMeeting.objects.create(
        decision=record,
        round=record.round,
        held_on=held_on,
        how=how,
        investigator=investigator,
        prosecutor=prosecutor,
        discussed=discussed,
        recorded_at=at,
        recorded_by=by.person,
        recorded_for=side_of(by.role),
    )
    _event(
        record, by, at, "meeting_recorded", f"{govuk_date(held_on)}, {meeting.get_how_display()}: {discussed}"
    )


@in_transaction
def charging_meeting_answer(
    *,
    record: ChargingDecision,
    by: Actor,
    at: datetime,
    meeting: ChargingMeeting | None,
    answer: str,
    reason: str,
) -> None:
    """Confirm or dispute a meeting that the other side recorded, also when no further action rests on it.

    Raises RuleBroken for who is of the side that recorded it, for a second answer, and for a dispute
    without a reason.
    """
    position_require(record, *ANSWERED_AT)
    if meeting is None:
        raise RuleBroken("Select which meeting", field="meeting")
    current = ChargingMeeting.objects.select_for_update().get(pk=meeting.pk, decision=record)
    if current.answer:
        raise RuleBroken("This meeting has been answered already", field="meeting")
    if current.recorded_for == side_of(by.role) or current.recorded_by_id == by.person.pk:
        raise RuleBroken("Your side recorded this meeting. The other side confirms it", field="meeting")
    if answer == Answer.DISPUTED and not reason:
        raise RuleBroken("Enter why the record of the meeting is not right", field="reason")
    current.answer, current.answer_reason = answer, reason
    current.answered_at, current.answered_by = at, by.person
    current.save(update_fields=["answer", "answer_reason", "answered_at", "answered_by"])
    _event(record, by, at, f"meeting_{answer}", f"{govuk_date(current.held_on)}. {reason}".strip())


def _attended(case: CaseFile, investigator: User, prosecutor: User) -> None:
    """Guard: an investigator and a prosecutor of the case. Up to two queries for their roles."""
    if actor_on(case, investigator, INVESTIGATES) is None:
        raise RuleBroken("Select an investigator who works on the case", field="investigator")
    if actor_on(case, prosecutor, PROSECUTES) is None:
        raise RuleBroken("Select a prosecutor of the area", field="prosecutor")
    if investigator.pk == prosecutor.pk:
        raise RuleBroken("Select two different people", field="prosecutor")


def _event(record: ChargingDecision, by: Actor, at: datetime, verb: str, reason: str) -> None:
    event_record(
        case=record.case_file, by=by, at=at, route=record.route, verb=verb, subject=record.pk, reason=reason
    )
