"""Histories for the cases of the filled queue: records of the main line, and the events that moved them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.db import connection

from bench.unaudited import unaudited
from casework.casefiles.models import CaseFile, Suspect
from casework.charging.models import ChargingDecision, ChargingRequest
from casework.early_advice.models import EarlyAdviceRequest
from casework.events.models import Event
from casework.file_review.models import FileSubmission
from casework.routes.models import RouteRecord

BATCH = 2_000
# What else is recorded of a case: claims, people, statements, bad character.
OTHERS = 15
ADVICE, FILE, DECISION = EarlyAdviceRequest.Position, FileSubmission.Position, ChargingDecision.Position
WAYS: dict[type[RouteRecord], tuple[str, ...]] = {
    EarlyAdviceRequest: (ADVICE.CONSIDER, ADVICE.TRIAGE, ADVICE.ADVISE, ADVICE.ACKNOWLEDGE, ADVICE.ADVISED),
    FileSubmission: (
        *(FILE.PREPARE, FILE.SIGN_OFF, FILE.REVIEW, FILE.CORRECT),
        *(FILE.SIGN_OFF, FILE.REVIEW, FILE.ACCEPTED),
    ),
    ChargingRequest: (ChargingRequest.Position.TRIAGE, ChargingRequest.Position.ACCEPTED),
    ChargingDecision: (DECISION.REVIEW, DECISION.WAITING, DECISION.REVIEW, DECISION.CHARGED),
}


def histories_fill() -> int:
    """Give every case its records and their events; how many events comes back."""
    everyone = list(CaseFile.objects.order_by("pk"))
    with unaudited():
        for start in range(0, len(everyone), BATCH):
            _fill(everyone[start : start + BATCH])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    return Event.objects.count()


def _fill(cases: list[CaseFile]) -> None:
    suspects = [Suspect(case_file=case, reference="S1", family_name="Bench") for case in cases]
    Suspect.objects.bulk_create(suspects)
    for model, way in WAYS.items():
        records = [
            _record(model, case, suspect, way[-1]) for case, suspect in zip(cases, suspects, strict=True)
        ]
        model._default_manager.bulk_create(records)
        Event.objects.bulk_create(event for record in records for event in _moves(record, way))
    Event.objects.bulk_create(event for case in cases for event in _others(case))


def _record(model: type[Any], case: CaseFile, suspect: Suspect, position: str) -> RouteRecord:
    of = {"suspect": suspect} if model is ChargingDecision else {}
    at = case.registered_at
    return model(case_file=case, position=position, opened_at=at, moved_at=at, **of)


def _moves(record: RouteRecord, way: tuple[str, ...]) -> Iterator[Event]:
    for number, (moved_from, moved_to) in enumerate(pairwise(way), start=1):
        at = record.opened_at + timedelta(minutes=number)
        about = {"case_file_id": record.case_file_id, "subject": record.pk, "route": record.route}
        yield Event(verb="moved", at=at, moved_from=moved_from, moved_to=moved_to, **about)


def _others(case: CaseFile) -> Iterator[Event]:
    for number in range(OTHERS):
        yield Event(
            case_file=case,
            verb="claimed",
            at=case.registered_at + timedelta(minutes=number),
            route="casefiles",
        )
