"""The settings that stand for a practice: what a force or an area would settle for itself."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings

# By their name without "CASEWORK_", in the order of the page: what each says.
ASSUMED = {
    "DUE_SOON_WORKING_DAYS": "How many working days before its date work counts as due soon",
    "CRITICAL_AFTER_WORKING_DAYS": "How many working days after its date work counts as critically overdue",
    "EARLY_ADVICE_TRIGGER": "From when the period for early advice runs",
    "BOUNCE_ALERT_AT": "At which return of a file those who lead are alerted",
    "ATTEMPTS_BEFORE_SUPERVISOR": "After how many attempts to reach a victim a supervisor is asked",
    "VOICE_MINIMUM": "How many answers of victims there must be before any is shown",
    "DRAFT_DAYS": "How many days a draft that was not sent is kept",
    "BREAK_IN_MINUTES": "For how many minutes a restricted case that was opened in an emergency is read",
    "BREAK_IN_REASON": "How many characters the reason to open one must have",
    "BREAK_IN_ATTEMPTS": "How many numbers of cases somebody may try to open in an emergency within an hour",
}


class SettingShown(NamedTuple):
    """A setting by the name that the environment gives it, what it says, and its value here."""

    name: str
    words: str
    value: str


def settings_assumed() -> list[SettingShown]:
    """Each with the value of this installation. No query."""
    return [
        SettingShown(f"RASSO_{name}", words, str(getattr(settings, f"CASEWORK_{name}")))
        for name, words in ASSUMED.items()
    ]
