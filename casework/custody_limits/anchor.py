"""A case that is sent to the Crown Court has another limit from then on."""

from __future__ import annotations

from datetime import datetime

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.custody_limits.models import CustodyTimeLimit
from casework.hearings.models import Court, Hearing
from casework.routes.services import record_date_move

Position = CustodyTimeLimit.Position


def custody_limits_anchor(*, case: CaseFile, by: Actor, at: datetime) -> None:
    """Once the sending was held, the limits of the magistrates' court are those of the Crown Court.

    That is the Crown Court's limit less the days held before the sending, and an extension by the
    magistrates' court counts for nothing further (SI 1987/299, regulation 5). Up to two queries, and six
    for each limit that changes.
    """
    running = CustodyTimeLimit.objects.filter(case_file=case, stage=Court.MAGISTRATES)
    limits = list(running.exclude(position=Position.ENDED).select_related("suspect"))
    if limits and Hearing.objects.filter(case_file=case, kind="sending", position="held").exists():
        for limit in limits:
            limit.case_file = case
            _sent(limit, by, at)


def _sent(limit: CustodyTimeLimit, by: Actor, at: datetime) -> None:
    limit.stage, limit.days_allowed = Court.CROWN, None
    limit.save(update_fields=["stage", "days_allowed"])
    if limit.position == Position.KEEP:
        record_date_move(
            record=limit,
            field="expires_on",
            to=limit.reckoning.expires_on,
            by=by,
            at=at,
            reason="The case was sent to the Crown Court.",
        )
