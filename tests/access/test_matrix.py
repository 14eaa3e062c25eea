"""Who gets which page: every address of the product against everybody of the cast.

An address that is not in the table fails, so a new page cannot forget to say who may see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.organisations.models import Organisation, Unit
from casework.people.models import Membership, User
from casework.people.roles import CPS_ROLES, UNIT_ROLES, Role
from tests.access.addresses import of_the_case, status
from tests.access.keeping import barred, restricted
from tests.access.table import ELSEWHERE, EVERYBODY, ON_THE_CASE, PAGES, VERBS
from tests.cast import person

pytestmark = pytest.mark.django_db


def names() -> set[str]:
    def walk(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern.name

    return set(walk(get_resolver().url_patterns))


def test_every_address_says_who_may_have_it():
    assert names() == set(PAGES) | ELSEWHERE | VERBS


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_each_page_is_for_those_who_may_have_it(address, cast, as_user, client, who):
    browser = client if who == "anonymous" else as_user(getattr(cast, who))
    found = {name: status(browser.get(address(name))) for name in PAGES}
    assert found == {name: expected(who, *groups) for name, groups in PAGES.items()}


# What somebody who stands so to a case meets at each of its pages, whatever their role.
STANDINGS = {"barred": 404, "off_the_list": 404, "elsewhere": 404, "ended": 404, "suspended": 302}


@pytest.mark.parametrize("how", STANDINGS)
def test_whoever_has_nothing_of_a_case_meets_none_of_its_pages(address, cast, as_user, how):
    case, names_of_case = of_the_case(address)
    assert len(names_of_case) > 30
    for who in sorted(ON_THE_CASE):
        with rolled_back():
            browser = as_user(getattr(cast, who))
            stand(getattr(cast, who), how, case, cast)
            found = {name: status(browser.get(address(name))) for name in names_of_case}
        assert found == dict.fromkeys(found, STANDINGS[how]), who


@contextmanager
def rolled_back() -> Iterator[None]:
    """One case for many people, each of whom meets it as it was: it takes long to come so far."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def stand(somebody: User, how: str, case: CaseFile, cast) -> None:
    """The officer in the case is on its list: to be kept from it they are barred."""
    lead = person("lead", Role.SUPERVISOR, cast.force, cast.unit)
    if how == "suspended":
        User.objects.filter(pk=somebody.pk).update(is_active=False)
    elif how == "ended":
        somebody.memberships.update(ends_on=timezone.localdate() - timedelta(days=1))
    elif how == "elsewhere":
        move(somebody, cast)
    elif how == "barred" or somebody == case.officer_in_case:
        barred(case, somebody, by=lead)
    else:
        restricted(case, by=lead)


def move(somebody: User, cast) -> None:
    """To the same role in another force, or in another area."""
    held = somebody.memberships.get()
    there = cast.outsider if held.organisation == cast.force else cast.outside_prosecutor
    place = there.memberships.get()
    somebody.memberships.update(organisation=place.organisation, unit=place.unit if held.unit else None)


@pytest.mark.parametrize("who", ["investigator2", "supervisor"])
def test_the_pages_of_a_case_are_not_for_another_team_of_the_force(address, cast, as_user, who):
    _, names_of_case = of_the_case(address)
    other = cast.force.units.exclude(pk=cast.unit.pk).first()
    getattr(cast, who).memberships.update(unit=other)
    browser = as_user(getattr(cast, who))
    found = {name: status(browser.get(address(name))) for name in names_of_case}
    assert found == dict.fromkeys(found, 404)


def test_somebody_on_secondment_meets_the_pages_of_their_role(address, cast, as_user):
    _, names_of_case = of_the_case(address)
    for role in set(Role) - {Role.ADMINISTRATOR}:
        home = cast.area if role in CPS_ROLES else cast.force
        with rolled_back():
            second(cast.outsider, role, home, cast.unit)
            browsers = (as_user(cast.outsider), as_user(person("colleague", role, home, cast.unit)))
            seconded, own = ({name: status(b.get(address(name))) for name in names_of_case} for b in browsers)
        assert seconded == own, role
        assert seconded["case"] == 200


def second(somebody: User, role: Role, home: Organisation, unit: Unit) -> None:
    """Until tomorrow."""
    place = {"role": role, "organisation": home, "unit": unit if role in UNIT_ROLES else None}
    Membership.objects.create(person=somebody, ends_on=timezone.localdate() + timedelta(days=1), **place)


