"""Over which cases each role reaches, written down case by case and asked in every way there is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists
from django.http import Http404

from casework.access.kept import KeptPeople, kept_from, unless_kept
from casework.access.models import CaseAdmission, CaseBar, CaseRestriction, Spell
from casework.access.policy import (
    Actor,
    actor_on,
    administrator_of,
    cases_administered_by,
    cases_visible_to,
    get_case_for,
    pools_led_by,
    pools_of,
    role_covers,
    sides_read,
)
from casework.audit.who import Acting, acting_as
from casework.casefiles.models import CaseFile, Suspect
from casework.obligations.models import Obligation
from casework.people.models import Membership, User
from casework.people.roles import CPS_ROLES, WORKING_ROLES, Role
from tests.access.places import (
    AREA,
    CPS,
    FORCE,
    NOW,
    POLICE,
    SEEN,
    WEST,
    anew,
    case_of,
    holding,
    labels,
    of,
)
from tests.access.test_scope import work_of_every_kind
from tests.cast import organisation

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
ROLES = pytest.mark.parametrize(("role", "place"), SEEN, ids=str)


def every_case() -> list[CaseFile]:
    return list(CaseFile.objects.select_related("force", "area"))


def visible(me: User) -> set[str]:
    return labels(CaseFile.objects.visible_to(me))


def acts_on(me: User) -> set[str]:
    return labels(case for case in every_case() if actor_on(case, me, list(Role)))


def has_a_side_in(me: User) -> set[str]:
    return labels(case for case in every_case() if sides_read(case, me))


def opens(me: User) -> set[str]:
    return labels(case for case in every_case() if is_opened(me, case))


def is_opened(me: User, case: CaseFile) -> bool:
    try:
        return get_case_for(me, case.urn) == case
    except Http404:
        return False


def covered(me: User) -> set[str]:
    """By the condition for a subquery."""
    held = Membership.objects.filter(role_covers("case_file"), person=me)
    return labels(each.case_file for each in Suspect.objects.filter(Exists(held)).select_related("case_file"))


WAYS: list[Callable[[User], set[str]]] = [visible, acts_on, has_a_side_in, opens]


@ROLES
def test_a_role_reaches_the_cases_of_its_place_and_no_other(me, role, place):
    holder = holding(me, role, place)
    for way in (*WAYS, covered):
        assert way(holder) == SEEN[role, place], way.__name__


def test_two_roles_reach_what_either_does(me):
    holding(me, Role.SUPERVISOR, POLICE)
    assert visible(holding(me, Role.PROSECUTOR, CPS)) == of("unit") | AREA


def test_nobody_and_an_account_that_is_closed_have_nothing(me):
    holder = holding(me, Role.GATEKEEPER, POLICE)
    holding(holder, Role.ADMINISTRATOR, POLICE)
    User.objects.filter(pk=me.pk).update(is_active=False)
    closed = anew(me)
    assert [way(closed) for way in WAYS] == [set()] * len(WAYS)
    assert (administered(closed), repairs(closed)) == (set(), set())
    assert (pools_of(closed), pools_led_by(closed)) == ([], [])
    assert not CaseFile.objects.filter(cases_visible_to(AnonymousUser())).exists()
    assert pools_of(AnonymousUser()) == []


def administered(me: User) -> set[str]:
    return labels(CaseFile.objects.filter(cases_administered_by(me)))


def repairs(me: User) -> set[str]:
    return labels(case for case in every_case() if administrator_of(case, me))


@pytest.mark.parametrize(("place", "those"), [(POLICE, FORCE), (CPS, AREA)])
def test_an_administrator_repairs_the_cases_of_their_place_and_sees_none(me, place, those):
    holder = holding(me, Role.ADMINISTRATOR, place)
    assert (administered(holder), repairs(holder), visible(holder)) == (those, those, set())
    actor = administrator_of(case_of("unit shared"), holder)
    assert (actor.role, actor.organisation) == (Role.ADMINISTRATOR, organisation(place[1], place[0]))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_nobody_else_administers(me, role):
    holder = holding(me, role, CPS if role in CPS_ROLES else POLICE)
    assert (administered(holder), repairs(holder)) == (set(), set())


def test_the_sides_are_those_of_the_roles(me):
    shared = case_of("unit shared")
    assert sides_read(shared, holding(me, Role.GATEKEEPER, POLICE)) == {"police"}
    assert sides_read(shared, holding(me, Role.AUDITOR, CPS)) == {"police", "cps"}
    assert sides_read(case_of("unit"), anew(me)) == {"police"}


def test_somebody_acts_in_the_first_of_the_roles_asked_for_and_the_record_has_it(me):
    holding(me, Role.PROSECUTOR, CPS)
    holder, case = holding(me, Role.GATEKEEPER, POLICE), case_of("unit shared")
    for roles in ([Role.PROSECUTOR, Role.GATEKEEPER], [Role.GATEKEEPER, Role.PROSECUTOR]):
        with acting_as(Acting(person=holder.pk)) as who:
            actor = actor_on(case, holder, roles)
        assert (actor.person, actor.role, who.role) == (holder, roles[0], roles[0])
        assert who.organisation == actor.organisation.pk
    assert actor_on(case, holder, [Role.SUPERVISOR]) is None


def test_work_stays_that_of_who_is_away(me):
    other = User.objects.get(username="other")
    assert Actor(me, Role.PROSECUTOR, None).principal == me
    assert Actor(me, Role.PROSECUTOR, None, on_behalf_of=other).principal == other


def test_the_door_gives_the_case_with_what_its_pages_name(me, django_assert_num_queries):
    holder, urn = holding(me, Role.GATEKEEPER, POLICE), case_of("unit").urn
    with django_assert_num_queries(2):
        case = get_case_for(holder, urn)
        assert (case.force.name, case.area.name, case.officer_in_case.username) == (WEST, CPS[0], "other")
        assert case.unit.name
    with pytest.raises(Http404):
        get_case_for(holder, "99ZZ9999999")


# The pools.


def work(rows) -> set[tuple[str, str]]:
    return {(row.case_file.crime_number, row.role) for row in rows.select_related("case_file")}


LED = {
    Role.SUPERVISOR: {Role.INVESTIGATOR, Role.SUPERVISOR},
    Role.GATEKEEPER: {Role.GATEKEEPER},
    Role.WITNESS_CARE: {Role.WITNESS_CARE},
    Role.PROSECUTION_MANAGER: set(CPS_ROLES),
}


@pytest.mark.parametrize("role", WORKING_ROLES)
def test_pools_are_of_the_cases_that_a_role_reaches(me, role):
    place = CPS if role in CPS_ROLES else POLICE
    holder = holding(me, role, place)
    work_of_every_kind(me, User.objects.get(username="other"))
    seen = SEEN[role, place]
    assert work(Obligation.objects.workable_by(holder)) == {(each, role) for each in seen}
    owed = work(Obligation.objects.all())
    led = {(each, of_role) for each in seen for of_role in LED.get(role, ())} & owed
    assert work(Obligation.objects.led_by(holder)) == led


def test_an_investigator_of_two_units_has_the_pools_of_both(me):
    holding(me, Role.INVESTIGATOR, POLICE)
    second = organisation("force", WEST).units.order_by("code")[1]
    Membership.objects.create(
        person=me, role=Role.INVESTIGATOR, organisation=second.organisation, unit=second
    )
    work_of_every_kind(me, User.objects.get(username="other"))
    rows = Obligation.objects.workable_by(anew(me))
    assert {label for label, _ in work(rows)} == FORCE
    assert rows.count() == rows.distinct().count()


# Kept from a case.


def spell(model: type[Spell], case: CaseFile, by: User, ended: bool = False, **about: object) -> None:
    end = {"ended_at": NOW, "ended_by": by, "ended_because": "So"} if ended else {}
    model.objects.create(case_file=case, reason="So", begun_at=NOW, begun_by=by, **about, **end)


KEPT = {
    "barred": (True, [(CaseBar, "me", False)]),
    "another is barred": (False, [(CaseBar, "other", False)]),
    "no longer barred": (False, [(CaseBar, "me", True)]),
    "restricted": (True, [(CaseRestriction, "", False)]),
    "no longer restricted": (False, [(CaseRestriction, "", True)]),
    "on its list": (False, [(CaseRestriction, "", False), (CaseAdmission, "me", False)]),
    "another is on its list": (True, [(CaseRestriction, "", False), (CaseAdmission, "other", False)]),
    "no longer on its list": (True, [(CaseRestriction, "", False), (CaseAdmission, "me", True)]),
    "on its list and barred": (
        True,
        [(CaseRestriction, "", False), (CaseAdmission, "me", False), (CaseBar, "me", False)],
    ),
    "on the list of an open one": (False, [(CaseAdmission, "me", False)]),
}
PLACES_OF_ROLES = [(Role.INVESTIGATOR, POLICE), (Role.GATEKEEPER, POLICE), (Role.PROSECUTOR, CPS)]


def keep(how: str, case: CaseFile, me: User) -> bool:
    kept, rows = KEPT[how]
    people = {"me": me, "other": User.objects.get(username="other")}
    for model, who, ended in rows:
        spell(model, case, me, ended, **({"person": people[who]} if who else {}))
    return kept


@pytest.mark.parametrize("how", KEPT)
@pytest.mark.parametrize(("role", "place"), PLACES_OF_ROLES, ids=str)
def test_whoever_is_kept_from_a_case_reaches_it_in_no_way(me, how, role, place):
    case, other = case_of("unit shared"), case_of("own shared")
    kept = keep(how, case, me)
    spell(CaseAdmission, other, me, person=me)
    holder = holding(me, role, place)
    for way in (*WAYS, covered):
        found = way(holder)
        assert ("unit shared" in found) is not kept, way.__name__
        assert "own shared" in found, way.__name__
    assert SEEN[role, place] - {"unit shared"} <= covered(holder)
    assert kept_from(holder) == ({case.pk} if kept else set())
    rows = CaseFile.objects.filter(unless_kept(holder))
    assert (case in rows, other in rows) == (not kept, True)


@pytest.mark.parametrize("how", KEPT)
def test_whoever_is_kept_from_a_case_has_no_work_of_it_and_repairs_nothing(me, how):
    case = case_of("unit shared")
    kept = keep(how, case, me)
    holding(me, Role.ADMINISTRATOR, POLICE)
    holder = holding(me, Role.GATEKEEPER, POLICE)
    work_of_every_kind(me, User.objects.get(username="other"))
    assert ("unit shared" in administered(holder), "unit shared" in repairs(holder)) == (not kept, not kept)
    for rows in (Obligation.objects.workable_by(holder), Obligation.objects.led_by(holder)):
        assert ("unit shared" in {label for label, _ in work(rows)}) is not kept


@pytest.mark.parametrize("how", KEPT)
def test_of_many_people_those_who_are_not_kept_are_told_in_one_query(me, how, django_assert_num_queries):
    case, beside = case_of("unit shared"), case_of("beside")
    kept = keep(how, case, me)
    spell(CaseBar, beside, me, person=User.objects.get(username="other"))
    with django_assert_num_queries(1):
        people = KeptPeople([case.pk, beside.pk])
        assert people.among(case.pk, [me.pk]) == (set() if kept else {me.pk})
        assert people.among(beside.pk, [me.pk]) == {me.pk}


def test_a_restricted_case_of_elsewhere_keeps_nobody_here(me):
    keep("restricted", case_of("away"), me)
    assert kept_from(holding(me, Role.GATEKEEPER, POLICE)) == frozenset()


def test_on_the_list_of_another_case_is_on_no_list_of_this(me):
    keep("restricted", case_of("unit"), me)
    keep("on its list", case_of("own"), me)
    assert kept_from(holding(me, Role.GATEKEEPER, POLICE)) == {case_of("unit").pk}
