"""The GOV.UK date input as a Django form field: three boxes, one date, the design system's error messages."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from casework.deadlines.calendar import is_day_off
from casework.numbers import whole_number
from casework.pages.dates import MONTHS, local_date

PARTS = ("day", "month", "year")
EARLIEST_YEAR = 1900
FURTHEST_YEARS = 5
NO_PARTS = ("", "", "")

Parts = tuple[str, str, str]


class GovukDateWidget(forms.Widget):
    """Three text boxes named <name>-day, <name>-month and <name>-year. The page kit renders them."""

    def part_name(self, name: str, part: str) -> str:
        """Return the name, and id, of one box."""
        return f"{name}-{part}"

    def parts_of(self, value: Any) -> Parts:
        """Return the texts of the boxes for a date, for what was typed, or for nothing."""
        if isinstance(value, date):
            day = local_date(value)
            return (str(day.day), str(day.month), str(day.year))
        return tuple(value) if value else NO_PARTS

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Parts:
        """Return what was typed, kept as it is so that a refused form shows it again."""
        day, month, year = (str(data.get(self.part_name(name, part)) or "").strip() for part in PARTS)
        return (day, month, year)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell whether the form was sent without any of the boxes."""
        return all(self.part_name(name, part) not in data for part in PARTS)

    def id_for_label(self, id_: str) -> str:
        """Return the id of the first box."""
        return self.part_name(id_, PARTS[0]) if id_ else id_


class GovukDateField(forms.Field):
    """A date whose error messages begin with `noun`, as in "The date of arrest must be a real date".

    Each error says in its params which parts are wrong; only those boxes turn red. `today` is called anew for
    each check.
    """

    widget = GovukDateWidget
    default_error_messages = {
        "required": "Enter %(object)s",
        "incomplete": "%(noun)s must include a %(missing)s",
        "year": "Year must include 4 numbers",
        "invalid": "%(noun)s must be a real date",
        "future": "%(noun)s must be today or in the past",
        "not_future": "%(noun)s must be in the future",
        "day_off": "%(noun)s must be a working day",
        "too_far": "%(noun)s must be within the next 5 years",
        "too_old": "%(noun)s must be in 1900 or later",
    }

    def __init__(
        self,
        *,
        noun: str,
        not_in_future: bool = False,
        must_be_future: bool = False,
        working_day: bool = False,
        today: Callable[[], date] = timezone.localdate,
        **kwargs: Any,
    ) -> None:
        self.noun = noun
        self.not_in_future = not_in_future
        self.must_be_future = must_be_future
        self.working_day = working_day
        self.today = today
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Return the date, or None for three empty boxes."""
        if value is None or isinstance(value, date):
            return value
        if not any(value):
            return None
        self._refuse_missing(value)
        return self._real_date(value)

    def validate(self, value: date | None) -> None:
        """Refuse no date where one is required, and a date beyond a limit or on a day off."""
        if value is None:
            if self.required:
                raise self._error("required")
            return
        if wrong := self._wrong_with(value, self.today()):
            raise self._error(wrong)

    def _wrong_with(self, value: date, today: date) -> str:
        """Return what the date fails, or nothing. The outer limits catch slips of the keyboard."""
        if value.year < EARLIEST_YEAR:
            return "too_old"
        if self.not_in_future and value > today:
            return "future"
        if self.must_be_future and value <= today:
            return "not_future"
        if value.year > today.year + FURTHEST_YEARS:
            return "too_far"
        return "day_off" if self.working_day and is_day_off(value) else ""

    def _refuse_missing(self, value: Parts) -> None:
        missing = [part for part, text in zip(PARTS, value, strict=True) if not text]
        if missing:
            raise self._error("incomplete", missing)

    def _real_date(self, value: Parts) -> date:
        day, month, year = number(value[0]), month_number(value[1]), number(value[2])
        if not 1 <= day <= 31 or not 1 <= month <= 12 or year < 0:
            raise self._error("invalid", impossible_parts(day, month, year))
        if not 1000 <= year <= 9999:
            raise self._error("year", ["year"])
        try:
            return date(year, month, day)
        except ValueError:
            raise self._error("invalid") from None

    def _error(self, code: str, parts: Any = PARTS) -> ValidationError:
        params = {
            "noun": self.noun,
            "object": self.noun[0].lower() + self.noun[1:],
            "missing": " and ".join(parts),
            "parts": tuple(parts),
        }
        return ValidationError(self.error_messages[code], code=code, params=params)


def number(text: str) -> int:
    """Return the whole number that a box holds, or -1."""
    found = whole_number(text, digits=9)
    return -1 if found is None else found


def month_number(text: str) -> int:
    """Return a month's number from its number, its name or the name's first three letters, or -1."""
    names = [month.lower() for month in MONTHS]
    word = text.lower()
    for position, name in enumerate(names, start=1):
        if word in (name, name[:3]):
            return position
    return number(text)


def impossible_parts(day: int, month: int, year: int) -> list[str]:
    """Return the parts that no date can have."""
    faults = {"day": not 1 <= day <= 31, "month": not 1 <= month <= 12, "year": year < 0}
    return [part for part, fault in faults.items() if fault]
