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
from uuid import UUID

from django.db import connection

READ = "entry.operation IN ('consultation', 'export', 'print') AND entry.outcome = 'opened'"
# By a function of the database: behind its second wall whose work a restricted case is no auditor sees.
FOREIGN = """NOT EXISTS (
        SELECT 1 FROM casework_own_work(%(people)s, %(since)s, %(until)s) AS own
        WHERE own.case_file = entry.case_file AND own.person = entry.person
    )"""
LOCAL = "(entry.at AT TIME ZONE 'Europe/London')"
# In a role of the organisations; where the entry does not say in which, while they held one there.
WITHIN = f"""(entry.organisation = ANY(%(places)s) OR entry.organisation IS NULL AND EXISTS (
        SELECT 1 FROM casework_membership AS held
        WHERE held.person_id = audited.person AND held.organisation_id = ANY(%(places)s)
        AND {LOCAL}::date BETWEEN held.starts_on AND COALESCE(held.ends_on, 'infinity')
    ))"""  # noqa: S608


@dataclass(frozen=True)
class Rule:
    """`condition` is SQL on the entry; `counted` is what is counted of a person and a day.

    The condition asks for no more than is in the index `audit_telling`.
    """

    key: str
    words: str
    condition: str
    at_least: int
    counted: str = "DISTINCT entry.case_file"


RULES = (
    Rule("many_cases", "Went to many cases outside their own work on one day", f"{READ} AND {FOREIGN}", 20),
    Rule(
        "at_night",
        "Went to cases between 10pm and 6am",
        f"{READ} AND EXTRACT(hour FROM {LOCAL}) NOT BETWEEN 6 AND 21",
        3,
    ),
    Rule(
        "took_out",
        "Printed or downloaded from cases outside their own work",
        f"entry.operation IN ('export', 'print') AND entry.case_file IS NOT NULL AND {FOREIGN}",
        1,
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
    people: Sequence[int],
    *,
    places: Sequence[int],
    since: datetime,
    until: datetime,
    rules: Sequence[Rule] = RULES,
) -> list[Unusual]:
    """What the rules found of these people in their roles at these places in the time, the latest day first.

    One query a rule.
    """
    found = [line for rule in rules for line in _found(rule, people, places, since, until)]
    return sorted(found, key=lambda line: (line.day, line.number), reverse=True)


def _found(
    rule: Rule, people: Sequence[int], places: Sequence[int], since: datetime, until: datetime
) -> list[Unusual]:
    # What somebody reads or is refused is in their own stream, and so are failures with their account.
    statement = (
        f"SELECT audited.person, {LOCAL}::date, count({rule.counted}) "  # noqa: S608
        "FROM unnest(%(people)s::bigint[], %(streams)s::uuid[]) AS audited (person, stream) "
        "JOIN casework_auditentry AS entry ON entry.stream = audited.stream "
        f"WHERE entry.at >= %(since)s AND entry.at < %(until)s AND {rule.condition} AND {WITHIN} "
        f"GROUP BY 1, 2 HAVING count({rule.counted}) >= %(at_least)s"
    )
    asked: dict[str, Any] = {
        "people": list(people),
        "streams": [UUID(int=person) for person in people],
        "places": list(places),
        "since": since,
        "until": until,
        "at_least": rule.at_least,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [Unusual(rule, *row) for row in cursor.fetchall()]
