"""The dates of open work as the pages explain them: how each was counted, or who set another one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.access.policy import actor_on
from casework.casefiles.models import CaseFile
from casework.deadlines.counted import Counted
from casework.deadlines.words import clock_words
from casework.directions.models import DateDirection
from casework.directions.selectors import directions_of, given_by_rule, standing_on
from casework.directions.services import DIRECTS, is_directable
from casework.obligations.models import Obligation
from casework.people.models import User
from casework.people.roles import Role, side_of


@dataclass(frozen=True)
class DateShown:
    """A date that work has to keep, and what it is in words.

    `counted` is how the rule counts it, None for one that somebody chose; `directed` who set another one in
    the rule's place, and `history` every such change of it, the oldest first.
    """

    clock: str
    on: date
    words: str
    counted: Counted | None
    directed: DateDirection | None
    history: list[DateDirection]

    @property
    def is_directable(self) -> bool:
        return is_directable(self.counted)

    @property
    def is_explained(self) -> bool:
        return self.counted is not None or bool(self.history)


def dates_of(work: Obligation) -> list[DateShown]:
    """Every date that the work has to keep, the earliest first. One query, unless a rule gave all of them."""
    dates = sorted((date.fromisoformat(on), clock) for clock, on in work.clocks.items())
    directions = (
        [] if all(given_by_rule(work, clock) for clock in work.clocks) else directions_of([work.subject])
    )
    return [_shown(work, clock, on, directions) for on, clock in dates]


def _shown(work: Obligation, clock: str, on: date, directions: list[DateDirection]) -> DateShown:
    counted, directed = given_by_rule(work, clock), standing_on(work, clock, directions)
    return DateShown(
        clock=clock,
        on=on,
        words=clock_words(work.kind, clock, counted),
        counted=directed.counted if directed else counted,
        directed=directed,
        history=[each for each in directions if each.clock == clock] if directed else [],
    )


def roles_directing(work: Obligation) -> tuple[Role, ...]:
    """Who may record that a date of this work was directed or agreed: on the side that owes it."""
    return tuple(role for role in DIRECTS if side_of(role) == work.turn)


def may_direct(case: CaseFile, work: Obligation, user: User) -> bool:
    """Whether the person may do so. No query of its own."""
    return work.closed_at is None and actor_on(case, user, roles_directing(work)) is not None
