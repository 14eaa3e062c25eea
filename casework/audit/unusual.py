"""Reading that an auditor may want to ask about: each rule by name, and from which number on it says so.

A rule accuses nobody. It counts the cases to which somebody went by their address, not those that they met
on a list; own work is that of a case of which they are the officer, in which they held work or did something.
Of a case that is erased nobody knows any more whose work it was, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

READ = "entry.operation IN ('consultation', 'export', 'print') AND entry.outcome = 'opened'"
# By a function of the database: behind its second wall whose work a restricted case is no auditor sees.
FOREIGN = """NOT EXISTS (
        SELECT 1 FROM casework_own_work(%s, %s, %s) AS own
        WHERE own.case_file = entry.case_file AND own.person = entry.person
    )"""
LOCAL = "(entry.at AT TIME ZONE 'Europe/London')"


@dataclass(frozen=True)
class Rule:
    """`condition` is SQL on the entry; `counted` is what is counted of a person and a day, of own work too or
    not."""

    key: str
    words: str
    condition: str
    at_least: int
    counted: str = "DISTINCT entry.case_file"
    foreign: bool = False


RULES = (
    Rule("many_cases", "Went to many cases outside their own work on one day", READ, 20, foreign=True),
    Rule(
        "at_night",
        "Went to cases between 10pm and 6am",
        f"{READ} AND EXTRACT(hour FROM {LOCAL}) NOT BETWEEN 6 AND 21",
        3,
    ),
    Rule(
        "took_out",
        "Printed or downloaded from cases outside their own work",
        "entry.operation IN ('export', 'print') AND entry.case_file IS NOT NULL",
        1,
        foreign=True,
    ),
    Rule("refused", "Was refused again and again", "entry.operation = 'refused'", 10, "*"),
    Rule("sign_in_failed", "Failed to sign in again and again", "entry.operation = 'sign_in_failed'", 5, "*"),
)


class Unusual(NamedTuple):
    rule: Rule
    person: int
    day: date
    number: int


def unusual_reading(
    people: Sequence[int], *, since: datetime, until: datetime, rules: Sequence[Rule] = RULES
) -> list[Unusual]:
    """What the rules found of these people in the time, the latest day first. One query a rule."""
    found = [line for rule in rules for line in _found(rule, people, since, until)]
    return sorted(found, key=lambda line: (line.day, line.number), reverse=True)


def _found(rule: Rule, people: Sequence[int], since: datetime, until: datetime) -> list[Unusual]:
    # Who failed to sign in is nobody yet: the account is the subject.
    person = "entry.subject::bigint" if rule.key == "sign_in_failed" else "entry.person"
    among = "entry.subject = ANY(%s::text[])" if rule.key == "sign_in_failed" else "entry.person = ANY(%s)"
    of: list[Any] = [list(people), since, until]
    foreign = f"AND {FOREIGN} " if rule.foreign else ""
    statement = (
        f"SELECT {person}, {LOCAL}::date, count({rule.counted}) FROM casework_auditentry AS entry "  # noqa: S608
        f"WHERE {among} AND entry.at >= %s AND entry.at < %s AND {rule.condition} {foreign}"
        f"GROUP BY 1, 2 HAVING count({rule.counted}) >= %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*of, *(of if rule.foreign else ()), rule.at_least])
        return [Unusual(rule, *row) for row in cursor.fetchall()]
