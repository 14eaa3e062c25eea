"""The one error that a domain verb raises when it may not go ahead."""

from datetime import date

from casework.pages.dates import govuk_date


class RuleBroken(Exception):
    """A rule of the process says no; nothing has been changed.

    `message` is shown to the person as it stands, so it says what to do and
    names no victim, witness or suspect. `field` is the form field that it belongs to, if there is one.
    """

    def __init__(self, message: str, *, field: str | None = None):
        super().__init__(message)
        self.message = message
        self.field = field


class Overtaken(RuleBroken):
    """Somebody else moved the record first. `found` is the position that it is at now."""

    def __init__(self, message: str, *, found: str):
        super().__init__(message)
        self.found = found


def day_not_before(day: date, earliest: date | None, what: str, *, field: str) -> None:
    """Guard: something did not happen before what it follows. Nothing is asked when that has no date."""
    if earliest and day < earliest:
        raise RuleBroken(f"{what} must be {govuk_date(earliest)} or later", field=field)
