"""What the pages of a case show of its clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from casework.access.policy import actor_on
from casework.casefiles.models import CaseFile
from casework.people.models import User
from casework.people.roles import Role, side_of
from casework.whose_clock.models import ClockPause
from casework.whose_clock.parties import WORDS, Party
from casework.whose_clock.selectors import CaseClock, clock_of
from casework.whose_clock.words import days_words

# Each for the clock of their own side.
MAY_PAUSE = (
    Role.INVESTIGATOR,
    Role.SUPERVISOR,
    Role.GATEKEEPER,
    Role.PROSECUTOR,
    Role.PROSECUTION_MANAGER,
)


@dataclass(frozen=True)
class ClockShown:
    """The clock of a case, the pause that is open on it, and what the reader may do about it."""

    clock: CaseClock
    pause: ClockPause | None
    today: date
    role: str

    @property
    def with_now(self) -> str:
        words = WORDS[self.clock.party]
        return words[0].upper() + words[1:]

    @property
    def figures(self) -> list[tuple[str, str]]:
        """Each party that had the case, with its whole days."""
        return [(party.label, days_words(days)) for party, days in self.clock.days.items()]

    @property
    def overdue(self) -> bool:
        return self.pause is not None and self.pause.expected_on < self.today

    @property
    def may_pause(self) -> bool:
        running = self.clock.party not in (Party.COURT, Party.NOBODY)
        return bool(self.role) and self.pause is None and running

    @property
    def may_restart(self) -> bool:
        return bool(self.role) and self.pause is not None and side_of(self.role) == self.pause.side


def clock_shown(case: CaseFile, user: User, now: datetime) -> ClockShown:
    """Three queries."""
    actor = actor_on(case, user, MAY_PAUSE)
    pause = ClockPause.objects.open().filter(case_file=case).first()
    return ClockShown(clock_of(case, now), pause, timezone.localdate(now), actor.role if actor else "")
