"""The verbs of telling a victim: the contact, the attempt at one, and the victim's wish not to be told.

Code of Practice for Victims of Crime 2020, rights 6, 8 and 9. Nothing else closes such a duty.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from casework.access.policy import Actor
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.guards import day_happened, day_to_come
from casework.pages.dates import govuk_date
from casework.routes.services import position_require, record_date_move, record_move
from casework.victim_contacts.duties import OPEN
from casework.victim_contacts.models import ContactEntry, ContactPlan, VictimContact
from casework.victim_contacts.selectors import plan_of
from casework.victim_contacts.updates import update_agree

Position = VictimContact.Position


@in_transaction
def victim_contact_record(
    *,
    record: VictimContact,
    by: Actor,
    at: datetime,
    on: date,
    channel: str,
    said: str,
    questions: str,
    next_on: date | None,
) -> None:
    """The victim was told. The next update, where one was agreed, is a duty with that date.

    Raises RuleBroken for a day before what is told or to come, while the victim wants no contact, and
    without a next update where the contact plan asks for updates in between.
    """
    position_require(record, *OPEN)
    _happened(record, on, at, "The date of the contact")
    plan = _contact_wanted(record, on)
    if next_on:
        day_to_come(next_on, at=at, what="The date of the next update", field="next_on")
    elif plan and plan.frequency:
        raise RuleBroken(
            "Enter the date of the next update, which the contact plan asks for", field="next_on"
        )
    _log(
        record, by, at, reached=True, on=on, channel=channel, said=said, questions=questions, next_on=next_on
    )
    how = f"{ContactEntry.Channel(channel).label}, {govuk_date(on)}"
    record_move(record=record, to=Position.TOLD, by=by, at=at, verb="told", reason=how)
    if next_on:
        update_agree(told=record, on=next_on, by=by, at=at)


@in_transaction
def victim_contact_attempt(
    *, record: VictimContact, by: Actor, at: datetime, on: date, channel: str, why_not: str, next_on: date
) -> None:
    """The victim could not be told: the duty stays open, until the next date to try.

    Raises RuleBroken for a day before what is to be told or to come, for a next date that is not to come,
    and while the victim wants no contact.
    """
    position_require(record, *OPEN)
    _happened(record, on, at, "The date of the attempt")
    _contact_wanted(record, on)
    day_to_come(next_on, at=at, what="The next date to try", field="next_on")
    _log(record, by, at, reached=False, on=on, channel=channel, why_not=why_not, next_on=next_on)
    event_record(
        case=record.case_file,
        by=by,
        at=at,
        route=record.route,
        verb="attempted",
        subject=record.pk,
        reason=f"{ContactEntry.Channel(channel).label}, {govuk_date(on)}",
    )
    why = "The victim could not be reached"
    record_date_move(record=record, field="due_on", to=next_on, by=by, at=at, reason=why)


@in_transaction
def victim_contact_leave(*, record: VictimContact, by: Actor, at: datetime, reason: str) -> None:
    """The victim has said that they do not want to be told of this, or of such things."""
    position_require(record, *OPEN)
    record_move(record=record, to=Position.NOT_WANTED, by=by, at=at, verb="not_wanted", reason=reason)


def _happened(record: VictimContact, day: date, at: datetime, what: str) -> None:
    day_happened(day, at=at, since=record.since_on, what=what, field="on")


def _contact_wanted(record: VictimContact, day: date) -> ContactPlan | None:
    """Guard: the victim's plan, which comes back, does not say that they want no contact. One query."""
    plan = plan_of(record.victim_id)
    if plan and plan.stops(day):
        until = f" until {govuk_date(plan.stop_until)}" if plan.stop_until else ""
        raise RuleBroken(
            f"The victim wants no contact{until}. Change the contact plan first if that is no longer so"
        )
    return plan


def _log(record: VictimContact, by: Actor, at: datetime, **said: Any) -> None:
    ContactEntry.objects.create(duty=record, tell=record.tell, recorded_at=at, recorded_by=by.person, **said)
