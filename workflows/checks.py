"""What is checked before a release runs: that every case under way has its flow in the code."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.urls import NoReverseMatch, reverse
from viewflow.workflow.models import Task

from casework.people.models import User
from workflows.demonstration.people import CAST
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


@register(Tags.security)
def demonstration_has_no_address_in_production(**kwargs: Any) -> list[CheckMessage]:
    """One press signs in there as anybody of the demonstration."""
    try:
        reverse("demonstration")
    except NoReverseMatch:
        return []
    if settings.DEMONSTRATION and not settings.PRODUCTION:
        return []
    hint = "Set ROOT_URLCONF to config.urls."
    return [Error("The demonstration's sign-in page is among the addresses", hint=hint, id="workflows.E002")]


@register(Tags.database)
def demonstration_has_no_people_in_production(**kwargs: Any) -> list[CheckMessage]:
    """Asked by `migrate`: everybody knows the password of the demonstration's people."""
    if not settings.PRODUCTION or "default" not in (kwargs["databases"] or []) or not _installed():
        return []
    people = {(one.username, one.email) for one in CAST}
    found = User.objects.filter(username__in=[username for username, _ in people])
    if not people & set(found.values_list("username", "email")):
        return []
    hint = "Use another database: this one was filled by the demonstration."
    return [Error("People of the demonstration have accounts", hint=hint, id="workflows.E003")]


def _installed() -> bool:
    """Whether the tables are there: before the first migration nothing runs."""
    return Task._meta.db_table in connections["default"].introspection.table_names()