def expected(who: str, may: set[str], forbidden: set[str], hidden: set[str]) -> int:
    if who in may:
        return 200
    if who in forbidden:
        return 403
    return 404 if who in hidden else 302


@pytest.mark.parametrize("who", ["outsider", "outside_prosecutor", "administrator"])
def test_an_outsider_meets_the_same_page_as_for_a_case_that_does_not_exist(address, cast, as_user, who):
    browser = as_user(getattr(cast, who))
    hidden = browser.get(address("case"))
    missing = browser.get(reverse("case", kwargs={"urn": "20AA9999926"}))
    assert hidden.status_code == missing.status_code == 404
    assert without_token(hidden) == without_token(missing)


def without_token(response) -> str:
    """The page but for the token against forged requests, which differs each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


@pytest.mark.parametrize("who", ["outsider", "outside_prosecutor", "administrator"])
def test_an_outsider_finds_nothing_in_lists_and_counts(address, drive, cast, as_user, who):
    urn = address("case").split("/")[2]
    browser = as_user(getattr(cast, who))
    for name in ("overview", "queue", "cases"):
        assert urn not in browser.get(reverse(name), {"urn": urn[:6]}).content.decode()
    assert "Cases (0)" in browser.get(reverse("cases")).content.decode()


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_an_outsider_cannot_take_or_release_work(drive, cast, as_user, verb):
    case = drive.case()
    where = {"urn": case.urn, "task": drive.open_work(case, "vps_offer.offer").task}
    assert as_user(cast.outsider).post(reverse(verb, kwargs=where)).status_code == 404


def test_an_address_with_junk_in_place_of_a_urn_is_not_found(cast, as_user):
    browser = as_user(cast.gatekeeper)
    for junk in ("%00", "a%00b", "20AA00001", "20AA00001260", "..%2f..%2fetc"):
        assert browser.get(f"/cases/{junk}/").status_code == 404
    assert browser.get("/cases/", {"urn": "\0"}).status_code == 200


def test_a_urn_in_small_letters_is_the_same_case(drive, cast, as_user):
    case = drive.case()
    assert as_user(cast.gatekeeper).get(f"/cases/{case.urn.lower()}/").status_code == 200


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_methods_that_no_page_answers_are_refused(drive, cast, as_user, method):
    address = reverse("case", kwargs={"urn": drive.case().urn})
    assert getattr(as_user(cast.gatekeeper), method)(address).status_code == 405


def test_a_role_that_does_not_do_the_work_cannot_claim_it(drive, cast, as_user):
    case = drive.case()
    where = {"urn": case.urn, "task": drive.open_work(case, "vps_offer.offer").task}
    assert as_user(cast.gatekeeper).post(reverse("step_claim", kwargs=where)).status_code == 403


def test_a_step_is_found_only_under_its_own_case(drive, cast, as_user):
    case, other = drive.case(), drive.case()
    where = {"urn": other.urn, "task": drive.open_work(case, "vps_offer.offer").task}
    assert as_user(cast.investigator).get(reverse("step", kwargs=where)).status_code == 404


def test_the_cps_sees_a_case_once_something_was_sent_to_it(drive, cast, as_user):
    case = drive.case()
    address = reverse("case", kwargs={"urn": case.urn})
    assert as_user(cast.prosecutor).get(address).status_code == 404
    drive.do(case, "early_advice.consider request")
    assert as_user(cast.prosecutor).get(address).status_code == 200


def test_a_role_that_has_ended_shows_nothing(drive, cast, as_user):
    from datetime import date

    case = drive.case()
    cast.gatekeeper.memberships.update(ends_on=date(2026, 1, 31))
    assert as_user(cast.gatekeeper).get(reverse("case", kwargs={"urn": case.urn})).status_code == 404


@pytest.mark.queue_differs
def test_an_officer_keeps_a_case_that_moved_to_another_unit_of_the_force(drive, cast, as_user):
    case = drive.case()
    case.unit = cast.force.units.exclude(pk=cast.unit.pk).first()
    case.save(update_fields=["unit"])
    assert as_user(cast.investigator).get(reverse("case", kwargs={"urn": case.urn})).status_code == 200
    assert as_user(cast.investigator2).get(reverse("case", kwargs={"urn": case.urn})).status_code == 404
