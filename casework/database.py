"""The transactions of the domain, and which error of the database it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

import psycopg
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Model
from psycopg.errors import DeadlockDetected, LockNotAvailable

from casework.errors import Overtaken, RuleBroken

P = ParamSpec("P")
R = TypeVar("R")


_whole: ContextVar[bool] = ContextVar("whole", default=False)


@contextmanager
def whole() -> Iterator[None]:
    """One transaction for all that the block does: the verbs of the domain that it calls join it.

    What one of them raises must leave the block, or a savepoint that is set around it: they set none.
    """
    with transaction.atomic():
        token = _whole.set(True)
        try:
            yield
        finally:
            _whole.reset(token)


def in_transaction(verb: Callable[P, R]) -> Callable[P, R]:
    """A verb of the domain, whole or not at all: part of its caller's `whole`, or one of its own."""

    @wraps(verb)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        if _whole.get():
            return verb(*args, **kwargs)
        with whole():
            return verb(*args, **kwargs)

    return called


def is_lock_timeout(error: OperationalError) -> bool:
    """Whether somebody else held a row for longer than the connection's lock_timeout, or in another order."""
    return isinstance(error.__cause__, LockNotAvailable | DeadlockDetected)


@contextmanager
def busy_told(what: str = "this") -> Iterator[None]:
    """Around taking a lock: that somebody holds it for too long is told to the person, as RuleBroken."""
    try:
        yield
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
        message = f"Someone is changing {what} at the moment. Try again in a few seconds"
        raise RuleBroken(message) from None


def insert_next(change: Model, constraint: str) -> None:
    """Write the next of a row of changes that have numbers, of which `constraint` lets each be only once.

    Raises Overtaken where somebody has made it meanwhile. A query, and a savepoint around it.
    """
    try:
        with transaction.atomic():
            change.save(force_insert=True)
    except IntegrityError as error:
        if violates(error, constraint):
            raise Overtaken from None
        raise


def violates(error: IntegrityError, constraint: str) -> bool:
    """Whether it was this constraint, by its name in the database, that refused the row."""
    cause = error.__cause__
    return isinstance(cause, psycopg.Error) and cause.diag.constraint_name == constraint
