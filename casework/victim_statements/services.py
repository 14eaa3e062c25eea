"""The verbs of the offers (Code of Practice for Victims of Crime 2020, right 7)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from casework.access.policy import Actor
from casework.casefiles.models import Victim
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.guards import day_happened
from casework.routes.services import position_require, record_move
from casework.victim_statements.checkpoints import vps_checkpoint_set_when_declined
from casework.victim_statements.court import before_sentence
from casework.victim_statements.models import VpsCheckpoint, VpsOffer

Position = VpsOffer.Position
Update = VpsCheckpoint.Position


def vps_open(*, victim: Victim, at: datetime) -> VpsOffer:
    """Every victim is to be offered a statement. One query."""
    return VpsOffer.objects.create(case_file=victim.case_file, victim=victim, opened_at=at, moved_at=at)


@in_transaction
def vps_offer(
    *,
    record: VpsOffer,
    by: Actor,
    at: datetime,
    offered_on: date,
    offered_how: str,
    explained: list[str],
    explained_by: str,
) -> None:
    """The statement was explained and offered. `explained_by` is empty where that was who records it.

    Raises RuleBroken for a day before the report or to come, and where nothing was explained.
    """
    position_require(record, Position.OFFER)
    _happened(offered_on, at, record.case_file.reported_on, "The date of the offer", "offered_on")
    if not explained:
        raise RuleBroken("Select what you explained", field="explained")
    record_move(
        record=record,
        to=Position.ANSWER,
        by=by,
        at=at,
        verb="offered",
        offered_on=offered_on,
        offered_how=offered_how,
        explained=explained,
        explained_by=explained_by,
    )


@in_transaction
def vps_want(*, record: VpsOffer, by: Actor, at: datetime, answered_on: date) -> None:
    """The victim wants to make a statement."""
    position_require(record, Position.ANSWER)
    _happened(answered_on, at, record.offered_on, "The date of the answer", "answered_on")
    record_move(record=record, to=Position.TAKE, by=by, at=at, verb="wanted", answered_on=answered_on)


@in_transaction
def vps_decline(
    *, record: VpsOffer, by: Actor, at: datetime, answered_on: date, declined_reason: str
) -> None:
    """The victim does not want one now, and need not say why; it is offered again after some days."""
    position_require(record, Position.ANSWER)
    _happened(answered_on, at, record.offered_on, "The date of the answer", "answered_on")
    record_move(
        record=record,
        to=Position.DECLINED,
        by=by,
        at=at,
        verb="declined",
        answered_on=answered_on,
        declined_reason=declined_reason,
    )
    vps_checkpoint_set_when_declined(record=record, declined_on=answered_on, at=at)


@in_transaction
def vps_ask(*, record: VpsOffer, by: Actor, at: datetime, asked_on: date) -> None:
    """The victim asks, without being offered it again, to make a statement or a further one.

    Raises RuleBroken for a day to come, and once sentence is passed.
    """
    position_require(record, Position.HELD, Position.DECLINED)
    _happened(asked_on, at, record.offered_on, "The date of the request", "asked_on")
    before_sentence(record.case_file, asked_on, field="asked_on")
    record_move(
        record=record,
        to=Position.TAKE,
        by=by,
        at=at,
        verb="asked",
        answered_on=asked_on,
        round=record.round + 1,
    )


@in_transaction
def vps_update_want(*, record: VpsCheckpoint, by: Actor, at: datetime) -> None:
    """Offered again: the victim wants to make a statement, or to add to it."""
    position_require(record, *VpsCheckpoint.OFFERS)
    _answered(record, Update.TAKE, by, at, "update_wanted")


@in_transaction
def vps_update_no_change(*, record: VpsCheckpoint, by: Actor, at: datetime) -> None:
    """Offered again: the victim wants no change."""
    position_require(record, *VpsCheckpoint.OFFERS)
    _answered(record, Update.NO_CHANGE, by, at, "update_not_wanted")


def _answered(record: VpsCheckpoint, to: Update, by: Actor, at: datetime, verb: str) -> None:
    record_move(record=record, to=to, by=by, at=at, verb=verb, offered_on=timezone.localdate(at))


def _happened(day: date, at: datetime, since: date | None, what: str, field: str) -> None:
    day_happened(day, at=at, since=since, what=what, field=field)
