"""A date with its reckoning, which a page can show: from what, by which rule, leaving out which days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.deadlines.calendar import is_weekend
from casework.deadlines.holidays import bank_holidays
from casework.deadlines.rules import Rule, rule_on
from casework.pages.dates import govuk_date

UNITS = {
    "business_day": "business day",
    "working_day": "working day",
    "calendar_day": "day",
    "calendar_month": "month",
    "hour": "hour",
}
LEAVES_OUT = ("business_day", "working_day")
ROLLS = {
    "previous_business_day": "brought forward from {} to the business day before it",
    "next_business_day": "moved on from {} to the business day after it",
}


@dataclass(frozen=True)
class Counted:
    """A date counted by the version of a rule that was in force on the day of the trigger, `since`."""

    code: str
    since: date

    @property
    def rule(self) -> Rule:
        return rule_on(self.code, self.since)

    @property
    def due_on(self) -> date:
        return self.rule.due_on(self.since)

    @property
    def words(self) -> str:
        """ "10 business days after 4 January 2027 (not guilty plea), not counting Saturdays and Sundays;
        Criminal Procedure Rules 2025, rule 21.4(3)(b)"."""
        parts = [self._count(), *self._left_out(), *self._rolled()]
        return f"{', '.join(parts)}; {self.rule.authority}"

    def _count(self) -> str:
        rule = self.rule
        trigger = f"{govuk_date(self.since)} ({rule.trigger})"
        return f"{length(rule)} {rule.direction} {trigger}" if rule.amount else f"The same day, {trigger}"

    def _left_out(self) -> list[str]:
        if self.rule.unit not in LEAVES_OUT or not self.rule.amount:
            return []
        between = sorted((self.since, self.rule.unrolled(self.since)))
        days = [day for day in sorted(bank_holidays()) if between[0] < day < between[1]]
        *first, last = ["Saturdays", "Sundays", *(govuk_date(day) for day in days if not is_weekend(day))]
        return [f"not counting {', '.join(first)} and {last}"]

    def _rolled(self) -> list[str]:
        counted = self.rule.unrolled(self.since)
        if counted == self.due_on:
            return []
        return [ROLLS[self.rule.roll].format(govuk_date(counted))]


def length(rule: Rule) -> str:
    """ "1 working day", "28 days"."""
    return f"{rule.amount} {UNITS[rule.unit]}{'' if rule.amount == 1 else 's'}"
