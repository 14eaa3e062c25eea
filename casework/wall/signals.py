"""The rights of the roles follow the tables: `migrate` gives them anew at its end."""

from __future__ import annotations

from typing import Any

from django.db import connections

from casework.wall.roles import rights_give, roles_missing


def rights_follow(*, using: str, **kwargs: Any) -> None:
    """Nothing where the server has no such roles: an installation with one role works, without the wall.

    Nothing either when tables were emptied, which Django says as if they were made.
    """
    if "plan" not in kwargs:
        return
    with connections[using].cursor() as cursor:
        if not roles_missing(cursor):
            rights_give(cursor)
