"""Runs tests once as they are, then those that reach a mutant again for each, in a fork of this process.

The first run sees which functions each test goes through and how long it takes. A fork makes its mutant, and
ends with the first test that fails; one in which a test takes far longer than it should hangs, and is found.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import _lru_cache_wrapper
from types import FrameType
from typing import Any

import pytest
from django.db import connections

from tests.mutants.making import CannotBeMade, held, make
from tests.mutants.mutant import ROOT, Mutant

FOUND, SURVIVED, BROKEN = 1, 0, 2
# How many times as long as it takes a test may take with a mutant, and for how many seconds at least.
PATIENCE, LEAST = 5, 10


class Running:
    """The tests of a group, and what they find."""

    def __init__(self, items: Sequence[pytest.Item], files: Iterable[str]):
        self.items, self.paths = items, {str(ROOT / file) for file in files}
        self.reached: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.took: dict[str, float] = {}
        self.finders: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.failure: pytest.TestReport | None = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failure = self.failure or (report if report.failed else None)

    def as_they_are(self) -> None:
        """Run all, and keep what each reaches; what another test had counted already, each counts anew.

        Ends everything where one fails: nothing could be told.
        """
        kept = [each for each in held(_lru_cache_wrapper) if _file_of(each) in self.paths]
        for item, following in in_a_row(self.items):
            begun = time.monotonic()
            for each in kept:
                each.cache_clear()
            with self._watched(item.nodeid):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self.took[item.nodeid] = time.monotonic() - begun
            if self.failure:
                said = self.failure.longreprtext
                raise pytest.UsageError(f"{item.nodeid} fails without any mistake:\n{said}")
        connections.close_all()

    @contextmanager
    def _watched(self, test: str) -> Iterator[None]:
        def note(frame: FrameType, event: str, _: Any) -> None:
            code = frame.f_code
            if event == "call" and code.co_filename in self.paths:
                self.reached[code.co_filename, code.co_qualname.partition(".<locals>")[0]].add(test)

        sys.setprofile(note)
        try:
            yield
        finally:
            sys.setprofile(None)

    def is_found(self, mutant: Mutant) -> bool:
        """Whether a test fails with it. Raises UsageError for one that cannot be made."""
        place = str(ROOT / mutant.file), mutant.where
        those = self._that_reach(mutant, place)
        ended, finder = in_a_fork(lambda: self._finder(mutant, those))
        if ended == BROKEN:
            raise pytest.UsageError(f"{mutant} cannot be made")
        self.finders[place][finder] += 1
        return ended != SURVIVED

    def _that_reach(self, mutant: Mutant, place: tuple[str, str]) -> list[pytest.Item]:
        """What found another in the same place comes first, then what is quick."""
        reached, found = self.reached[place], self.finders[place]
        those = [each for each in self.items if not mutant.is_of_function or each.nodeid in reached]
        return sorted(those, key=lambda each: (-found[each.nodeid], self.took[each.nodeid]))

    def _finder(self, mutant: Mutant, items: Sequence[pytest.Item]) -> str:
        """The first test that fails; nothing where none does."""
        make(mutant)
        for item, following in in_a_row(items):
            # Of what happens here nothing is told.
            item.config.pluginmanager.unregister(name="terminalreporter")
            signal.alarm(LEAST + int(PATIENCE * self.took[item.nodeid]))
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failure:
                return item.nodeid
        return ""


def _file_of(cached: Any) -> str:
    return getattr(getattr(cached.__wrapped__, "__code__", None), "co_filename", "")


def in_a_row(items: Sequence[pytest.Item]) -> Iterable[tuple[pytest.Item, pytest.Item]]:
    """Each with another that follows, the last too: what is set up for the whole session stays."""
    return zip(items, [*items[1:], _another(items)], strict=True) if items else ()


def _another(items: Sequence[pytest.Item]) -> pytest.Item:
    return next(each for each in items[0].session.items if each is not items[-1])


def in_a_fork(act: Callable[[], str]) -> tuple[int, str]:
    """How a fork ended that does this, and what it gave back. An alarm that it sets ends it."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _do_and_end(act, writing)
    os.close(writing)
    with os.fdopen(reading) as told:
        finder = told.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), finder


def _do_and_end(act: Callable[[], str], writing: int) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(LEAST)
    try:
        finder = act()
        os.write(writing, finder.encode())
        os._exit(FOUND if finder else SURVIVED)
    except CannotBeMade:
        os._exit(BROKEN)
    finally:
        os._exit(FOUND)
