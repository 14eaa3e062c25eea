from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from casework.retention.classes import DATA, classes
from casework.retention.models import CaseRetention, ErasedCase


@register(Tags.database)
def classes_of_cases_are_held(**kwargs: Any) -> list[CheckMessage]:
    """Asked by `migrate`, and by `check --database default`: refuses a release without the class of a case.

    Two queries, whatever the number of cases.
    """
    if "default" not in (kwargs["databases"] or []):
        return []
    return [
        Error(
            f"Cases are kept by the class {kind}, which this release does not have",
            hint=f"Keep the class in {DATA.name}, for the list of those that are erased too.",
            id="casework.E001",
        )
        for kind in sorted(_used() - set(classes()))
    ]


def _used() -> set[str]:
    """The classes of cases, and of those that are erased. None before the tables are there."""
    tables = connections["default"].introspection.table_names()
    held = [model for model in (CaseRetention, ErasedCase) if model._meta.db_table in tables]
    kinds = [model._default_manager.order_by().values_list("kind", flat=True).distinct() for model in held]
    return {kind for found in kinds for kind in found}
