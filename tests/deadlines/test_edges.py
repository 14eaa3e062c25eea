"""The edges of the calendar and of the rules: one day, one amount or one year to either side."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from casework.deadlines.calendar import is_weekend, working_day_from, working_days_after
from casework.deadlines.checks import calendar_reaches_far_enough
from casework.deadlines.counted import length
from casework.deadlines.holidays import bank_holidays, changes_from, holidays_supposed, years_held
from casework.deadlines.rules import rule_on, rule_read, versions
from casework.deadlines.units import hours_from, months_after
from casework.deadlines.words import HELD_DATES, clock_words
from tests.deadlines.test_rules import ROW


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 11, 27), date(2026, 11, 27)),
        (date(2026, 11, 28), date(2026, 11, 30)),
        (date(2026, 12, 25), date(2026, 12, 29)),
    ],
)
def test_the_day_itself_or_the_first_working_day_after_it(day, first):
    assert working_day_from(day) == first


def test_a_weekend_is_saturday_and_sunday():
    days = [date(2026, 11, 27 + number) for number in range(4)]
    assert [is_weekend(day) for day in days] == [False, True, True, False]


def test_no_days_after_a_day_off_is_that_day():
    assert working_days_after(date(2026, 11, 28), 0) == date(2026, 11, 28)


@pytest.mark.parametrize(("year", "warned"), [(-1, False), (0, True), (1, True)])
def test_a_year_before_the_bank_holidays_end_somebody_is_warned(year, warned):
    last = years_held()[-1]
    with time_machine.travel(datetime(last + year, 1, 1, 12, tzinfo=UTC)):
        said = calendar_reaches_far_enough()
    assert [each.id for each in said] == ["casework.W001"] * warned
    assert all(str(last) in each.msg for each in said)


def test_what_is_supposed_ends_with_the_block_that_fails_too():
    changes_from(tuple)
    whole = bank_holidays()
    with holidays_supposed(frozenset()):
        assert bank_holidays() == frozenset()
    with pytest.raises(ZeroDivisionError), holidays_supposed(frozenset()):
        _ = 1 / 0
    assert bank_holidays() == whole != frozenset()


def test_the_changes_are_read_from_whoever_was_named_last_and_at_once():
    changes_from(tuple)
    assert bank_holidays()
    changes_from(lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bank_holidays()
    changes_from(tuple)
    assert bank_holidays()


def test_an_amount_of_nothing_is_no_negative_one():
    assert rule_read({**ROW, "amount": 0}).amount == 0


def test_a_rule_without_days_is_always_in_force():
    always = rule_read({name: value for name, value in ROW.items() if name != "effective_to"})
    assert always.in_force_on(date.min)
    assert always.in_force_on(date.max)
    until = rule_read(ROW)
    assert until.in_force_on(date(2025, 10, 5))
    assert not until.in_force_on(date(2025, 10, 6))


def test_the_versions_of_a_rule_are_in_their_order():
    for rules in versions().values():
        begun = [rule.effective_from or date.min for rule in rules]
        assert begun == sorted(begun)


def test_a_name_that_is_not_held_is_an_error():
    with pytest.raises(KeyError):
        rule_on("NO_SUCH_LIMIT", date(2026, 11, 27))


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        *((1, "business_day", "1 business day"), (2, "working_day", "2 working days")),
        *((28, "calendar_day", "28 days"), (1, "calendar_month", "1 month"), (72, "hour", "72 hours")),
    ],
)
def test_a_length_in_its_unit(amount, unit, said):
    assert length(rule_read({**ROW, "amount": amount, "unit": unit})) == said


@pytest.mark.parametrize(
    ("day", "count", "end"),
    [
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 1, 31), -1, date(2026, 12, 31)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2026, 11, 30), 12, date(2027, 11, 30)),
        (date(2026, 11, 30), -11, date(2025, 12, 30)),
    ],
)
def test_months_across_the_year_and_into_shorter_ones(day, count, end):
    assert months_after(day, count) == end


def test_hours_before_a_moment():
    noon = datetime(2026, 11, 27, 12, tzinfo=UTC)
    assert hours_from(noon, 3, "before") == datetime(2026, 11, 27, 9, tzinfo=UTC)


OWN_WORDS = sorted(key for key in HELD_DATES if "." in key)


def test_one_field_of_these_records_means_what_it_means_on_no_other():
    assert OWN_WORDS == [
        "bad_character.material_by",
        "bad_character_checkpoint.due_on",
        "bad_character_notice.due_on",
        "bad_character_notice.objection_by",
        "court_stage.due_on",
        "special_measures_application.due_on",
        "special_measures_application.respond_by",
        "victim_contact.due_on",
        "vps_checkpoint.due_on",
        "vps_service.due_on",
    ]


@pytest.mark.parametrize("key", OWN_WORDS)
def test_and_is_told_in_its_own_words(key):
    kind, _, field = key.partition(".")
    assert clock_words(f"{kind}.step", field, None) == HELD_DATES[key]


def test_a_date_that_was_set_by_hand_has_no_number_of_days():
    assert clock_words("vps_offer.take", "VPS_TAKE", None) == "the date that was set to take the statement"
