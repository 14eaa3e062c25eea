"""The mistakes that are made on purpose, and how they come into a process that has the code already."""

from __future__ import annotations

import ast
from datetime import date

import pytest

from casework.access import policy, scope
from casework.custody_limits.reckoning import Span
from casework.deadlines import calendar, units
from tests.mutants import mutant, plugin
from tests.mutants.changes import others
from tests.mutants.groups import GROUPS
from tests.mutants.making import CannotBeMade, make
from tests.mutants.mutant import ROOT, Mutant, mutants_of
from tests.mutants.running import BROKEN, FOUND, SURVIVED, in_a_fork
from tests.mutants.sql import sql_others


@pytest.mark.parametrize(
    ("code", "instead"),
    [
        ("a < b", {"a <= b"}),
        ("a == b", {"a != b"}),
        ("a is None", {"a is not None"}),
        ("a and b", {"a or b", "a", "b"}),
        ("not a", {"a"}),
        ("a | b", {"a & b"}),
        ("a if b else c", {"a if True else c", "a if False else c"}),
        ("7", {"8", "6"}),
        ("True", {"False"}),
        ("{'a': 1, 'b': 2}", {"{'a': 1}", "{'b': 2}"}),
        ("Q(a=1, b=2)", {"Q(a=1)", "Q(b=2)"}),
        ("rows.filter(a=b)", {"rows.filter()", "rows"}),
        ("min(a)", {"max(a)"}),
        ("'text'", set()),
    ],
)
def test_what_is_written_instead(code, instead):
    assert {ast.unparse(each) for each in others(ast.parse(code, mode="eval").body)} == instead


def test_what_is_written_instead_in_sql():
    assert set(sql_others("SELECT a WHERE b IS NULL AND c >= 3")) == {
        "SELECT a WHERE b IS NOT NULL AND c >= 3",
        "SELECT a WHERE b IS NULL OR c >= 3",
        "SELECT a WHERE b IS NULL AND c > 3",
        "SELECT a WHERE b IS NULL AND c >= 4",
    }


@pytest.fixture
def one(monkeypatch):
    """The mutant of a place, whose tree nobody else has."""

    def of(file: str, where: str, change: str) -> Mutant:
        mutant.tree_of.cache_clear()
        (found,) = (each for each in mutants_of(file) if (each.where, each.change) == (where, change))
        return found

    yield of
    mutant.tree_of.cache_clear()


def in_fork(act) -> int:
    return in_a_fork(lambda: "" if act() else "not so")[0]


def test_a_function_that_others_imported_is_another(one):
    change = "day.weekday() >= SATURDAY -> day.weekday() > SATURDAY"
    made = one("casework/deadlines/calendar.py", "is_weekend", change)
    saturday, from_calendar = date(2026, 11, 28), calendar.is_working_day
    assert in_fork(lambda: not make(made) and from_calendar(saturday)) == SURVIVED
    assert not from_calendar(saturday)


def test_a_method_of_a_record_is_another(one):
    change = "return (self.released_on - self.held_from).days if self.released_on else 0 -> return None"
    made = one("casework/custody_limits/reckoning.py", "Span.served", change)
    assert in_fork(lambda: not make(made) and Span(date(2027, 1, 4)).served is None) == SURVIVED


def test_a_constant_is_another_for_who_imported_it_and_for_what_is_counted_from_it(one):
    made = next(each for each in mutants_of("casework/access/scope.py") if each.where == "NOBODY")
    before = scope.NOBODY
    assert in_fork(lambda: not make(made) and policy.NOBODY == scope.NOBODY != before) == SURVIVED
    step = one("casework/deadlines/calendar.py", "ONE_DAY", "1 -> 2")
    assert in_fork(lambda: not make(step) and units.ONE_DAY.days == 2) == SURVIVED


def test_how_a_fork_ended():
    def nothing_like_it() -> str:
        raise CannotBeMade

    assert in_a_fork(lambda: "a test") == (FOUND, "a test")
    assert in_a_fork(lambda: "") == (SURVIVED, "")
    assert in_a_fork(nothing_like_it) == (BROKEN, "")


def test_what_makes_no_difference_is_a_mutant_and_says_why():
    every = {each.key for group in GROUPS for each in plugin.mutants_in(group)}
    same = plugin.equivalent()
    assert set(same) <= every
    assert all(len(why) > 20 for why in same.values())


def test_each_mutant_has_a_name_of_its_own_and_what_a_group_names_is_there():
    for group, named in GROUPS.items():
        keys = [each.key for each in plugin.mutants_in(group)]
        assert len(keys) == len(set(keys)) > 100
        assert all((ROOT / file).exists() for file in (*named.files, *named.tests))
