"""The event log of the cases for process mining: who did what when, in pseudonyms and codes alone.

It is made of the audit events. No text that somebody typed is even read from the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, BinaryIO

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from casework.event_log.kinds import CASE_ROUTE, kind_of_record
from casework.event_log.pseudonyms import Pseudonyms
from casework.event_log.xes import Attributes, Shape, Trace, log_write
from casework.events.models import Event
from casework.organisations.models import Organisation

AT_A_TIME = 2000
SHAPE = Shape(
    of_traces=("concept:name", "case", "kind", "route", "force", "area"),
    of_events=("concept:name", "lifecycle:transition", "time:timestamp", "route", "verb"),
    classifiers={
        "Activity": "concept:name lifecycle:transition",
        "Step": "concept:name",
        "Verb": "route verb",
    },
)
COLUMNS = (
    *("trace_route", "trace_record", "kind", "case_file_id", "force", "area", "at", "route", "verb", "step"),
    *("actor_id", "role", "organisation_name", "on_behalf_of_id", "handed_from_id", "handed_to_id"),
    *("moved_from", "moved_to"),
)
# What is done to the work itself, in the standard's lifecycle of an activity. Any other verb completes it.
TRANSITIONS = {
    "claimed": "assign",
    "assigned": "assign",
    "reassigned": "reassign",
    # The standard's word for an assignment that is revoked.
    "released": "withdraw",
    "held": "suspend",
    "hold_ended": "resume",
    "withdrawn": "pi_abort",
    "reinstated": "schedule",
    "retried": "start",
    "skipped": "manualskip",
    "moved": "unknown",
    "migrated": "unknown",
    "date_moved": "unknown",
    "date_directed": "unknown",
    "date_extended": "unknown",
    "date_agreed": "unknown",
}


@dataclass(frozen=True)
class Extent:
    """Which events are exported: of cases of one force, from one day to another, both included."""

    since: date | None = None
    until: date | None = None
    force: Organisation | None = None


def event_log_write(out: BinaryIO, *, pseudonyms: Pseudonyms, extent: Extent) -> int:
    """Write the log; the number of its traces comes back. One query, read as it is written."""
    return log_write(out, name="RASSO Casework", shape=SHAPE, traces=_traces(_events(extent), pseudonyms))


def _events(extent: Extent) -> QuerySet[Event, dict[str, Any]]:
    return (
        Event.objects.filter(_within(extent))
        .annotate(
            trace_route=CASE_ROUTE,
            trace_record=Coalesce("subject", "case_file_id"),
            kind=kind_of_record(),
            force=F("case_file__force__name"),
            area=F("case_file__area__name"),
            organisation_name=F("organisation__name"),
        )
        .order_by("case_file_id", "trace_route", "trace_record", "at", "id")
        .values(*COLUMNS)
    )


def _within(extent: Extent) -> Q:
    found = Q()
    if extent.since:
        found &= Q(at__gte=_midnight(extent.since))
    if extent.until:
        found &= Q(at__lt=_midnight(extent.until + timedelta(days=1)))
    if extent.force:
        found &= Q(case_file__force=extent.force)
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _traces(events: QuerySet[Event, dict[str, Any]], pseudonyms: Pseudonyms) -> Iterator[Trace]:
    rows = events.iterator(chunk_size=AT_A_TIME)
    for _, found in groupby(rows, key=itemgetter("case_file_id", "trace_route", "trace_record")):
        first = next(found)
        described = (_event(row, pseudonyms) for row in chain([first], found))
        yield Trace(_trace(first, pseudonyms), described)


def _trace(row: dict[str, Any], pseudonyms: Pseudonyms) -> Attributes:
    return {
        "concept:name": pseudonyms.name("record", row["trace_record"]),
        "case": pseudonyms.name("case", row["case_file_id"]),
        "kind": row["kind"],
        "route": row["trace_route"],
        "force": row["force"],
        "area": row["area"],
    }


def _event(row: dict[str, Any], pseudonyms: Pseudonyms) -> Attributes:
    return {
        "concept:name": row["step"] or f"{row['route']}.{row['verb']}",
        "lifecycle:transition": TRANSITIONS.get(row["verb"], "complete"),
        "time:timestamp": row["at"],
        "org:resource": pseudonyms.name("person", row["actor_id"]),
        "org:role": row["role"],
        "org:group": row["organisation_name"],
        "route": row["route"],
        "verb": row["verb"],
        "moved_from": row["moved_from"],
        "moved_to": row["moved_to"],
        "on_behalf_of": pseudonyms.name("person", row["on_behalf_of_id"]),
        "handed_from": pseudonyms.name("person", row["handed_from_id"]),
        "handed_to": pseudonyms.name("person", row["handed_to_id"]),
    }
