"""What is done to accounts and roles is recorded, once and for good; roles are of the organisation's side."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from casework.access.policy import Actor
from casework.errors import RuleBroken
from casework.people.forms import RoleAddForm
from casework.people.models import RoleEvent, User
from casework.people.roles import CPS_ROLES, POLICE_ROLES, Role, roles_in
from casework.people.services import membership_add, membership_end, person_add
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def by(cast) -> Actor:
    return Actor(cast.administrator, Role.ADMINISTRATOR, cast.force)


def add(by: Actor, **changes: object) -> User:
    given = {"organisation": by.organisation, "role": Role.GATEKEEPER, "unit": None, "by": by, "at": AT}
    return person_add(**{**given, **changes}, username="newcomer", password=PASSWORD)


def recorded(person: User) -> list[tuple[str, str]]:
    return list(person.role_events.order_by("pk").values_list("verb", "role"))


def test_a_new_account_and_its_role_are_recorded(by):
    person = add(by)
    assert recorded(person) == [("account_made", ""), ("role_added", "gatekeeper")]
    event = person.role_events.first()
    assert (event.at, event.actor, event.organisation) == (AT, by.person, by.organisation)
    assert person.memberships.get().starts_on == AT.date()


def test_a_leaver_who_comes_back_leaves_a_record_of_each_step(cast, by):
    membership_end(membership=cast.gatekeeper.memberships.get(), by=by, at=AT)
    membership_add(username="gatekeeper", role=Role.AUDITOR, unit=None, by=by, at=AT)
    assert recorded(cast.gatekeeper) == [
        ("role_ended", "gatekeeper"),
        ("account_deactivated", ""),
        ("account_reactivated", ""),
        ("role_added", "auditor"),
    ]


def test_the_command_line_is_nobody(monkeypatch):
    monkeypatch.setattr("casework.management.commands.add_administrator.getpass", lambda prompt: PASSWORD)
    details = {"email": "a@example.test", "first_name": "A", "last_name": "B"}
    call_command("add_administrator", "first", organisation="West Midlands Police", **details)
    assert list(RoleEvent.objects.values_list("actor", "person__username")) == [(None, "first")] * 2


def test_what_is_refused_is_not_recorded(by):
    with pytest.raises(RuleBroken, match="nobody has yet"):
        person_add(
            organisation=by.organisation,
            role=Role.AUDITOR,
            unit=None,
            username="GATEKEEPER",
            password=PASSWORD,
            by=by,
            at=AT,
        )
    assert not RoleEvent.objects.exists()


def test_what_is_recorded_is_never_changed_or_removed(by):
    add(by)
    for change in (lambda: RoleEvent.objects.update(role="else"), lambda: RoleEvent.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_roles_are_those_of_the_side_and_the_common_ones(cast):
    common = {Role.AUDITOR, Role.ADMINISTRATOR}
    assert set(roles_in(cast.force)) == POLICE_ROLES | common
    assert set(roles_in(cast.area)) == CPS_ROLES | common
    for organisation in (cast.force, cast.area):
        offered = RoleAddForm(organisation=organisation).fields["role"].choices
        assert [role for role, _ in offered] == roles_in(organisation)


def test_nobody_holds_a_role_of_the_other_side(cast, by):
    with pytest.raises(RuleBroken, match="Select a role of West Midlands Police") as refused:
        add(by, role=Role.PROSECUTOR)
    assert refused.value.field == "role"
    with pytest.raises(RuleBroken, match="Select a role of West Midlands Police"):
        membership_add(username="gatekeeper", role=Role.VICTIM_LIAISON, unit=None, by=by, at=AT)
    with pytest.raises(RuleBroken, match="Select a role of CPS West Midlands"):
        add(by, organisation=cast.area, role=Role.INVESTIGATOR, unit=cast.unit)


def test_a_unit_is_one_of_the_organisation(cast, by):
    elsewhere = cast.outsider.memberships.get().unit
    with pytest.raises(RuleBroken, match="Select the unit") as refused:
        add(by, role=Role.INVESTIGATOR, unit=elsewhere)
    assert refused.value.field == "unit"
