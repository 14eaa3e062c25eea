"""With the whole policy stubbed open the database still gives nobody a row of a case that is not theirs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.utils import timezone

from casework.access import kept, opened, pools, scope
from casework.audit.who import Acting, acting_as
from casework.casefiles.models import CaseFile
from casework.people.models import User
from casework.people.roles import Role
from tests.access.keeping import barred, restricted
from tests.access.table import PAGES
from tests.cast import Cast, organisation, person
from tests.wall.role import acting_as_role, roles_require
from tests.wall.test_tables import walled

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
EVERYTHING = ~Q(pk__in=[])
OPENED: dict[Callable, Callable] = {
    scope.cases_visible_to: lambda user: EVERYTHING,
    scope.cases_administered_by: lambda user: EVERYTHING,
    scope.cases_reached_by: lambda user, roles: EVERYTHING,
    scope.role_covers: lambda case: EVERYTHING,
    scope.covers: lambda membership, case, user: True,
    scope.reaches: lambda membership, case, user: True,
    opened.cases_to_open: lambda user: EVERYTHING,
    kept.kept_from: lambda user: frozenset(),
    kept.unless_kept: lambda user, case="pk": Q(),
    kept.not_kept: lambda case, person: Q(),
    pools.pools_of: lambda user: [EVERYTHING],
    pools.pools_led_by: lambda user: [EVERYTHING],
}
# Who may have nothing of the case: in another force or area, in every role there; and kept from it.
ELSEWHERE = ("outsider", "outside_prosecutor", "elsewhere", "administrator_elsewhere")
OUTSIDERS = (*ELSEWHERE, "barred", "off_the_list")
# Rows of no case are there for everybody.
OF_NO_CASE = {"casework_auditreason", "casework_incident"}
OF_CASE = ("Suspectname", "Victimname", "Rape of a woman")


@pytest.fixture
def policy_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """By every name under which a module of the product has taken a function of the policy."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] not in ("casework", "workflows", "notifications", "config"):
            continue
        for attribute, value in list(vars(module).items()):
            if callable(value) and getattr(value, "__hash__", None) and value in OPENED:
                monkeypatch.setattr(module, attribute, OPENED[value])


@pytest.fixture
def outsiders(address, cast) -> dict[str, User]:
    """Those of the force are kept from every case, and hold each role over it but that of its officer."""
    away, away_area = organisation("force", "Northumbria Police"), organisation("cps_area", "CPS North East")
    elsewhere, lead = (
        person("elsewhere", Role.GATEKEEPER, away),
        person("lead", Role.SUPERVISOR, *_home(cast)),
    )
    for role in (Role.WITNESS_CARE, Role.AUDITOR):
        _join(elsewhere, role, away)
    _join(elsewhere, Role.PROSECUTION_MANAGER, away_area)
    found = {who: _of_the_case(cast, who) for who in ("barred", "off_the_list")}
    for case in CaseFile.objects.all():
        barred(case, found["barred"], by=lead)
        restricted(case, *_listed(cast, found["barred"]), by=lead)
    made = {"elsewhere": elsewhere, "administrator_elsewhere": person("other", Role.ADMINISTRATOR, away)}
    return {"outsider": cast.outsider, "outside_prosecutor": cast.outside_prosecutor, **made, **found}


def _home(cast: Cast) -> tuple[Any, Any]:
    return cast.force, cast.unit


def _listed(cast: Cast, *others: User) -> list[User]:
    """Everybody of the cast but who is on the list already."""
    people = [each for each in vars(cast).values() if isinstance(each, User)]
    return [*others, *(each for each in people if each.pk != cast.investigator2.pk)]


def _of_the_case(cast: Cast, name: str) -> User:
    made = person(name, Role.INVESTIGATOR, *_home(cast))
    _join(made, Role.GATEKEEPER, cast.force)
    _join(made, Role.AUDITOR, cast.force)
    _join(made, Role.PROSECUTION_MANAGER, cast.area)
    return made


def _join(made: User, role: Role, home: Any) -> None:
    made.memberships.create(role=role, organisation=home, starts_on=timezone.localdate())


def shown(browser: Client, address: Callable[[str], str]) -> Iterator[tuple[str, int, str]]:
    """Every page, what its status is and all that its answer says."""
    for name in PAGES:
        response = browser.get(address(name), follow=False)
        said = response.getvalue() if response.streaming else response.content
        yield name, response.status_code, said.decode("utf-8", "replace") + str(response.headers)


def words_of_cases() -> set[str]:
    """What of a case may be in no answer. Asked by the owner of the tables, before any role is taken on."""
    return {*OF_CASE, *CaseFile.objects.values_list("urn", flat=True)}


def foreign(said: str, asked: str, words: set[str]) -> set[str]:
    """Which of them are in an answer, but for the number that the address itself names."""
    return {word for word in words if word in said.replace(asked, "")}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_page_says_anything_of_a_foreign_case_though_the_policy_is_open(
    address,
    outsiders,
    policy_open,
    as_user,
    who,
):
    roles_require()
    browser, leaks, broken = as_user(outsiders[who]), {}, []
    addresses, words = {name: address(name) for name in PAGES}, words_of_cases()
    assert len(words) > len(OF_CASE)
    with acting_as_role():
        for name, code, said in shown(browser, addresses.__getitem__):
            if code == 500:
                broken.append(name)
            with_case = foreign(said, addresses[name], words)
            if with_case:
                leaks[name] = with_case
    assert (leaks, broken) == ({}, [])


def test_an_administrator_sees_a_case_where_they_administer_and_nowhere_else(
    address,
    cast,
    policy_open,
    as_user,
):
    roles_require()
    addresses, words = {name: address(name) for name in PAGES}, words_of_cases()
    with acting_as_role():
        said = shown(as_user(cast.administrator), addresses.__getitem__)
        found = {name for name, _, answer in said if foreign(answer, addresses[name], words)}
    kept = {"case_retention", "case_retention_change", "case_hold_end", "case_erase"}
    assert found == {"incidents", "incident"} | kept


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_table_has_a_row_for_somebody_whose_case_it_is_not(address, outsiders, who):
    roles_require()
    held = {table for table in walled() if _count(table)}
    assert len(held) > 30
    with acting_as(Acting(person=outsiders[who].pk)), acting_as_role():
        assert {table for table in held if _count(table)} - OF_NO_CASE == set()


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return cursor.fetchone()[0]


def test_the_open_policy_without_the_wall_says_much(address, outsiders, policy_open, as_user, pytestconfig):
    """Or the tests above would hold of anything."""
    if pytestconfig.getoption("behind_wall"):
        pytest.skip("the option puts the wall before every page")
    browser, words = as_user(outsiders["outsider"]), words_of_cases()
    found = {name for name, code, said in shown(browser, address) if foreign(said, address(name), words)}
    assert len(found) > 30
