"""Who has a case, given who owes work on each of its records. Pure.

The definition is recorded, with its reasons, in docs/decisions/0011-whose-clock.md.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from casework.people.roles import Side
from casework.whose_clock.parties import PARTY_OF, Party


class Stage(Enum):
    """What a record's position means for the case as a whole."""

    ADVICE = "advice before a charging decision"
    WORK = "work towards a charging decision"
    DECISION = "a charging decision, made or to be made"
    CHARGED = "a charging decision by which somebody stands charged"


class Owed(NamedTuple):
    """From this moment a record is owed by a side, or by nobody."""

    at: datetime
    record: Hashable
    side: Side | None
    stage: Stage = Stage.WORK


class Paused(NamedTuple):
    """From this moment a side waits for a third party, or nobody does."""

    at: datetime
    side: Side | None


class Ended(NamedTuple):
    """From this moment the court has, or has no longer, done with the defendant whose decision this is."""

    at: datetime
    record: Hashable
    over: bool


Happening = Owed | Paused | Ended


@dataclass
class Standing:
    """Where the records of a case stand after what has happened so far."""

    owed: dict[Hashable, Owed] = field(default_factory=dict)
    paused: Side | None = None
    over: set[Hashable] = field(default_factory=set)

    def take(self, happening: Happening) -> None:
        if isinstance(happening, Owed):
            self.owed[happening.record] = happening
        elif isinstance(happening, Ended):
            (self.over.add if happening.over else self.over.discard)(happening.record)
        else:
            self.paused = happening.side

    @property
    def party(self) -> Party:
        """With whom the case is.

        The CPS goes before the police: what the police do meanwhile does not wait for it, and the case
        waits for the CPS. A pause counts while it is the turn of the side that paused.
        """
        owing = self._owing
        if not owing:
            return Party.COURT if self._before_the_court else Party.NOBODY
        turn = Side.CPS if Side.CPS in owing else Side.POLICE
        return Party.THIRD_PARTY if self.paused == turn else PARTY_OF[turn]

    @property
    def _before_the_court(self) -> bool:
        """Whether somebody stands charged with whom the court has not done: acquitted, or sentenced."""
        charged = (each.record for each in self.owed.values() if each.stage is Stage.CHARGED)
        return any(record not in self.over for record in charged)

    @property
    def _owing(self) -> set[Side]:
        """Who owes work on the main line. Advice that nobody gave holds up no case that is decided."""
        owed = self.owed.values()
        decided = any(each.stage in (Stage.DECISION, Stage.CHARGED) for each in owed)
        if decided and all(each.side is None for each in owed if each.stage is not Stage.ADVICE):
            return set()
        return {each.side for each in owed if each.side}
