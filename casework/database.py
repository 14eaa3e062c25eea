"""Which error of the database it was: a service answers the one that it expects, and lets others go up."""

from __future__ import annotations

import psycopg
from django.db import IntegrityError, OperationalError
from psycopg.errors import LockNotAvailable


def is_lock_timeout(error: OperationalError) -> bool:
    """Whether somebody else held the lock for longer than the connection's lock_timeout."""
    return isinstance(error.__cause__, LockNotAvailable)


def violates(error: IntegrityError, constraint: str) -> bool:
    """Whether it was this constraint, by its name in the database, that refused the row."""
    cause = error.__cause__
    return isinstance(cause, psycopg.Error) and cause.diag.constraint_name == constraint
