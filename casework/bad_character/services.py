"""The verbs of bad character (Criminal Justice Act 2003, sections 98 to 113)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from casework.access.policy import Actor
from casework.bad_character.models import BadCharacterConsideration, BadCharacterItem
from casework.casefiles.models import Suspect
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.guards import day_happened
from casework.routes.services import position_require, record_move

Position = BadCharacterConsideration.Position


def bad_character_open(*, suspect: Suspect, at: datetime) -> BadCharacterConsideration:
    """Bad character is considered for every suspect. One query."""
    return BadCharacterConsideration.objects.create(
        case_file=suspect.case_file, suspect=suspect, opened_at=at, moved_at=at
    )


@in_transaction
def bad_character_consider(
    *,
    record: BadCharacterConsideration,
    by: Actor,
    at: datetime,
    pnc_checked_on: date,
    pnd_checked_on: date,
    local_checked_on: date,
    items: list[dict[str, Any]],
) -> None:
    """Record the checks that were made and what they found.

    It is a nil return when neither this round nor one before found anything.
    """
    position_require(record, Position.CONSIDER)
    for name, day in (("pnc", pnc_checked_on), ("pnd", pnd_checked_on), ("local", local_checked_on)):
        day_happened(day, at=at, since=None, what="The date of a check", field=f"{name}_checked_on")
    nil = not items and not record.items.exists()
    record_move(
        record=record,
        to=Position.REVIEW,
        by=by,
        at=at,
        verb="considered_nil" if nil else "considered",
        nil_return=nil,
        considered_at=at,
        considered_by=by.person,
        pnc_checked_on=pnc_checked_on,
        pnd_checked_on=pnd_checked_on,
        local_checked_on=local_checked_on,
    )
    BadCharacterItem.objects.bulk_create(
        BadCharacterItem(consideration=record, round=record.round, **item) for item in items
    )


@in_transaction
def bad_character_review(
    *, record: BadCharacterConsideration, by: Actor, at: datetime, assessment: str
) -> None:
    """The prosecutor's assessment; the decision follows."""
    position_require(record, Position.REVIEW)
    record_move(
        record=record,
        to=Position.DECIDE,
        by=by,
        at=at,
        verb="reviewed",
        assessment=assessment,
        prosecutor=by.principal,
    )


@in_transaction
def bad_character_ask_more(
    *, record: BadCharacterConsideration, by: Actor, at: datetime, return_reason: str
) -> None:
    """Ask the police to look again; what they recorded stays."""
    position_require(record, Position.REVIEW)
    record_move(
        record=record,
        to=Position.CONSIDER,
        by=by,
        at=at,
        verb="returned",
        reason=return_reason,
        return_reason=return_reason,
        round=record.round + 1,
    )


@in_transaction
def bad_character_pursue(
    *, record: BadCharacterConsideration, by: Actor, at: datetime, gateways: list[str], reasons: str
) -> None:
    """Decide to put bad character before the court, through gateways of section 101(1)."""
    position_require(record, Position.DECIDE)
    if record.nil_return:
        raise RuleBroken("The police found no bad character, so there is nothing to apply for")
    if not gateways:
        raise RuleBroken("Select the gateways", field="gateways")
    record_move(
        record=record,
        to=Position.PURSUED,
        by=by,
        at=at,
        verb="pursued",
        reason=reasons,
        gateways=gateways,
        reasons=reasons,
        decided_at=at,
    )


@in_transaction
def bad_character_leave(*, record: BadCharacterConsideration, by: Actor, at: datetime, reasons: str) -> None:
    """Decide that bad character is not applied for, with the reasons."""
    position_require(record, Position.DECIDE)
    record_move(
        record=record,
        to=Position.NOT_PURSUED,
        by=by,
        at=at,
        verb="not_pursued",
        reason=reasons,
        reasons=reasons,
        decided_at=at,
    )
