"""Who is acting, and when: set by the work service for the nodes that run downstream of a person's step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from casework.access.policy import Actor


@dataclass(frozen=True)
class Moment:
    actor: Actor | None
    at: datetime

    @property
    def by(self) -> Actor:
        """Who acts. LookupError where the product itself opens work, which nobody does."""
        if self.actor is None:
            raise LookupError("Nobody acts")
        return self.actor


_moment: ContextVar[Moment] = ContextVar("moment")


@contextmanager
def acting(by: Actor | None, at: datetime) -> Iterator[None]:
    token = _moment.set(Moment(by, at))
    try:
        yield
    finally:
        _moment.reset(token)


def moment() -> Moment:
    """The step under way. LookupError outside one: the engine never moves by itself."""
    return _moment.get()
