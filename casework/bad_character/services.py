"""The verbs of bad character before the court: considered, reviewed, decided, and begun again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from casework.access.policy import Actor
from casework.bad_character.guards import (
    CheckMade,
    Propensity,
    checks_complete,
    contamination_explained,
    gateways_explained,
    items_assessed,
    items_chosen,
    propensity_reasoned,
    under_14_explained,
)
from casework.bad_character.models import BadCharacterConsideration, Decision
from casework.bad_character.notices.following import notices_follow
from casework.bad_character.record_models import (
    BadCharacterCheck,
    BadCharacterDecision,
    BadCharacterItem,
    BadCharacterReview,
    PoliceReturn,
)
from casework.bad_character.reopening import checkpoints_answer, round_begin
from casework.casefiles.models import Suspect
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.guards import day_to_come
from casework.pages.dates import govuk_date
from casework.police_outcomes.guards import case_not_ended
from casework.routes.services import position_require, record_move

Position = BadCharacterConsideration.Position
NOTHING_FOUND = "The police found no bad character, so there is nothing to apply for"


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
    checks: list[CheckMade],
    items: list[dict[str, Any]],
    mg16_reference: str = "",
    others_note: str = "",
) -> None:
    """Record the checks, each made or not made for a reason, and what they found.

    It is a nil return when neither this round nor one before found anything. `others_note` is on the
    bad character of victims and witnesses, which is kept apart (section 100).
    """
    position_require(record, Position.CONSIDER)
    checks_complete(checks, at=at)
    found_before = record.items.count()
    nil = not items and not found_before
    said = PoliceReturn.objects.create(
        **_said_now(record, by, at),
        asked=record.return_reason,
        mg16_reference=mg16_reference,
        others_note=others_note,
    )
    BadCharacterCheck.objects.bulk_create(
        BadCharacterCheck(police_return=said, **check._asdict()) for check in checks
    )
    BadCharacterItem.objects.bulk_create(
        BadCharacterItem(consideration=record, round=record.round, number=number, **item)
        for number, item in enumerate(items, start=found_before + 1)
    )
    record_move(
        record=record,
        to=Position.REVIEW,
        by=by,
        at=at,
        verb="considered_nil" if nil else "considered",
        nil_return=nil,
        considered_at=at,
        decision="" if nil else Decision.PROPOSED,
    )


@in_transaction
def bad_character_review(
    *,
    record: BadCharacterConsideration,
    by: Actor,
    at: datetime,
    assessment: str,
    of_items: dict[int, str],
    propensity: Propensity,
    contamination: str = "",
    contamination_note: str = "",
    under_14_note: str = "",
    **notes: str,
) -> None:
    """The prosecutor's assessment, as a whole and of each item (by number); the decision follows.

    `notes` are those of a BadCharacterReview: fairness_note, cross_note, others_note. Raises RuleBroken
    where an item is not assessed, and where propensity (section 103), contamination (section 107) or a
    conviction before the age of 14 (section 108) is not explained. Two queries beside the writes.
    """
    position_require(record, Position.REVIEW)
    found = list(record.items.all())
    under_14_explained(record.suspect, found, under_14_note)
    contamination_explained(contamination, contamination_note)
    BadCharacterReview.objects.create(
        **_said_now(record, by, at),
        assessment=assessment,
        items=items_assessed(found, of_items),
        **propensity_reasoned(found, propensity)._asdict(),
        contamination=contamination,
        contamination_note=contamination_note,
        under_14_note=under_14_note,
        **notes,
    )
    record_move(record=record, to=Position.DECIDE, by=by, at=at, verb="reviewed", prosecutor=by.principal)


@in_transaction
def bad_character_ask_more(
    *, record: BadCharacterConsideration, by: Actor, at: datetime, return_reason: str
) -> None:
    """Ask the police to look again; what they recorded stays."""
    position_require(record, Position.REVIEW)
    round_begin(record, by=by, at=at, verb="returned", reason=return_reason)


@in_transaction
def bad_character_pursue(
    *,
    record: BadCharacterConsideration,
    by: Actor,
    at: datetime,
    gateways: dict[str, dict[str, str]],
    items: list[int],
    reasons: str,
) -> None:
    """Decide to put items (by number) before the court, through gateways of section 101(1).

    `gateways` holds by code the answer to each thing that the gateway needs. A notice is to be served
    once a not guilty plea stands.
    """
    position_require(record, Position.DECIDE)
    if record.nil_return:
        raise RuleBroken(NOTHING_FOUND)
    _decision_keep(
        record,
        by,
        at,
        decision=Decision.AUTHORISED,
        gateways=gateways_explained(gateways, at=at),
        items=items_chosen(list(record.items.all()), items),
        reasons=reasons,
    )
    record_move(
        record=record,
        to=Position.PURSUED,
        by=by,
        at=at,
        verb="pursued",
        reason=reasons,
        decision=Decision.AUTHORISED,
    )
    notices_follow(case=record.case_file, by=by, at=at)


@in_transaction
def bad_character_leave(*, record: BadCharacterConsideration, by: Actor, at: datetime, reasons: str) -> None:
    """Decide that bad character is not applied for, with the reasons; a notice on it is no longer wanted."""
    position_require(record, Position.DECIDE)
    decision = Decision.NONE_KNOWN if record.nil_return else Decision.NOT_APPLICABLE
    _decision_keep(record, by, at, decision=decision, reasons=reasons)
    record_move(
        record=record,
        to=Position.NOT_PURSUED,
        by=by,
        at=at,
        verb="not_pursued",
        reason=reasons,
        decision=decision,
    )
    notices_follow(case=record.case_file, by=by, at=at)


@in_transaction
def bad_character_wait(
    *, record: BadCharacterConsideration, by: Actor, at: datetime, reasons: str, material_by: date
) -> None:
    """No decision before material is in, which is looked at by a day."""
    position_require(record, Position.DECIDE)
    day_to_come(material_by, at=at, what="The date for the material", field="material_by")
    _decision_keep(record, by, at, decision=Decision.PENDING, reasons=reasons)
    record_move(
        record=record,
        to=Position.PENDING,
        by=by,
        at=at,
        verb="material_awaited",
        reason=reasons,
        decision=Decision.PENDING,
        material_by=material_by,
    )


@in_transaction
def bad_character_look(*, record: BadCharacterConsideration, by: Actor, at: datetime, what_came: str) -> None:
    """What was waited for is in, or will not come: the prosecutor reviews again, a round on."""
    position_require(record, Position.PENDING)
    record_move(
        record=record,
        to=Position.REVIEW,
        by=by,
        at=at,
        verb="material_in",
        reason=what_came,
        round=record.round + 1,
    )
    checkpoints_answer(record, by=by, at=at)


@in_transaction
def bad_character_wait_on(
    *, record: BadCharacterConsideration, by: Actor, at: datetime, reason: str, material_by: date
) -> None:
    """The material is not in yet: it is looked at again by another day."""
    position_require(record, Position.PENDING)
    day_to_come(material_by, at=at, what="The date for the material", field="material_by")
    record_move(
        record=record,
        to=Position.PENDING,
        by=by,
        at=at,
        verb="material_awaited_on",
        reason=f"{reason} (to be looked at by {govuk_date(material_by)})",
        material_by=material_by,
    )


@in_transaction
def bad_character_new(
    *, record: BadCharacterConsideration, by: Actor, at: datetime, what_is_new: str
) -> None:
    """Something new has come: the police consider it, and the review and the decision follow, a round on.

    Raises RuleBroken in a case that the police have ended.
    """
    position_require(record, Position.REVIEW, Position.DECIDE, *BadCharacterConsideration.DECIDED)
    case_not_ended(record.case_file)
    round_begin(record, by=by, at=at, verb="reopened", reason=what_is_new)


def _decision_keep(record: BadCharacterConsideration, by: Actor, at: datetime, **said: Any) -> None:
    BadCharacterDecision.objects.create(**_said_now(record, by, at), **said)


def _said_now(record: BadCharacterConsideration, by: Actor, at: datetime) -> dict[str, Any]:
    return {"consideration": record, "round": record.round, "by": by.person, "at": at}
