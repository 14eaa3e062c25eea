"""What a custody time limit says of itself, and how far an extension reaches. Without a database."""

from __future__ import annotations

from datetime import date

import pytest

from casework.custody_limits.reckoning import Reckoning, Span
from casework.deadlines.counted import Counted

ENDED = Span(date(2027, 1, 4), date(2027, 1, 16))
TWENTY_MORE = Span(date(2027, 1, 20), date(2027, 2, 9))


def of(*spans: Span, stage: str = "crown", allowed: int | None = None) -> Reckoning:
    return Reckoning(stage, spans, allowed)


@pytest.mark.parametrize(
    ("reckoning", "days", "served", "last"),
    [
        (of(Span(date(2027, 1, 4))), 182, 0, date(2027, 7, 5)),
        (of(Span(date(2027, 1, 4)), stage="magistrates"), 56, 0, date(2027, 3, 1)),
        (of(ENDED, Span(date(2027, 2, 1))), 182, 12, date(2027, 7, 21)),
        (of(ENDED, TWENTY_MORE, Span(date(2027, 3, 1))), 182, 32, date(2027, 7, 29)),
        (of(ENDED, Span(date(2027, 2, 1)), allowed=200), 200, 12, date(2027, 8, 6)),
        # Custody first began while 238 days applied, and began again after.
        (of(Span(date(2020, 10, 1), date(2020, 10, 11)), Span(date(2021, 7, 1))), 238, 10, date(2022, 2, 14)),
    ],
)  # fmt: skip
def test_the_days_those_served_and_the_last(reckoning, days, served, last):
    assert (reckoning.days, reckoning.served_before, reckoning.expires_on) == (days, served, last)


def test_what_lasts_has_served_nothing_yet():
    assert (ENDED.served, Span(date(2027, 1, 4)).served) == (12, 0)


def test_an_extension_allows_the_days_served_too():
    again = of(ENDED, Span(date(2027, 2, 1)))
    assert again.allowed_until(date(2027, 8, 6)) == 198
    assert of(Span(date(2027, 1, 4))).allowed_until(date(2027, 7, 5)) == 182


def test_the_same_by_the_rule_alone():
    assert of(Span(date(2027, 1, 4)), stage="magistrates").counted == Counted(
        "CUSTODY_MAGISTRATES", date(2027, 1, 4)
    )


@pytest.mark.parametrize(
    ("reckoning", "words"),
    [
        (of(Span(date(2027, 1, 4))), "182 days after 4 January 2027, the day on which custody began; "),
        (
            of(ENDED, TWENTY_MORE, Span(date(2027, 3, 1))),
            "182 days, less 32 served before, after 1 March 2027, the day on which custody began; ",
        ),
        (
            of(Span(date(2027, 1, 9)), allowed=182),
            "182 days as the court has extended it after 9 January 2027, the day on which custody began, "
            "brought forward from 10 July 2027; ",
        ),
    ],
)
def test_it_says_how_it_came_about(reckoning, words):
    assert reckoning.words == f"{words}{reckoning.rule.authority}"
