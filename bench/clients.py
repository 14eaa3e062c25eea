"""Client processes with connections of their own, which begin at the same instant."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, NamedTuple

# Long enough for every client to have read its call before the instant comes.
LEAD_SECONDS = 0.004


class Call(NamedTuple):
    """A function of a module, so that its name can be sent, and what it is called with."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]


class Clients:
    """So many processes, each with Django set up from the environment of this one."""

    def __init__(self, number: int):
        context = get_context("spawn")
        self.pipes: list[Connection] = []
        self.processes = []
        for _ in range(number):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs,), daemon=True)
            process.start()
            self.pipes.append(ours)
            self.processes.append(process)

    def __enter__(self) -> Clients:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pipe, process in zip(self.pipes, self.processes, strict=True):
            with suppress(BrokenPipeError):
                pipe.send(None)
            process.join(10)

    def at_once(self, calls: Sequence[Call]) -> list[Any]:
        """One call a client, begun at the same instant; their answers in order. Raises what one raised."""
        used, begin = self.pipes[: len(calls)], time.monotonic() + LEAD_SECONDS
        for pipe, call in zip(used, calls, strict=True):
            pipe.send((begin, call))
        answers = [pipe.recv() for pipe in used]
        for answer in answers:
            if isinstance(answer, Exception):
                raise answer
        return answers


def _serve(pipe: Connection) -> None:
    import django

    django.setup()
    while (message := pipe.recv()) is not None:
        begin, call = message
        # Asleep until shortly before, then awake: a sleep may end a millisecond late.
        time.sleep(max(0.0, begin - time.monotonic() - 0.002))
        while time.monotonic() < begin:
            pass
        pipe.send(_answer(call))


def _answer(call: Call) -> Any:
    try:
        return call.function(*call.arguments)
    except Exception as error:  # Whatever it is, the parent is to fail with it.
        return RuntimeError(f"{type(error).__name__}: {error}")
