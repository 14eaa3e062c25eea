"""When a custody time limit runs out. Pure.

The day on which custody begins does not count. Days served before count against the limit, and a period
that ends in the middle of a day has had that day. A limit that would run out on a Saturday, a Sunday,
Christmas Day, Good Friday or a bank holiday runs out on the nearest day before it that is none of these
(SI 1987/299, regulation 2). How long each stage may last is a matter of rules.json.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from casework.deadlines.counted import Counted
from casework.deadlines.rules import Rule, rule_on
from casework.deadlines.units import Roll, rolled
from casework.pages.dates import govuk_date

ROLL: Roll = "previous_business_day"
RULES = {"magistrates": "CUSTODY_MAGISTRATES", "crown": "CUSTODY_CROWN"}


class Span(NamedTuple):
    """Days in custody, the first and the last included; the last is None while it lasts."""

    held_from: date
    released_on: date | None = None

    @property
    def served(self) -> int:
        """The days that count once it has ended; none while it lasts."""
        return (self.released_on - self.held_from).days if self.released_on else 0


@dataclass(frozen=True)
class Reckoning:
    """The limit of a stage over spans of custody, of which the last may last still.

    `allowed` are the days in all that a court has allowed; None for those of the rule that was in force
    on the day on which custody first began.
    """

    stage: str
    spans: tuple[Span, ...]
    allowed: int | None = None

    @property
    def rule(self) -> Rule:
        return rule_on(RULES[self.stage], self.spans[0].held_from)

    @property
    def days(self) -> int:
        return self.rule.amount if self.allowed is None else self.allowed

    @property
    def served_before(self) -> int:
        """The days of the spans before the last."""
        return sum(span.served for span in self.spans[:-1])

    @property
    def unrolled(self) -> date:
        return self.spans[-1].held_from + timedelta(days=self.days - self.served_before)

    @property
    def expires_on(self) -> date:
        """The last day, counted from the beginning of the last span. Raises OutsideCalendar."""
        return rolled(self.unrolled, ROLL)

    def allowed_until(self, day: date) -> int:
        """The days in all that an extension to this day allows."""
        return (day - self.spans[-1].held_from).days + self.served_before

    @property
    def counted(self) -> Counted:
        """The same by the rule alone: for one span that no court has extended."""
        return Counted(RULES[self.stage], self.spans[0].held_from)

    @property
    def words(self) -> str:
        """ "182 days, less 12 served before, after 4 January 2027, on which day custody began; …"."""
        what = f"{self.days} days" + (" as the court has extended it" if self.allowed is not None else "")
        served = f", less {self.served_before} served before," if self.served_before else ""
        since = f" after {govuk_date(self.spans[-1].held_from)}, the day on which custody began"
        forward = (
            f", brought forward from {govuk_date(self.unrolled)}" if self.unrolled != self.expires_on else ""
        )
        return f"{what}{served}{since}{forward}; {self.rule.authority}"
