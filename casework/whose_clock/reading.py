"""What happened on the main line of cases, read in two statements.

Every page of a queue reads it, so the statements are made once (as in casework/rows.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection

from casework.action_plans.models import ActionPlanItem
from casework.charging.models import ChargingDecision
from casework.early_advice.models import EarlyAdviceRequest
from casework.events.models import Event
from casework.file_review.models import FileSubmission
from casework.hearings.models import Sentence, Verdict
from casework.people.roles import Side
from casework.review_rights.models import ReviewRight
from casework.routes.models import RouteRecord
from casework.whose_clock.history import REINSTATED, WITHDRAWN, Move, Opened, owed_over_time
from casework.whose_clock.models import ClockPause
from casework.whose_clock.standing import Ended, Happening, Paused

# The concerns through which a case comes to a charging decision. What else is owed runs beside them.
MAIN_LINE = sorted(
    {EarlyAdviceRequest.route, FileSubmission.route, ChargingDecision.route, ActionPlanItem.route}
)
# Of the same concern, but owed to the victim once the decision is made.
BESIDE = (ReviewRight,)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PAUSED, RESTARTED, VERDICT, SENTENCE = "paused", "restarted", "verdict", "sentence"
# After which nothing is left to do for the court; a conviction waits for the sentence.
ACQUITS = Verdict.Choice.NOT_GUILTY
# A moment comes as a number: reading it as text would take half of the time (bench/clock.py).
STARTS = """
SELECT case_file_id, id, (extract(epoch FROM {at}) * 1000000)::bigint, {what}, '{kind}' FROM {table}
WHERE case_file_id = ANY(%(cases)s)"""
# What the court said of a defendant, by the charging decision on them.
OF_COURT = """
SELECT decision.case_file_id, decision.id, (extract(epoch FROM said.recorded_at) * 1000000)::bigint, {what},
    '{kind}' FROM {table} said JOIN {decisions} decision ON decision.suspect_id = said.suspect_id
WHERE decision.case_file_id = ANY(%(cases)s)"""
MOVES = """
SELECT subject, (extract(epoch FROM at) * 1000000)::bigint, verb, moved_from, moved_to FROM {table}
WHERE {column} = ANY(%(keys)s) AND case_file_id = ANY(%(cases)s)
    AND (moved_to > '' OR verb = ANY(%(still)s)) AND subject IS NOT NULL
ORDER BY at, id
"""


def histories(cases: Sequence[UUID]) -> dict[UUID, list[Happening]]:
    """By case what happened on its main line, those of one moment in their order. Two queries."""
    found: dict[UUID, list[Happening]] = defaultdict(list)
    moves, models = moves_of(cases, "route", MAIN_LINE), main_line_models()
    with connection.cursor() as cursor:
        cursor.execute(_starts(), {"cases": list(cases)})
        for case, key, since, what, kind in cursor.fetchall():
            at = _moment(since)
            if kind in models:
                found[case] += owed_over_time(Opened(key, models[kind], at, what), moves.get(key, ()))
            elif kind in (VERDICT, SENTENCE):
                found[case].append(Ended(at, key, over=kind == SENTENCE or what == ACQUITS))
            else:
                found[case].append(Paused(at, Side(what) if kind == PAUSED else None))
    return found


def moves_of(cases: Sequence[UUID], column: str, keys: Sequence[str | UUID]) -> dict[UUID, list[Move]]:
    """By record, the events that say who owes it, of which a column holds one of the keys. One query."""
    statement = MOVES.format(table=Event._meta.db_table, column=column)
    values: dict[str, Any] = {"cases": list(cases), "keys": list(keys), "still": [WITHDRAWN, REINSTATED]}
    moves: dict[UUID, list[Move]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for record, at, *move in cursor.fetchall():
            moves[record].append(Move(_moment(at), *move))
    return moves


def _moment(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)


@cache
def main_line_models() -> dict[str, type[RouteRecord]]:
    """Every kind of record of the main line, by its label: a new kind is in it by its route alone."""
    kinds = (model for model in apps.get_models() if issubclass(model, RouteRecord))
    main = (model for model in kinds if model.route in MAIN_LINE and model not in BESIDE)
    return {model._meta.label: model for model in main}


@cache
def _starts() -> str:
    """Records with the position at which they stand; pauses with their side, after the restart before; and
    what the court said."""
    pauses, restart = ClockPause._meta.db_table, " AND ended_at IS NOT NULL"
    parts = [
        STARTS.format(at="opened_at", what="position", kind=label, table=model._meta.db_table)
        for label, model in main_line_models().items()
    ]
    parts.append(STARTS.format(at="ended_at", what="side", kind=RESTARTED, table=pauses) + restart)
    parts.append(STARTS.format(at="started_at", what="side", kind=PAUSED, table=pauses))
    decisions = ChargingDecision._meta.db_table
    for what, kind, said in (("said.verdict", VERDICT, Verdict), ("''", SENTENCE, Sentence)):
        parts.append(OF_COURT.format(what=what, kind=kind, table=said._meta.db_table, decisions=decisions))
    return " UNION ALL ".join(parts)
