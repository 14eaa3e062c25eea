from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from casework.escalations.ladder import Rung
from casework.escalations.rungs import MOST_DAYS as MOST_DAYS_TO_A_RANK
from notifications.ladders.services import MOST_DAYS, MOST_TIMES
from notifications.ladders.timings import Timing

# What a force or an area sets of a ladder.
SET = ("warn", "overdue_after", "again_every", "again_times")
STALE = "Open this page again, and change it there"


class DaysField(forms.CharField):
    """Several numbers of days: "56, 28 and 14"."""

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value) or ""
        words = [word for word in re.split(r"[,;\s]+|\band\b", typed) if word]
        if any(not re.fullmatch(r"\d{1,3}", word, re.ASCII) for word in words):
            raise ValidationError("Days must be numbers with commas between them, like 14, 7, 1")
        return [int(word) for word in words]

    def run_validators(self, value: Any) -> None:
        """The text was judged when it was read."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


def _days(label: str, what: str, most: int, least: int = 1) -> forms.IntegerField:
    wrong = f"{what} must be a whole number from {least} to {most}"
    messages = {"required": f"Enter {what[0].lower()}{what[1:]}", "invalid": wrong}
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        error_messages={**messages, "min_value": wrong, "max_value": wrong},
    )


def _seen() -> forms.IntegerField:
    return forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), STALE),
    )


def _reason() -> forms.CharField:
    return forms.CharField(
        label="Why is it changed?",
        widget=forms.Textarea,
        max_length=1000,
        error_messages={"required": "Enter why it is changed, such as the local agreement"},
    )


class LadderForm(forms.Form):
    warn = DaysField(
        label="Days before the due date on which a warning goes",
        required=False,
        help_text="Separate them by commas, or leave empty for no warning",
    )
    overdue_after = _days(
        "Working days after the due date until people are told that it is overdue",
        "How many working days until it is overdue",
        MOST_DAYS,
    )
    again_every = _days(
        "Working days between repetitions after that",
        "How many working days between repetitions",
        MOST_DAYS,
    )
    again_times = _days("How many times it is repeated", "How many times it is repeated", MOST_TIMES, 0)
    reason = _reason()
    seen = _seen()

    rendering = {
        "warn": {"width": 20},
        "overdue_after": {"width": 3},
        "again_every": {"width": 3},
        "again_times": {"width": 3},
        "reason": {"rows": 3},
    }

    def __init__(self, *args: Any, timing: Timing, seen: int, **kwargs: Any):
        initial = {name: getattr(timing, name) for name in SET}
        super().__init__(*args, **{"auto_id": "%s", "initial": {**initial, "seen": seen}, **kwargs})
        if timing.unit == "working_day":
            self.fields["warn"].label = "Working days before the due date on which a warning goes"


class RanksForm(forms.Form):
    """After how many working days each rank is told, a field by the key of its rung."""

    reason = _reason()
    seen = _seen()

    def __init__(self, *args: Any, rungs: Sequence[Rung], seen: int, **kwargs: Any):
        days = {rung.key: rung.working_days_overdue for rung in rungs}
        super().__init__(*args, **{"auto_id": "%s", "initial": {**days, "seen": seen}, **kwargs})
        for rung in rungs:
            what = f"How many working days until {rung.label} is told"
            self.fields[rung.key] = _days(f"{rung.label}: working days", what, MOST_DAYS_TO_A_RANK)
        self.order_fields([*days])
        self.rendering = {**{key: {"width": 3} for key in days}, "reason": {"rows": 3}}

    def arguments(self) -> dict[str, Any]:
        """As the verb takes them."""
        said = dict(self.cleaned_data)
        reason, seen = said.pop("reason"), said.pop("seen")
        return {"days": said, "reason": reason, "seen": seen}
