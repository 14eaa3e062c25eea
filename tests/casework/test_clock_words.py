from __future__ import annotations

from datetime import date

import pytest

from casework.deadlines.counted import Counted
from casework.deadlines.rules import versions
from casework.deadlines.words import HELD_DATES, PURPOSES, clock_words
from tests.workflows.test_engine import steps

TODAY = date(2026, 11, 27)


def reckoning(clock: str) -> Counted | None:
    return Counted(clock, TODAY) if clock in versions() else None


CLOCKS = sorted({(step.kind, clock.name) for step in steps() for clock in step.clocks})


@pytest.mark.parametrize(("kind", "clock"), CLOCKS)
def test_every_clock_of_every_step_has_its_words(kind, clock):
    assert clock_words(kind, clock, reckoning(clock))


def test_no_words_are_held_for_nothing():
    used = {clock for _, clock in CLOCKS} | {f"{kind.partition('.')[0]}.{clock}" for kind, clock in CLOCKS}
    assert {*PURPOSES, *HELD_DATES} <= used


@pytest.mark.parametrize(
    ("kind", "clock", "words"),
    [
        ("file_submission.review", "GATEKEEPER_REVIEW", "2 working days for the gatekeeper's review"),
        ("vps_offer.take", "VPS_TAKE", "14 days to take the statement"),
        ("vps_offer.offer", "VPS_OFFER", "the same day, to offer a victim personal statement"),
        ("plan_item.answer", "due_on", "the date that the prosecutor asked for"),
        ("vps_checkpoint.take", "due_on", "the date for the update, counted from the charge or a hearing"),
    ],
)
def test_the_words(kind, clock, words):
    assert clock_words(kind, clock, reckoning(clock)) == words
