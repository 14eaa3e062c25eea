"""What beat has done again and again."""

from __future__ import annotations

from typing import Any

from celery.schedules import schedule

HOUR = 3_600


def rounds(*, tell: int, sweep: int) -> dict[str, dict[str, Any]]:
    """The schedule of beat; `tell` and `sweep` are in seconds.

    A tick that waited until the next one is dropped: that one does its work.
    """
    seconds = {
        "notifications.tasks.tell_what_is_due": tell,
        "workflows.tasks.fire_timers": sweep,
        "workflows.tasks.recount_dates": sweep,
        "casework.tasks.tidy_documents": HOUR,
        "casework.tasks.tidy_drafts": HOUR,
        # Each hour, so that a day on which the service was down at one moment is not without.
        "casework.tasks.export_audit_heads": HOUR,
    }
    return {_name(task): _round(task, every) for task, every in seconds.items()}


def _name(task: str) -> str:
    return task.rpartition(".")[2].replace("_", "-")


def _round(task: str, every: int) -> dict[str, Any]:
    return {"task": task, "schedule": schedule(run_every=every), "options": {"expires": every}}
