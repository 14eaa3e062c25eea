"""The verbs of the statements: taken, received, a copy given, the preference changed. Nothing is overwritten.

Code of Practice for Victims of Crime 2020, right 7; Criminal Justice Act 1967, section 9.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from casework.access.policy import Actor
from casework.database import in_transaction
from casework.documents.models import Document
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.guards import day_happened
from casework.routes.services import position_require, record_move
from casework.victim_statements.court import before_sentence, court_of
from casework.victim_statements.models import VpsCheckpoint, VpsOffer
from casework.victim_statements.serving import service_reopen
from casework.victim_statements.serving_anchor import services_anchor
from casework.victim_statements.statement_models import (
    ReadAloud,
    VictimPersonalStatement,
    VpsCopy,
    VpsPreference,
    VpsReceipt,
)

Position = VpsOffer.Position
# Where a victim may have made one: at the first offer, or at one after it was declined.
WITH_A_STATEMENT = (Position.TAKE, Position.RECEIVE, Position.HELD, Position.DECLINED)
TAKEN_AT = VpsCheckpoint | VpsOffer
NO_CHANGE = "This is the preference that is recorded. Select another, or leave it as it is"


@in_transaction
def vps_take(
    *,
    record: TAKEN_AT,
    by: Actor,
    at: datetime,
    made_on: date,
    given_by: str,
    read_aloud: str,
    reader: str,
    defence_told: bool,
    document: Document | None,
) -> None:
    """A statement was made, first or further, with what the victim wants done with it in court.

    Raises RuleBroken for a day before the report, to come or after sentence, where nobody is named who
    reads it for the victim, and unless the victim was told that the defence sees it.
    """
    position_require(record, Position.TAKE)
    _happened(made_on, at, record.case_file.reported_on, "The date of the statement", "made_on")
    before_sentence(record.case_file, made_on, field="made_on")
    if not defence_told:
        raise RuleBroken(
            "Tell the victim, before they sign, that the defence sees the statement once it is served. "
            "Then confirm that you did",
            field="defence_told",
        )
    statement = VictimPersonalStatement.objects.create(
        victim=record.victim,
        number=record.victim.statements.count() + 1,
        made_on=made_on,
        given_by=given_by,
        defence_told=defence_told,
        subject=record.pk,
        document=document,
        recorded_at=at,
        recorded_by=by.person,
    )
    _prefer(statement, by, at, read_aloud=read_aloud, reader=reader, stated_on=made_on)
    record_move(record=record, to=Position.RECEIVE, by=by, at=at, verb="taken")


@in_transaction
def vps_receive(*, record: VpsOffer, by: Actor, at: datetime) -> None:
    """The CPS holds the statement and the preference."""
    position_require(record, Position.RECEIVE)
    record_move(record=record, to=Position.HELD, by=by, at=at, verb="received")
    _received(record, by, at)


@in_transaction
def vps_update_receive(*, record: VpsCheckpoint, by: Actor, at: datetime) -> None:
    """The CPS holds the further statement and its preference."""
    position_require(record, VpsCheckpoint.Position.RECEIVE)
    record_move(record=record, to=VpsCheckpoint.Position.UPDATED, by=by, at=at, verb="update_received")
    _received(record, by, at)


@in_transaction
def vps_preference_change(
    *,
    record: VpsOffer,
    by: Actor,
    at: datetime,
    statement: VictimPersonalStatement | None,
    read_aloud: str,
    reader: str,
    stated_on: date,
) -> None:
    """The victim wants something else done with a statement; what they said before is kept.

    One that was served is served again with it. Raises RuleBroken without a statement of the victim, for a
    day before it, to come or after sentence, without who reads it, and where nothing changes.
    """
    statement = _of_victim(record, statement)
    _happened(stated_on, at, statement.made_on, "The date of the change", "stated_on")
    before_sentence(record.case_file, stated_on, field="stated_on")
    standing = statement.preference
    if (standing.read_aloud, standing.reader) == (read_aloud, reader):
        raise RuleBroken(NO_CHANGE, field="read_aloud")
    _prefer(statement, by, at, read_aloud=read_aloud, reader=reader, stated_on=stated_on)
    _event(record, by, at, "preference_changed", f"{statement}")
    service_reopen(statement=statement, case=record.case_file, by=by, at=at)


@in_transaction
def vps_copy_give(
    *,
    record: VpsOffer,
    by: Actor,
    at: datetime,
    statement: VictimPersonalStatement | None,
    given_on: date,
    how: str,
) -> None:
    """The victim asked for a copy of a statement, and was given it.

    Raises RuleBroken without a statement of the victim, and for a day before it or to come.
    """
    statement = _of_victim(record, statement)
    _happened(given_on, at, statement.made_on, "The date of the copy", "given_on")
    VpsCopy.objects.create(
        statement=statement, given_on=given_on, how=how, recorded_at=at, recorded_by=by.person
    )
    _event(record, by, at, "copy_given", f"{statement}")


def _of_victim(record: VpsOffer, statement: VictimPersonalStatement | None) -> VictimPersonalStatement:
    position_require(record, *WITH_A_STATEMENT)
    if statement is None or statement.victim_id != record.victim_id:
        raise RuleBroken("Select a statement of this victim", field="statement")
    return statement


def _received(record: TAKEN_AT, by: Actor, at: datetime) -> None:
    """Keep that the CPS holds what was taken at this record, and serve it if a hearing is listed."""
    taken = VictimPersonalStatement.objects.filter(victim=record.victim_id, receipt__isnull=True)
    VpsReceipt.objects.bulk_create(
        VpsReceipt(statement=each, recorded_at=at, recorded_by=by.person)
        for each in taken.filter(Q(subject=record.pk) | Q(subject__isnull=True))
    )
    case = record.case_file
    services_anchor(case=case, court=court_of(case), by=by, at=at)


def _prefer(
    statement: VictimPersonalStatement,
    by: Actor,
    at: datetime,
    *,
    read_aloud: str,
    reader: str,
    stated_on: date,
) -> None:
    if read_aloud == ReadAloud.OTHER and not reader:
        raise RuleBroken("Enter who reads it for the victim", field="reader")
    VpsPreference.objects.create(
        statement=statement,
        read_aloud=read_aloud,
        reader=reader if read_aloud == ReadAloud.OTHER else "",
        stated_on=stated_on,
        recorded_at=at,
        recorded_by=by.person,
    )


def _event(record: VpsOffer, by: Actor, at: datetime, verb: str, reason: str) -> None:
    event_record(
        case=record.case_file,
        by=by,
        at=at,
        route=record.route,
        verb=verb,
        subject=record.pk,
        reason=f"{record.about}: {reason.lower()}",
    )


def _happened(day: date, at: datetime, since: date | None, what: str, field: str) -> None:
    day_happened(day, at=at, since=since, what=what, field=field)
