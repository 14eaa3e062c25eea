from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError, connection

# False for a superuser, for a role that may pass every wall, and for the owner of the table.
BOUND = """
    SELECT to_regclass('public.casework_casefile') IS NULL
        OR row_security_active(to_regclass('public.casework_casefile'))
"""


@register(Tags.security, deploy=True)
def pages_are_behind_the_wall(**kwargs: Any) -> list[CheckMessage]:
    """Warn where the pages read past the second wall. Silent while the database is away or empty."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(BOUND)
            (bound,) = cursor.fetchone()
    except DatabaseError:
        return []
    if bound:
        return []
    return [
        Warning(
            "The database does not hold the pages to what whoever is signed in may see",
            hint="Let web sign in to the database as rasso_web: docs/deploy.md says how.",
            id="casework.W003",
        )
    ]
