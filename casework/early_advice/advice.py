"""The verbs of the advice: given, asked for again, added to. What was recorded is never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from casework.access.policy import Actor
from casework.bad_character.checkpoints.opening import bad_character_checkpoint_at_advice
from casework.casefiles.models import Suspect
from casework.database import in_transaction
from casework.deadlines.counted import Counted
from casework.early_advice.lines import lines_direct, sections_have_lines
from casework.early_advice.models import EarlyAdviceRequest
from casework.early_advice.record_models import AdviceRecord
from casework.errors import RuleBroken
from casework.guards import day_happened, day_to_come
from casework.people.roles import Side
from casework.police_outcomes.guards import case_not_ended
from casework.routes.services import position_require, record_move
from casework.rows import row_insert
from casework.whose_clock.services import clock_restart_sent

Position = EarlyAdviceRequest.Position


@in_transaction
def early_advice_give(*, record: EarlyAdviceRequest, by: Actor, at: datetime, **advice: Any) -> None:
    """Record the advice as its next version. `advice` is as for `_version_keep`."""
    position_require(record, Position.ADVISE)
    version = _version_keep(record, by, at, **advice)
    _to_acknowledge(record, by, at, "advised" if version == 1 else "advised_again")
    bad_character_checkpoint_at_advice(case=record.case_file, at=at)
    clock_restart_sent(case=record.case_file, side=Side.CPS, by=by, at=at)


@in_transaction
def early_advice_add(*, record: EarlyAdviceRequest, by: Actor, at: datetime, **advice: Any) -> None:
    """Further advice that nobody asked for, as the next version; the police acknowledge it too.

    Raises RuleBroken in a case that the police have ended.
    """
    position_require(record, Position.ACKNOWLEDGE, Position.ADVISED)
    case_not_ended(record.case_file)
    _version_keep(record, by, at, **advice)
    _to_acknowledge(record, by, at, "advised_again")


@in_transaction
def early_advice_follow_up_ask(
    *, record: EarlyAdviceRequest, by: Actor, at: datetime, follow_up: str
) -> None:
    """Ask for a further consultation. It goes to the prosecutor who advised, without another triage.

    Raises RuleBroken in a case that the police have ended.
    """
    position_require(record, Position.ADVISED)
    case_not_ended(record.case_file)
    record_move(
        record=record,
        to=Position.ADVISE,
        by=by,
        at=at,
        verb="follow_up_asked",
        reason=follow_up,
        follow_up=follow_up,
        round=record.round + 1,
    )
    clock_restart_sent(case=record.case_file, side=Side.POLICE, by=by, at=at)


def early_advice_counted(record: EarlyAdviceRequest, opened_on: date) -> Counted:
    """From when the advice is awaited, and so by when it is to be given, if its step is opened on that day.

    The period is that of the CPS National Operating Model for adult rape prosecution (July 2023),
    which does not say from when it runs: the setting does. A follow-up is counted from its own day.
    Up to one query.
    """
    return Counted("EARLY_ADVICE", opened_on if record.follow_up else _counted_from(record, opened_on))


def _counted_from(record: EarlyAdviceRequest, opened_on: date) -> date:
    trigger = settings.CASEWORK_EARLY_ADVICE_TRIGGER
    if trigger == "requested" and record.requested_at:
        return timezone.localdate(record.requested_at)
    if trigger == "suspect_identified":
        known = Suspect.objects.filter(case_file=record.case_file_id, identified_on__isnull=False)
        days = known.order_by("identified_on").values_list("identified_on", flat=True)
        return days.first() or opened_on
    return opened_on


def _to_acknowledge(record: EarlyAdviceRequest, by: Actor, at: datetime, verb: str) -> None:
    record_move(
        record=record,
        to=Position.ACKNOWLEDGE,
        by=by,
        at=at,
        verb=verb,
        prosecutor=by.principal,
        follow_up="",
    )


def _version_keep(
    record: EarlyAdviceRequest,
    by: Actor,
    at: datetime,
    *,
    mode: str,
    advised_on: date,
    attendees: str,
    conclusion: str,
    next_contact_on: date | None,
    lines: list[dict[str, Any]],
    **sections: str,
) -> int:
    """Keep the next version of the advice with its lines of inquiry; its number.

    Raises RuleBroken when nothing is said, for a consultation before the request or to come, for a
    next contact that is not to come, and what `sections_have_lines` and `lines_direct` raise.
    """
    requested_on = timezone.localdate(record.requested_at) if record.requested_at else None
    day_happened(advised_on, at=at, since=requested_on, what="The date of the advice", field="advised_on")
    if next_contact_on:
        day_to_come(next_contact_on, at=at, what="The date of the next contact", field="next_contact_on")
    if not lines and not any(sections.values()):
        raise RuleBroken("Enter advice in at least one section", field="reasonable_lines")
    sections_have_lines(sections, lines)
    advice = AdviceRecord(
        request=record,
        version=record.advice.count() + 1,
        mode=mode,
        advised_on=advised_on,
        attendees=attendees,
        follow_up=record.follow_up,
        conclusion=conclusion,
        next_contact_on=next_contact_on,
        by=by.person,
        on_behalf_of=by.on_behalf_of,
        at=at,
        **sections,
    )
    row_insert(advice)
    lines_direct(advice=advice, at=at, lines=lines)
    return advice.version
