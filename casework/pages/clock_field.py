"""A clock time as people write it: 9am, 9:30am, 14:00, midday."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap]m)?", re.ASCII)
NAMED = {"midday": time(12), "noon": time(12)}


def clock_time(typed: str) -> time | None:
    """The time, or None for what is none: "9" could be the morning or the evening."""
    words = typed.strip().lower()
    found = CLOCK.fullmatch(words)
    if words in NAMED or not found:
        return NAMED.get(words)
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif half or found["minute"] is None:
        return None
    return time(hour, minute) if hour < 24 and minute < 60 else None


def clock_words(value: time) -> str:
    """The time as it is typed: 9am, 1:30pm."""
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


class ClockField(forms.CharField):
    """`what` begins its errors: "The time that it begins"."""

    def __init__(self, *, what: str, **kwargs: Any):
        self.what = what
        errors = {"required": f"Enter {what[0].lower()}{what[1:]}"}
        super().__init__(max_length=20, error_messages=errors, **kwargs)

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value)
        if not typed or isinstance(value, time):
            return value
        if (found := clock_time(typed)) is None:
            raise ValidationError(f"{self.what} must be a time, like 9:30am or 2pm")
        return found

    def prepare_value(self, value: Any) -> Any:
        return clock_words(value) if isinstance(value, time) else value

    def run_validators(self, value: Any) -> None:
        """The text was judged when it was read; a time has no length."""
