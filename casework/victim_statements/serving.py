"""The verbs of a statement before the court: served with its preference, and what the court did with it.

The CPS serves it and tells the court the preference in good time; the court decides whether it is read
aloud, and which parts (Code of Practice for Victims of Crime 2020, right 7).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.database import in_transaction
from casework.deadlines.counted import Counted
from casework.errors import RuleBroken
from casework.guards import day_happened
from casework.routes.made import record_moved
from casework.routes.services import position_require, record_move
from casework.victim_statements.court import court_of
from casework.victim_statements.serving_anchor import serve_counted
from casework.victim_statements.serving_models import VpsService
from casework.victim_statements.statement_models import VictimPersonalStatement

Position = VpsService.Position
# Where a statement has been served, and sentence has not been passed on it.
SERVED = (Position.SERVED, Position.COURT)


@in_transaction
def vps_serve(
    *, record: VpsService, by: Actor, at: datetime, served_on_court: date, served_on_defence: date
) -> None:
    """The statement and its preference were served on the court and on the defence.

    Where somebody is convicted and the sentence has its day, what the court does with it comes next.
    Raises RuleBroken for a day before the statement was made, or to come.
    """
    position_require(record, Position.SERVE)
    made_on = record.statement.made_on
    for field, day in (("served_on_court", served_on_court), ("served_on_defence", served_on_defence)):
        day_happened(day, at=at, since=made_on, what="The date of service", field=field)
    sentence_on = court_of(record.case_file).sentence_on
    record_move(
        record=record,
        to=Position.COURT if sentence_on else Position.SERVED,
        by=by,
        at=at,
        verb="served",
        served_on_court=served_on_court,
        served_on_defence=served_on_defence,
        preference=record.statement.preference,
        **(_dated(Counted("VPS_COURT", sentence_on)) if sentence_on else {}),
    )


@in_transaction
def vps_court_record(
    *, record: VpsService, by: Actor, at: datetime, heard: str, heard_on: date, court_words: str
) -> None:
    """What the court did with it: `heard` is one of the three positions in which a service ends.

    Raises RuleBroken before anybody is convicted, for a day before that or to come, and for a statement
    that was not read in full without what the court said.
    """
    position_require(record, Position.COURT)
    convicted_on = court_of(record.case_file).convicted_on
    if convicted_on is None:
        raise RuleBroken("Nobody has been convicted, so the court cannot have heard the statement")
    day_happened(heard_on, at=at, since=convicted_on, what="The date of the hearing", field="heard_on")
    if heard != Position.READ and not court_words:
        raise RuleBroken("Enter which parts were read, or why it was not read", field="court_words")
    record_move(
        record=record,
        to=heard,
        by=by,
        at=at,
        verb=f"court_{heard}",
        reason=court_words,
        heard_on=heard_on,
        court_words=court_words,
    )


def service_reopen(*, statement: VictimPersonalStatement, case: CaseFile, by: Actor, at: datetime) -> None:
    """A statement that was served is served again, with the preference that stands now.

    Up to nine queries.
    """
    service = VpsService.objects.filter(statement=statement, position__in=SERVED, withdrawn_at=None).first()
    if service is None:
        return
    service.case_file = case
    record_move(
        record=service,
        to=Position.SERVE,
        by=by,
        at=at,
        verb="serve_again",
        round=service.round + 1,
        **_dated(serve_counted(court_of(case).hearing_on, timezone.localdate(at))),
    )
    record_moved(service)


def _dated(counted: Counted) -> dict[str, Any]:
    return {"due_on": counted.due_on, "rule": counted.code, "since": counted.since}
