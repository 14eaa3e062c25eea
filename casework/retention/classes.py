"""The classes by which cases are kept, as data: when a case is reviewed, and until when it is kept.

The years are the policy of a force, and no rule of the product: data/classes.json says how sure each is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

DATA = Path(__file__).parent / "data" / "classes.json"
# Of whom no birthday is known: as for an offence that nobody was found for.
UNKNOWN_YEARS = 100


@dataclass(frozen=True)
class RetentionClass:
    """Reviewed `review_after` years from closure, kept for `years` from closure, report or birth."""

    code: str
    label: str
    hint: str
    review_after: int
    counted_from: Literal["closure", "report", "birth"]
    years: int

    def next_review(self, since: date) -> date:
        """The day of the review, from the closure or from the review before."""
        return years_later(since, self.review_after)

    def kept_until(self, *, closed_on: date, reported_on: date, births: Iterable[date | None]) -> date:
        """The first day on which a case may go; `births` are those of its suspects, None where unknown."""
        if self.counted_from == "closure":
            return years_later(closed_on, self.years)
        if self.counted_from == "report":
            return years_later(reported_on, self.years)
        unknown = years_later(reported_on, UNKNOWN_YEARS)
        return max((years_later(born, self.years) if born else unknown for born in births), default=unknown)


@cache
def classes() -> dict[str, RetentionClass]:
    """Every class by its code, in the order of the file."""
    return {each["code"]: _read(each) for each in json.loads(DATA.read_text())["classes"]}


def _read(said: dict) -> RetentionClass:
    return RetentionClass(
        code=said["code"],
        label=said["label"],
        hint=said["hint"],
        review_after=said["review_after"],
        counted_from=said["kept"]["from"],
        years=said["kept"]["years"],
    )


def years_later(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
