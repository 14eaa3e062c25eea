"""Faults at a chosen point: a process that stops as if its power were cut, or anything else."""

from __future__ import annotations

import gc
import os
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.db import connection

Act = Callable[[], object]

DONE, STOPPED, FAILED = 0, 9, 70


class Fuse:
    """Does something at the n-th point: before each statement, before and after each COMMIT."""

    def __init__(self, length: int, at_its_end: Act):
        self.left, self.at_its_end = length, at_its_end

    def burn(self) -> None:
        self.left -= 1
        if self.left == 0:
            self.at_its_end()

    @contextmanager
    def laid(self) -> Iterator[None]:
        commit = connection._commit
        connection._commit = self._around(commit)
        try:
            with connection.execute_wrapper(self._before):
                yield
        finally:
            connection._commit = commit

    def _before(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.burn()
        return execute(*statement)

    def _around(self, commit: Act) -> Act:
        def commit_with_fuse() -> None:
            self.burn()
            commit()
            self.burn()

        return commit_with_fuse


def stops_at(point: int, act: Act) -> bool:
    """Do it in a process of its own that stops at the point; whether it got so far. What it raises fails."""
    return _in_child(lambda: _until(point, act)) == STOPPED


def stops_while_committing(act: Act) -> bool:
    """Do it in a process of its own that stops once its COMMIT is sent, before the answer has come."""
    return _in_child(lambda: _until_sent(act)) == STOPPED


def _until(point: int, act: Act) -> None:
    with Fuse(point, lambda: os._exit(STOPPED)).laid():
        act()


def _until_sent(act: Act) -> None:
    def send() -> None:
        wire = connection.connection.pgconn
        wire.send_query(b"COMMIT")
        while wire.flush():
            pass
        os._exit(STOPPED)

    connection._commit = send
    act()


def _in_child(run: Act) -> int:
    child = _fork()
    if child == 0:
        _live(run)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (DONE, STOPPED), f"the process ended with {code}"
    _wait_until_alone()
    return code


def _fork() -> int:
    with warnings.catch_warnings():
        # The runner of the tests has threads; the child touches nothing of theirs.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _live(run: Act) -> NoReturn:
    """Never comes back: a child that did would go on with the tests of its parent."""
    code = FAILED
    try:
        # The connection is the parent's, which psycopg never ends from another process.
        connection.connection = None
        gc.disable()
        run()
        code = DONE
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _wait_until_alone() -> None:
    """Until the database has noticed that the child is gone, and has let go of what it held."""
    others = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    for _ in range(1000):
        with connection.cursor() as cursor:
            if cursor.execute(others).fetchone() == (0,):
                return
        time.sleep(0.002)
    raise AssertionError("the child's connection is still open")
