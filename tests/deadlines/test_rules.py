"""Versions of a rule, units, rolls, and what a page says of a date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from casework.deadlines import rules
from casework.deadlines.counted import Counted
from casework.deadlines.rules import NoRuleInForce, Rule, due_at, due_on, rule_read, versions
from casework.deadlines.units import hours_from

LONDON = ZoneInfo("Europe/London")
ROW = {
    "code": "NOTICE",
    "amount": 14,
    "unit": "calendar_day",
    "trigger": "not guilty plea",
    "source": "the older text",
    "confidence": "sourced",
    "instrument": "Criminal Procedure Rules 2011",
    "provision": "rule 35.4",
    "effective_to": "2025-10-05",
}
LATER = {
    **ROW,
    "amount": 10,
    "unit": "business_day",
    "instrument": "Criminal Procedure Rules 2025",
    "provision": "rule 21.4(3)(b)",
    "effective_from": "2025-10-06",
    "effective_to": "2030-12-31",
}


@pytest.fixture
def table(monkeypatch):
    def of(*rows: dict) -> None:
        found = {"NOTICE": rules._in_order([rule_read(row) for row in rows])}
        monkeypatch.setattr(rules, "versions", lambda: found)

    return of


def test_the_version_in_force_on_the_day_of_the_trigger_applies(table):
    table(LATER, ROW)
    assert due_on("NOTICE", date(2025, 10, 5)) == date(2025, 10, 19)
    assert due_on("NOTICE", date(2025, 10, 6)) == date(2025, 10, 20)


def test_a_day_on_which_no_version_was_in_force_is_an_error_and_no_guess(table):
    table({**LATER})
    with pytest.raises(NoRuleInForce):
        due_on("NOTICE", date(2025, 10, 5))


def test_two_versions_in_force_on_one_day_are_refused(table):
    with pytest.raises(ValueError, match="Two versions of NOTICE"):
        table(ROW, {**LATER, "effective_from": "2025-10-05"})


def test_an_amount_says_its_direction_in_words_and_not_by_its_sign():
    with pytest.raises(ValueError, match="negative"):
        rule_read({**ROW, "amount": -14})


@pytest.mark.parametrize(
    ("change", "due"),
    [
        # Thursday 25 November 2027 and 30 days is Saturday Christmas Day; the next two weekdays are holidays.
        ({"amount": 30, "roll": ""}, date(2027, 12, 25)),
        ({"amount": 30, "roll": "previous_business_day"}, date(2027, 12, 24)),
        ({"amount": 30, "roll": "next_business_day"}, date(2027, 12, 29)),
        ({"amount": 1, "unit": "calendar_month"}, date(2027, 12, 25)),
        ({"amount": 2, "unit": "business_day", "direction": "before"}, date(2027, 11, 23)),
        ({"amount": 1, "unit": "calendar_month", "direction": "before"}, date(2027, 10, 25)),
    ],
)
def test_units_directions_and_rolls(change, due):
    rule = rule_read({**ROW, **change})
    assert rule.due_on(date(2027, 11, 25)) == due


def test_hours_are_time_that_has_passed_whatever_the_clocks_do():
    # The clocks go back on 25 October 2026, and forward on 28 March 2027.
    autumn = datetime(2026, 10, 24, 12, tzinfo=LONDON)
    assert hours_from(autumn, 72, "after").astimezone(LONDON) == datetime(2026, 10, 27, 11, tzinfo=LONDON)
    spring = datetime(2027, 3, 27, 12, tzinfo=LONDON)
    assert hours_from(spring, 72, "after").astimezone(LONDON) == datetime(2027, 3, 30, 13, tzinfo=LONDON)


def test_hours_need_a_moment_that_knows_its_time_zone():
    with pytest.raises(ValueError, match="time zone"):
        hours_from(datetime(2026, 10, 24, 12), 72, "after")  # noqa: DTZ001


def test_a_breach_is_reported_within_72_hours_and_a_limit_in_days_has_no_hour():
    known_at = datetime(2026, 11, 27, 12, tzinfo=UTC)
    assert due_at("BREACH_REPORT", known_at) == datetime(2026, 11, 30, 12, tzinfo=UTC)
    with pytest.raises(ValueError, match="not counted in hours"):
        due_at("CPS_TRIAGE", known_at)


def test_a_limit_in_hours_has_no_day():
    with pytest.raises(ValueError, match="from a moment"):
        due_on("BREACH_REPORT", date(2026, 11, 27))


@pytest.mark.parametrize(
    ("row", "since", "words"),
    [
        (
            LATER,
            date(2026, 12, 18),
            "10 business days after 18 December 2026 (not guilty plea), not counting Saturdays, Sundays, "
            "25 December 2026, 28 December 2026 and 1 January 2027; "
            "Criminal Procedure Rules 2025, rule 21.4(3)(b)",
        ),
        (
            LATER,
            date(2027, 1, 4),
            "10 business days after 4 January 2027 (not guilty plea), not counting Saturdays and Sundays; "
            "Criminal Procedure Rules 2025, rule 21.4(3)(b)",
        ),
        (
            {**ROW, "amount": 30, "roll": "previous_business_day", "effective_to": "2030-12-31"},
            date(2027, 11, 25),
            "30 days after 25 November 2027 (not guilty plea), brought forward from 25 December 2027 to the "
            "business day before it; Criminal Procedure Rules 2011, rule 35.4",
        ),
        (
            {**ROW, "amount": 0, "instrument": "", "provision": "", "effective_to": "2030-12-31"},
            date(2027, 1, 4),
            "The same day, 4 January 2027 (not guilty plea); the older text",
        ),
    ],
)
def test_what_a_page_says_of_a_date(table, monkeypatch, row, since, words):
    table(row)
    assert Counted("NOTICE", since).words == words


def test_every_code_of_the_table_has_a_version_now():
    assert all(any(rule.effective_to is None for rule in each) for each in versions().values())


def test_what_sets_a_limit_is_its_law_or_where_else_it_comes_from():
    assert Rule(**{**ROW, "effective_to": None}).authority == "Criminal Procedure Rules 2011, rule 35.4"


def test_hours_count_by_the_version_of_the_day_in_london(table):
    """Half past eleven in UTC is the next day there in summer."""
    hours = {**ROW, "unit": "hour"}
    until = {**hours, "amount": 24, "effective_to": "2027-06-10"}
    table(until, {**hours, "amount": 48, "effective_from": "2027-06-11", "effective_to": "2030-12-31"})
    late = datetime(2027, 6, 10, 23, 30, tzinfo=UTC)
    assert due_at("NOTICE", late) == late + timedelta(hours=48)
