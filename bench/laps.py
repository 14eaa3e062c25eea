"""What a client process does in a lap: transitions in turn over its cases, timed, for so many seconds."""

from __future__ import annotations

import cProfile
import io
import pstats
import tempfile
from collections.abc import Callable
from time import perf_counter
from typing import Any, NamedTuple

from bench.contestants import CONTESTANTS

# What libpq's trace calls a statement: one sent as text, or one that is executed after its parameters.
STATEMENTS = ("Query", "Execute")


class Lap(NamedTuple):
    seconds: float
    won: list[float]
    lost: int


def lap(name: str, cases: list[int], seconds: float) -> Lap:
    """Go round the cases until the time is over. A transition that another client did first is lost."""
    step, won, lost, turn = CONTESTANTS[name].step, [], 0, 0
    began = now = perf_counter()
    while now - began < seconds:
        start = now
        done = step(cases[turn % len(cases)])
        now = perf_counter()
        turn += 1
        if done:
            won.append(now - start)
        else:
            lost += 1
    return Lap(now - began, won, lost)


def statements(name: str, cases: list[int], transitions: int) -> float:
    """Statements that went to the server for each transition, of every kind, BEGIN and COMMIT included."""
    contestant = CONTESTANTS[name]
    for case in cases:
        contestant.step(case)
    with tempfile.TemporaryFile("w+") as trace:
        connection = contestant.connection()
        connection.trace(trace.fileno())
        _steps(contestant.step, cases, transitions)
        connection.untrace()
        trace.seek(0)
        return sum(_is_statement(line) for line in trace) / transitions


def _steps(step: Callable[[int], bool], cases: list[int], transitions: int) -> None:
    """Whole rounds of one case after another, so that every kind of step counts equally."""
    for number in range(transitions):
        assert step(cases[number // 3 % len(cases)])


def _is_statement(line: str) -> bool:
    """A line of the trace: time, F for what the client sends, length, and the kind of the message."""
    fields = line.split("\t")
    return len(fields) > 3 and fields[1] == "F" and fields[3].strip() in STATEMENTS


def profile(name: str, cases: list[int], transitions: int) -> str:
    """Where the time of a transition goes, by function."""
    profiler = cProfile.Profile()
    profiler.runcall(_steps, CONTESTANTS[name].step, cases, transitions)
    text = io.StringIO()
    pstats.Stats(profiler, stream=text).sort_stats("cumulative").print_stats(70)
    return text.getvalue()


def query_log(name: str, case: int) -> list[list[dict[str, Any]]]:
    """The statements of three transitions in a row, as Django logs them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    logs = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            CONTESTANTS[name].step(case)
        logs.append(list(captured.captured_queries))
    return logs
