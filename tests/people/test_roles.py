"""Roles added and ended: who joins another part of an organisation, and who leaves it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import Actor
from casework.errors import RuleBroken
from casework.obligations.models import Obligation
from casework.people.models import Membership, User
from casework.people.roles import Role
from casework.people.services import membership_end
from tests.cast import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(cast, as_user) -> Client:
    return as_user(cast.administrator)


def role_of(holder: User) -> Membership:
    return holder.memberships.get()


def ending(membership: Membership) -> str:
    return reverse("membership_end", kwargs={"membership": membership.pk})


def add(browser: Client, username: str, role: str = "auditor", unit: object = ""):
    return browser.post(reverse("membership_add"), {"username": username, "role": role, "unit": unit})


def test_a_role_is_ended_after_asking(cast, admin):
    assert "End this role" in admin.get(reverse("people")).content.decode()
    page = admin.get(ending(role_of(cast.gatekeeper))).content.decode()
    assert "Gatekeeper, West Midlands Police" in page
    assert role_of(cast.gatekeeper).ends_on is None


def test_a_leaver_has_no_role_from_today_and_no_account(cast, admin, as_user):
    browser = as_user(cast.gatekeeper)
    assert admin.post(ending(role_of(cast.gatekeeper))).status_code == 302
    assert not Membership.objects.in_force(timezone.localdate()).filter(person=cast.gatekeeper).exists()
    assert not User.objects.get(pk=cast.gatekeeper.pk).is_active
    assert browser.get(reverse("overview")).status_code == 302


def test_a_role_that_began_today_can_be_ended(cast, admin):
    Membership.objects.update(starts_on=timezone.localdate())
    assert admin.post(ending(role_of(cast.gatekeeper))).status_code == 302
    assert not Membership.objects.in_force(timezone.localdate()).filter(person=cast.gatekeeper).exists()


def test_who_keeps_a_role_keeps_the_account(cast, admin):
    ended = role_of(cast.gatekeeper)
    assert add(admin, "gatekeeper").status_code == 302
    assert admin.post(ending(ended)).status_code == 302
    left = User.objects.get(pk=cast.gatekeeper.pk)
    assert (left.is_active, left.role_words) == (True, "Auditor, West Midlands Police")


def test_who_comes_back_gets_the_account_back(cast, admin):
    admin.post(ending(role_of(cast.investigator2)))
    assert add(admin, "INVESTIGATOR2", "investigator", cast.unit.pk).status_code == 302
    assert User.objects.get(pk=cast.investigator2.pk).is_active


def test_a_role_ends_once(cast, admin):
    held = role_of(cast.gatekeeper)
    admin.post(ending(held))
    assert admin.post(ending(held)).status_code == 404
    with pytest.raises(RuleBroken, match="ended already"):
        membership_end(
            membership=held, by=Actor(cast.administrator, Role.ADMINISTRATOR, cast.force), at=timezone.now()
        )


def test_nobody_ends_their_own_administrator_role(cast, admin):
    own = role_of(cast.administrator)
    assert ending(own) not in admin.get(reverse("people")).content.decode()
    response = admin.post(ending(own))
    assert response.status_code == 422
    assert "Ask another administrator" in response.content.decode()
    assert role_of(cast.administrator).ends_on is None


def test_another_administrator_ends_it(cast, as_user):
    colleague = person("administrator2", Role.ADMINISTRATOR, cast.force)
    assert as_user(colleague).post(ending(role_of(cast.administrator))).status_code == 302


def test_an_administrator_acts_only_in_their_own_organisation(cast, admin):
    assert admin.post(ending(role_of(cast.outsider))).status_code == 404
    assert role_of(cast.outsider).ends_on is None
    with pytest.raises(RuleBroken, match="your own organisation"):
        membership_end(
            membership=role_of(cast.outsider),
            by=Actor(cast.administrator, Role.ADMINISTRATOR, cast.force),
            at=timezone.now(),
        )


@pytest.mark.parametrize(
    ("username", "role", "words"),
    [
        ("outsider", "auditor", "Enter the username of somebody of West Midlands Police"),
        ("nobody", "auditor", "Enter the username of somebody of West Midlands Police"),
        ("gatekeeper", "gatekeeper", "Select a role that they do not hold yet"),
        ("gatekeeper", "supervisor", "Select the unit in which they work"),
        ("gatekeeper", "prosecutor", "Select a role from the list"),
        ("", "auditor", "Enter their username"),
    ],
)
def test_a_role_is_not_added(cast, admin, username, role, words):
    response = add(admin, username, role)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_the_day_before_is_the_last_day_of_an_ended_role(cast, admin):
    admin.post(ending(role_of(cast.gatekeeper)))
    assert role_of(cast.gatekeeper).ends_on == timezone.localdate() - timedelta(days=1)


def test_the_work_of_a_leaver_goes_back_to_its_pool(drive, cast, as_user):
    case = drive.case()
    held = cast.investigator.memberships.get()
    assert as_user(cast.administrator).post(reverse("membership_end", args=[held.pk])).status_code == 302
    owners = set(Obligation.objects.open().filter(case_file=case).values_list("owner", flat=True))
    assert owners == {None}
    assert case.events.filter(verb="released").count() == 6
