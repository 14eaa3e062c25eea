"""What people type: for each step and outcome, a form that is accepted."""

from __future__ import annotations

from datetime import date

from tests.samples.bad_character import bad_character
from tests.samples.before_charge import charging, early_advice, file_review
from tests.samples.court import break_ins, escalations, hearings, special_measures
from tests.samples.parts import (
    Form,
    advice,
    checks_made,
    day,
    ended,
    found_item,
    line_of_inquiry,
    listing,
    no_line,
    offence,
    plan_item,
)
from tests.samples.victims import letters, victim_contacts, victim_statements

__all__ = [
    "Form",
    "advice",
    "checks_made",
    "day",
    "ended",
    "found_item",
    "line_of_inquiry",
    "listing",
    "no_line",
    "offence",
    "plan_item",
    "sample",
]

ROUTES = (
    *(early_advice, file_review, charging, bad_character, victim_statements, victim_contacts),
    *(special_measures, hearings, escalations, break_ins, letters),
)


def sample(kind: str, outcome: str, today: date) -> Form:
    """The form for an outcome: of a step, as of "early_advice.triage", or of a turn, as of "early_advice"."""
    for route in ROUTES:
        samples = route(today)
        if (kind, outcome) in samples:
            return samples[kind, outcome]
    raise KeyError((kind, outcome))
