"""What is checked before a release runs: that every case under way has its flow in the code."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from viewflow.workflow.models import Task

from workflows.engine.versions import orphaned


@register(Tags.database)
def running_cases_have_their_flows(**kwargs: Any) -> list[CheckMessage]:
    """Asked by `migrate`, and by `check --database default`: refuses a release that would orphan a case."""
    if "default" not in (kwargs["databases"] or []) or not _installed():
        return []
    return [
        Error(
            f"{found.tasks} open tasks stand at {found.node}, which this release does not have",
            hint="Keep that version of the flow, or carry its cases over with manage.py migrate_cases.",
            id="workflows.E001",
        )
        for found in orphaned()
    ]


def _installed() -> bool:
    """Whether the tables are there: before the first migration nothing runs."""
    return Task._meta.db_table in connections["default"].introspection.table_names()
