"""What the clock does to open work: a hold ends on its day. The dates are in the database alone."""

from __future__ import annotations

from datetime import date, datetime

from django.db import DatabaseError, transaction
from django.utils import timezone
from viewflow.workflow import FlowLockFailed

from casework.events.services import event_record
from casework.incidents.services import incident_record
from casework.obligations.models import Obligation
from casework.obligations.services import obligation_hold
from workflows.engine.lock import case_locked


def timers_fire(*, now: datetime) -> int:
    """End every hold whose day has come; how many ended comes back.

    Each in a transaction of its own under its case's lock. A case that is busy is left to the next
    round. May run twice at once: a hold ends once. One query, and three for each hold that ends.
    """
    today = timezone.localdate(now)
    due = Obligation.objects.open().filter(held_until__lte=today).order_by("held_until", "pk")
    return sum(_hold_over(work, today, now) for work in due)


def _hold_over(work: Obligation, today: date, now: datetime) -> bool:
    try:
        with transaction.atomic():
            case = case_locked(work.case_file_id)
            # Somebody may have moved or ended the hold, or done the work, before the lock was ours.
            still_due = Obligation.objects.open().filter(pk=work.pk, held_until__lte=today).exists()
            if not still_due or work.task is None or not obligation_hold(task=work.task, until=None):
                return False
            event_record(
                case=case,
                by=None,
                at=now,
                route=work.route,
                verb="hold_ended",
                subject=work.subject,
                step=work.kind,
            )
            return True
    except FlowLockFailed:
        return False
    except DatabaseError:
        raise
    except Exception as error:
        # One that fails must not keep the others on hold.
        incident_record(
            error=error, doing="hold_ended", at=now, case=work.case_file, task=work.task, step=work.kind
        )
        return False
