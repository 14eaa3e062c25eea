"""Records that a verb makes beside those that its own route starts, for the engine to give them theirs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_made: ContextVar[set[str] | None] = ContextVar("made", default=None)


def record_made(kind: str) -> None:
    """A record of this kind was made whose flow nobody else starts. Means nothing outside `records_noted`."""
    if (noted := _made.get()) is not None:
        noted.add(kind)


@contextmanager
def records_noted() -> Iterator[set[str]]:
    """The kinds of records that are made meanwhile, in what is done inside."""
    token = _made.set(noted := set[str]())
    try:
        yield noted
    finally:
        _made.reset(token)
