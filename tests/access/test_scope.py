"""Which cases and which work somebody has: the condition in SQL and the one in Python say the same."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.access.policy import actor_on
from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation
from casework.obligations.services import obligation_open
from casework.people.models import Membership, User
from casework.people.roles import CPS_ROLES, INVESTIGATING_ROLES, UNIT_ROLES, WORKING_ROLES, Role, roles_in
from tests.cast import CONSIDERED, organisation, person, restore_organisations

pytestmark = pytest.mark.django_db
# Two forces of one area, and one of another.
FORCES = ("West Midlands Police", "Staffordshire Police", "Northumbria Police")


def units():
    return [unit for name in FORCES for unit in organisation("force", name).units.order_by("code")[:2]]


def homes():
    """The places where somebody can hold a role: the forces by unit, and their areas."""
    areas = (organisation("cps_area", name) for name in ("CPS West Midlands", "CPS North East"))
    return [*((unit.organisation, unit) for unit in units()), *((area, None) for area in areas)]


def cases_of_every_kind(user: User, other: User) -> None:
    """Of each unit: one's own and another's, seen by the CPS and not yet, by witness care and not yet."""
    seen = (None, timezone.now())
    for number, (unit, officer, shared, charged) in enumerate(product(units(), (user, other), seen, seen)):
        CaseFile.objects.create(
            urn=f"{unit.organisation.code}{unit.code}{number:05d}26",
            force=unit.organisation,
            area=unit.organisation.area,
            unit=unit,
            officer_in_case=officer,
            reported_on=timezone.localdate(),
            registered_at=timezone.now(),
            shared_with_cps_at=shared,
            open_to_witness_care_at=charged,
        )


SEEN_FROM = {Role.WITNESS_CARE: "open_to_witness_care_at", **dict.fromkeys(CPS_ROLES, "shared_with_cps_at")}
# A role, one of the places, on which day from now it begins and for how many days it lasts.
DAYS = st.sampled_from([-9, 0, 9]), st.sampled_from([None, 0, 1, 9, 10])
HELD = st.tuples(st.sampled_from(list(Role)), st.integers(0, 7), *DAYS)


@pytest.fixture
def somebody(db) -> User:
    restore_organisations()
    made = [person(name, Role.ADMINISTRATOR, organisation("force", FORCES[0])) for name in ("one", "other")]
    cases_of_every_kind(*made)
    return made[0]


def memberships(user: User, held: list) -> list[Membership]:
    places, today = homes(), timezone.localdate()
    offers = [(role, *places[place % len(places)], begins, lasts) for role, place, begins, lasts in held]
    return [
        Membership(
            person=user,
            role=role,
            organisation=home,
            unit=unit if role in UNIT_ROLES else None,
            starts_on=today + timedelta(days=begins),
            ends_on=None if lasts is None else today + timedelta(days=begins + lasts - 1),
        )
        for role, home, unit, begins, lasts in offers
        if unit or role not in UNIT_ROLES
    ]


@given(held=st.lists(HELD, max_size=3))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_who_sees_a_case_holds_a_role_over_it_and_nobody_else_does(somebody, held):
    with transaction.atomic():
        Membership.objects.bulk_create(memberships(somebody, held), ignore_conflicts=True)
        user = User.objects.get(pk=somebody.pk)
        seen = set(CaseFile.objects.visible_to(user))
        acted_on = {case for case in CaseFile.objects.all() if actor_on(case, user, list(Role))}
        transaction.set_rollback(True)
    assert seen == acted_on


def work_of_every_kind(user: User, other: User) -> None:
    """In each case of each working role, whoever holds it; none has any in a case that it cannot see."""
    for case, role, owner in product(CaseFile.objects.all(), WORKING_ROLES, (None, user, other)):
        if role in INVESTIGATING_ROLES or getattr(case, SEEN_FROM[role]):
            obligation_open(
                case=case,
                subject=case.pk,
                route="file_review",
                kind="file_submission.review",
                title="Review",
                about="",
                task=None,
                role=role,
                owner=owner,
                round=1,
                clocks={},
                at=timezone.now(),
            )


@given(held=st.lists(HELD, max_size=3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_work_that_somebody_finds_is_what_they_may_do(somebody, held):
    with transaction.atomic():
        # No force has a prosecutor: what a place cannot have has no pool there.
        joined = [each for each in memberships(somebody, held) if each.role in roles_in(each.organisation)]
        Membership.objects.bulk_create(joined, ignore_conflicts=True)
        user = User.objects.get(pk=somebody.pk)
        if not Obligation.objects.exists():
            work_of_every_kind(user, User.objects.exclude(pk=user.pk).get())
        found = set(Obligation.objects.workable_by(user))
        ways = [set(Obligation.objects.workable_by(user, way)) for way in ("mine", "unclaimed", "others")]
        owed = Obligation.objects.select_related("case_file")
        done = {work for work in owed if actor_on(work.case_file, user, [work.role])}
        transaction.set_rollback(True)
    assert found == done
    assert sum(map(len, ways)) == len(found) == len(set().union(*ways))


def test_an_officer_who_moved_to_another_force_has_no_case_and_no_work_of_the_former(drive, cast, as_user):
    case, away = drive.case(), cast.outsider.memberships.get()
    cast.investigator.memberships.update(organisation=away.organisation, unit=away.unit)
    officer = User.objects.get(pk=cast.investigator.pk)
    assert Obligation.objects.filter(owner=officer).count() == 6
    assert actor_on(case, officer, [Role.INVESTIGATOR]) is None
    assert not CaseFile.objects.visible_to(officer).exists()
    assert queue_of(as_user, officer) == "Queue (0)"


def queue_of(as_user, user: User) -> str:
    return BeautifulSoup(as_user(user).get(reverse("queue")).content, "html5lib").h1.text


def test_the_cps_acts_on_a_case_from_the_moment_that_it_sees_it(drive, cast):
    case = drive.case()
    assert actor_on(case, cast.prosecutor, [Role.PROSECUTOR]) is None
    drive.do(case, "early_advice.consider request")
    case.refresh_from_db()
    assert actor_on(case, cast.prosecutor, [Role.PROSECUTOR]).organisation == cast.area


@pytest.mark.queue_differs
def test_work_in_a_case_that_one_may_not_see_is_not_ones_own(drive, cast):
    case = drive.case()
    drive.do(case, "early_advice.consider request")
    Obligation.objects.filter(kind="early_advice.triage").update(owner=cast.outside_prosecutor)
    workable = Obligation.objects.filter(kind="early_advice.triage").workable_by
    assert [workable(one).count() for one in (cast.outside_prosecutor, cast.manager)] == [0, 1]


@pytest.mark.queue_differs
def test_an_officer_of_another_unit_finds_the_pool_of_their_own_case(drive, cast, as_user):
    case = drive.case()
    elsewhere = cast.force.units.exclude(pk=cast.unit.pk).first()
    officer, colleague = (person(name, Role.INVESTIGATOR, cast.force, elsewhere) for name in ("own", "not"))
    CaseFile.objects.filter(pk=case.pk).update(officer_in_case=officer)
    Obligation.objects.update(owner=None)
    assert [queue_of(as_user, one) for one in (officer, colleague)] == ["Queue (6)", "Queue (0)"]


@pytest.mark.queue_differs
def test_an_officer_finds_the_pools_of_no_other_role_in_their_own_case(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *CONSIDERED, "file_submission.prepare submit")
    Obligation.objects.update(owner=None)
    kinds = set(Obligation.objects.open().workable_by(cast.investigator).values_list("kind", flat=True))
    assert kinds == {"vps_offer.offer", "special_measures.assess", "victim_contact.tell_by_police"}
