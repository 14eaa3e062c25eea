"""Dates that were worked by hand, for every version of every rule: worked_dates.csv.

How: with a wall calendar and the bank holidays of England and Wales as GOV.UK lists them. The count begins
on the day after the trigger, or the day before it for a limit that lies before. Of working and business days
each one that is no Saturday, Sunday or bank holiday gets the next number. Days of the calendar are counted
to the end of each month, and on with what is left; months go to the same day of the later month, or its last.
Where the rule rolls, the day then goes back, or on, to the nearest one on which courts sit. The last column
says what was counted. Times are those of a clock in London. The provision is that of the version in force
on the day of the trigger.
"""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from casework.deadlines.rules import due_at, due_on, rule_on, versions

LONDON = ZoneInfo("Europe/London")
ROWS = list(csv.DictReader((Path(__file__).parent / "worked_dates.csv").read_text().splitlines()))


def named(row: dict[str, str]) -> str:
    return f"{row['rule']} from {row['trigger']}"


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_date_worked_by_hand(row):
    trigger = datetime.fromisoformat(row["trigger"]).replace(tzinfo=LONDON)
    rule = rule_on(row["rule"], trigger.date())
    if rule.unit == "hour":
        assert f"{due_at(row['rule'], trigger).astimezone(LONDON):%Y-%m-%d %H:%M}" == row["due"]
    else:
        assert due_on(row["rule"], trigger.date()).isoformat() == row["due"]
    assert rule.authority == row["provision"]


def test_there_are_many_and_each_is_another():
    assert len(ROWS) >= 120
    assert len({named(row) for row in ROWS}) == len(ROWS)


def test_every_version_of_every_rule_has_been_worked():
    worked = [(row["rule"], date.fromisoformat(row["trigger"][:10])) for row in ROWS]
    missing = [
        f"{rule.code}, in force from {rule.effective_from}"
        for found in versions().values()
        for rule in found
        if not any(code == rule.code and rule.in_force_on(day) for code, day in worked)
    ]
    assert missing == []
