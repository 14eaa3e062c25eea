"""Pages as production serves them: by the role of the pages, which the database holds to who is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.client import ClientHandler

from casework.wall.roles import WEB, rights_give, roles_missing

# Two processes of tests that begin together make each role once.
CREATE = """
DO $$ BEGIN
    CREATE ROLE {0} LOGIN NOSUPERUSER;
    GRANT {0} TO CURRENT_USER;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""


@contextmanager
def acting_as_role(role: str = WEB) -> Iterator[None]:
    """What the database is asked in the block, it is asked by the role; by its owner again after it.

    Past Django, whose log of statements counts what the product asks.
    """
    connection.ensure_connection()
    connection.connection.execute(f"SET ROLE {role}")
    try:
        yield
    finally:
        # After an error that nobody caught the transaction goes back to before, and the role with it.
        if not connection.needs_rollback:
            connection.connection.execute("RESET ROLE")


def roles_require() -> None:
    """The server's, made if the tests may. Their owner must be able to take them on (SET ROLE)."""
    with connection.cursor() as cursor:
        if not (missing := roles_missing(cursor)):
            return
        for role in missing:
            cursor.execute(CREATE.format(role))
        rights_give(cursor)


@contextmanager
def pages_behind_the_wall(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every request of a test's client is served by the role of the pages."""
    plain = ClientHandler.__call__

    def served(handler: ClientHandler, environ: dict[str, object]) -> object:
        with acting_as_role():
            return plain(handler, environ)

    with patch.context() as patched:
        patched.setattr(ClientHandler, "__call__", served)
        yield
