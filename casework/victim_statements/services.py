"""The verbs of the victim personal statement (Code of Practice for Victims of Crime 2020, right 7)."""

from __future__ import annotations

from datetime import date, datetime

from casework.access.policy import Actor
from casework.casefiles.models import Victim
from casework.database import in_transaction
from casework.guards import day_happened
from casework.routes.services import position_require, record_move
from casework.victim_statements.models import VictimPersonalStatement, VpsCheckpoint, VpsOffer

Position = VpsOffer.Position
Update = VpsCheckpoint.Position


def vps_open(*, victim: Victim, at: datetime) -> VpsOffer:
    """Every victim is to be offered a statement. One query."""
    return VpsOffer.objects.create(case_file=victim.case_file, victim=victim, opened_at=at, moved_at=at)


@in_transaction
def vps_offer(*, record: VpsOffer, by: Actor, at: datetime, offered_on: date) -> None:
    """The statement was explained and offered."""
    position_require(record, Position.OFFER)
    _happened(offered_on, at, record.case_file.reported_on, "The date of the offer", "offered_on")
    record_move(record=record, to=Position.ANSWER, by=by, at=at, verb="offered", offered_on=offered_on)


@in_transaction
def vps_want(*, record: VpsOffer, by: Actor, at: datetime, answered_on: date) -> None:
    """The victim wants to make a statement."""
    position_require(record, Position.ANSWER)
    _happened(answered_on, at, record.offered_on, "The date of the answer", "answered_on")
    record_move(record=record, to=Position.TAKE, by=by, at=at, verb="wanted", answered_on=answered_on)


@in_transaction
def vps_decline(*, record: VpsOffer, by: Actor, at: datetime, answered_on: date) -> None:
    """The victim does not want one now; the checkpoints offer it again."""
    position_require(record, Position.ANSWER)
    _happened(answered_on, at, record.offered_on, "The date of the answer", "answered_on")
    record_move(record=record, to=Position.DECLINED, by=by, at=at, verb="declined", answered_on=answered_on)


def _happened(day: date, at: datetime, since: date | None, what: str, field: str) -> None:
    day_happened(day, at=at, since=since, what=what, field=field)


@in_transaction
def vps_take(
    *, record: VpsOffer | VpsCheckpoint, by: Actor, at: datetime, made_on: date, read_aloud: str
) -> None:
    """A statement was made, first or further, with what the victim wants done with it in court."""
    position_require(record, Position.TAKE)
    _happened(made_on, at, record.case_file.reported_on, "The date of the statement", "made_on")
    VictimPersonalStatement.objects.create(
        victim=record.victim, made_on=made_on, read_aloud=read_aloud, recorded_at=at, recorded_by=by.person
    )
    record_move(record=record, to=Position.RECEIVE, by=by, at=at, verb="taken")


@in_transaction
def vps_receive(*, record: VpsOffer, by: Actor, at: datetime) -> None:
    """The CPS holds the statement and the preference."""
    position_require(record, Position.RECEIVE)
    record_move(record=record, to=Position.HELD, by=by, at=at, verb="received")


@in_transaction
def vps_update_want(*, record: VpsCheckpoint, by: Actor, at: datetime) -> None:
    """Offered again: the victim wants to add to the statement."""
    position_require(record, Update.OFFER)
    record_move(record=record, to=Update.TAKE, by=by, at=at, verb="update_wanted")


@in_transaction
def vps_update_no_change(*, record: VpsCheckpoint, by: Actor, at: datetime) -> None:
    """Offered again: the victim wants no change."""
    position_require(record, Update.OFFER)
    record_move(record=record, to=Update.NO_CHANGE, by=by, at=at, verb="update_not_wanted")


@in_transaction
def vps_update_receive(*, record: VpsCheckpoint, by: Actor, at: datetime) -> None:
    """The CPS holds the further statement."""
    position_require(record, Update.RECEIVE)
    record_move(record=record, to=Update.UPDATED, by=by, at=at, verb="update_received")
