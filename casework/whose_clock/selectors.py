"""Whose clock runs in which case, read from the events, the openings of the records, and the pauses.

Nothing is stored for it, so the whole history is there for every case, an imported one too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet, Value

from casework.action_plans.models import ActionPlanItem
from casework.casefiles.models import CaseFile
from casework.charging.models import ChargingDecision
from casework.early_advice.models import EarlyAdviceRequest
from casework.events.models import Event
from casework.file_review.models import FileSubmission
from casework.people.models import User
from casework.people.roles import Side
from casework.routes.models import RouteRecord
from casework.whose_clock.history import STILL, Move, Opened, owed_over_time
from casework.whose_clock.models import ClockPause
from casework.whose_clock.parties import Party
from casework.whose_clock.spells import Spell, spells, time_by_party, whole_days
from casework.whose_clock.standing import Happening, Paused, Stage

# The concerns through which a case comes to a charging decision. What else is owed runs beside them.
MAIN_LINE = frozenset(
    {EarlyAdviceRequest.route, FileSubmission.route, ChargingDecision.route, ActionPlanItem.route}
)
# Keys of cases, or a query of them.
Keys = Iterable[UUID] | QuerySet[CaseFile, Any]


@dataclass(frozen=True)
class CaseClock:
    """With whom a case was from its registration until now. At least one spell, unless it is new."""

    spells: list[Spell]

    @property
    def party(self) -> Party:
        return self.spells[-1].party if self.spells else Party.NOBODY

    @property
    def since(self) -> datetime | None:
        return self.spells[-1].began_at if self.spells else None

    @cached_property
    def days(self) -> dict[Party, int]:
        """Whole days with each party that had it, which add up to the days since the registration."""
        times = time_by_party(self.spells)
        return {party: days for party, days in whole_days(times).items() if times[party]}


def clock_of(case: CaseFile, until: datetime) -> CaseClock:
    """The clock of one case. Three queries."""
    return clocks_of({case.pk: case.registered_at}, until)[case.pk]


def clocks_of(registered: Mapping[UUID, datetime], until: datetime) -> dict[UUID, CaseClock]:
    """The clocks of the cases, by key, given when each was registered. Three queries, none for no case."""
    found = histories(list(registered)) if registered else {}
    return {key: CaseClock(spells(found.get(key, ()), since, until)) for key, since in registered.items()}


def histories(cases: Keys) -> dict[UUID, list[Happening]]:
    """By case what happened on its main line, those of one moment in their order. Three queries."""
    found: dict[UUID, list[Happening]] = defaultdict(list)
    moves = _moves_of(Event.objects.filter(case_file__in=cases, route__in=MAIN_LINE))
    for case, opened in _opened(cases):
        found[case] += owed_over_time(opened, moves.get(opened.record, ()))
    pauses = ClockPause.objects.filter(case_file__in=cases).order_by("started_at", "pk")
    for case, side, started_at, ended_at in pauses.values_list(
        "case_file_id", "side", "started_at", "ended_at"
    ):
        found[case].append(Paused(started_at, Side(side)))
        if ended_at:
            found[case].append(Paused(ended_at, None))
    return found


def records_days(
    case: CaseFile, records: Sequence[RouteRecord], until: datetime
) -> dict[UUID, dict[Party, int]]:
    """By record of the case, of whatever concern, the whole days for which each side owed it. One query."""
    moves = _moves_of(case.events.filter(subject__in=[record.pk for record in records]))
    return {record.pk: _days_owed(record, moves.get(record.pk, ()), until) for record in records}


def _days_owed(record: RouteRecord, moves: Sequence[Move], until: datetime) -> dict[Party, int]:
    opened = Opened(record.pk, type(record), record.opened_at, record.position)
    owed = (replace(each, stage=Stage.WORK) for each in owed_over_time(opened, moves))
    times = time_by_party(spells(owed, record.opened_at, until))
    del times[Party.NOBODY]
    return {party: days for party, days in whole_days(times).items() if times[party]}


@cache
def _main_line_models() -> dict[str, type[RouteRecord]]:
    """Every kind of record of the main line, by its label: a new kind is in it by its route alone."""
    kinds = (model for model in apps.get_models() if issubclass(model, RouteRecord))
    return {model._meta.label: model for model in kinds if model.route in MAIN_LINE}


def _opened(cases: Keys) -> Iterator[tuple[UUID, Opened]]:
    """The records of the main line, each with its case. One query."""
    models = _main_line_models()
    columns = ("case_file_id", "pk", "opened_at", "position")
    first, *others = (
        model._default_manager.filter(case_file__in=cases).order_by().values_list(*columns, Value(label))
        for label, model in models.items()
    )
    for case, record, at, position, label in first.union(*others, all=True):
        yield case, Opened(record, models[label], at, position)


def _moves_of(events: QuerySet[Event]) -> dict[UUID, list[Move]]:
    """By record, those of the events that say who owes it. One query."""
    moves: dict[UUID, list[Move]] = defaultdict(list)
    told = events.filter(Q(moved_to__gt="") | Q(verb__in=STILL)).order_by("at", "pk")
    for record, at, verb, *moved in told.values_list("subject", "at", "verb", "moved_from", "moved_to"):
        if record:
            moves[record].append(Move(at, verb, *moved))
    return moves


def pauses_overdue(user: User, today: date) -> QuerySet[ClockPause]:
    """The waits that last longer than expected, of the cases that the person may see. No query of its own."""
    visible = CaseFile.objects.visible_to(user).order_by().values("pk")
    return ClockPause.objects.overdue(today).filter(case_file__in=visible).select_related("case_file")
