"""Serving what the CPS holds: opened when a hearing is listed, and following it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.deadlines.counted import Counted
from casework.routes.facts import facts_reinstate, facts_withdraw
from casework.routes.made import record_made, record_moved
from casework.routes.services import record_move
from casework.victim_statements.court import Court
from casework.victim_statements.dates import date_follow
from casework.victim_statements.serving_models import VpsService
from casework.victim_statements.statement_models import VictimPersonalStatement

Position = VpsService.Position
RELISTED = "The hearing for which it is served was listed for another day"
ACQUITTED = "Every defendant has been acquitted, so the court will not hear it"


def services_anchor(*, case: CaseFile, court: Court, by: Actor, at: datetime) -> None:
    """Open a service for each statement that the CPS holds, and have those under way follow the facts.

    Two queries, and those of what is opened or moved. Called again it changes nothing.
    """
    for service in _services(case):
        if service.comes_back and not _is_acquitted(court):
            facts_reinstate(service, by=by, at=at)
        if service.withdrawn_at is None:
            _follow(service, court, by, at)
    if court.hearing_on and not court.is_over:
        for statement in _to_be_served(case):
            _open(case, statement, serve_counted(court.hearing_on, timezone.localdate(at)), at)


def serve_counted(hearing_on: date | None, received_on: date) -> Counted:
    """By when a statement is served: before the hearing, or at once where that day has come."""
    at_once = Counted("VPS_SERVE_LATE", received_on)
    if hearing_on is None:
        return at_once
    before = Counted("VPS_SERVE", hearing_on)
    return before if before.due_on >= at_once.due_on else at_once


def _follow(service: VpsService, court: Court, by: Actor, at: datetime) -> None:
    if _is_acquitted(court):
        if service.owed_by:
            facts_withdraw(service, by=by, at=at, reason=ACQUITTED)
    elif service.position == Position.SERVE and court.hearing_on:
        received_on = timezone.localdate(service.moved_at)
        date_follow(service, serve_counted(court.hearing_on, received_on), by=by, at=at, reason=RELISTED)
    elif service.position == Position.SERVED and court.sentence_on:
        _to_court(service, court.sentence_on, by, at)
    elif service.position == Position.COURT and court.sentence_on:
        date_follow(service, Counted("VPS_COURT", court.sentence_on), by=by, at=at, reason=RELISTED)
    elif service.position == Position.COURT:
        record_move(record=service, to=Position.SERVED, by=by, at=at, verb="not_for_sentence")
        record_moved(service)


def _is_acquitted(court: Court) -> bool:
    return court.is_over and court.convicted_on is None


def _to_court(service: VpsService, sentence_on: date, by: Actor, at: datetime) -> None:
    """Somebody is convicted, and the sentence has its day: what the court does is to be recorded."""
    counted = Counted("VPS_COURT", sentence_on)
    record_move(
        record=service,
        to=Position.COURT,
        by=by,
        at=at,
        verb="for_sentence",
        due_on=counted.due_on,
        rule=counted.code,
        since=counted.since,
    )
    record_moved(service)


def _services(case: CaseFile) -> list[VpsService]:
    found = list(VpsService.objects.filter(case_file=case).select_related("statement__victim"))
    for service in found:
        service.case_file = case
    return found


def _to_be_served(case: CaseFile) -> Iterable[VictimPersonalStatement]:
    held = VictimPersonalStatement.objects.filter(victim__case_file=case, receipt__isnull=False)
    return held.filter(service__isnull=True).select_related("victim")


def _open(case: CaseFile, statement: VictimPersonalStatement, counted: Counted, at: datetime) -> None:
    VpsService.objects.create(
        case_file=case,
        statement=statement,
        due_on=counted.due_on,
        rule=counted.code,
        since=counted.since,
        opened_at=at,
        moved_at=at,
    )
    record_made("vps_service")
