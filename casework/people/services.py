"""Accounts and the roles of people. The roles that somebody held are kept when they end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.access.policy import Actor
from casework.errors import RuleBroken
from casework.organisations.models import Organisation, Unit
from casework.people.models import Membership, User
from casework.people.roles import UNIT_ROLES, Role


@transaction.atomic
def person_add(
    *, organisation: Organisation, role: str, unit: Unit | None, password: str, username: str, **details: Any
) -> User:
    """Make an account with one role in an organisation.

    Raises RuleBroken when the username is taken, in whatever capitals, or a role that works by
    unit has none.
    """
    unit = _unit_for(role, unit)
    try:
        with transaction.atomic():
            person = User.objects.create_user(username, password=password, **details)
    except IntegrityError:
        raise RuleBroken("Enter a username that nobody has yet", field="username") from None
    Membership.objects.create(person=person, organisation=organisation, unit=unit, role=role)
    return person


@transaction.atomic
def membership_add(*, username: str, role: str, unit: Unit | None, by: Actor, at: datetime) -> Membership:
    """Give a further role, from today, to somebody who works or worked in the administrator's organisation.

    An account that was deactivated with its last role works again. Raises RuleBroken for somebody
    of elsewhere, a role that they hold, or a role that works by unit without one.
    """
    unit, today = _unit_for(role, unit), timezone.localdate(at)
    person = _colleague_locked(username, by.organisation)
    details = {"organisation": by.organisation, "unit": unit, "role": role}
    if person.memberships.not_ended(today).filter(**details).exists():
        raise RuleBroken("Select a role that they do not hold yet", field="role")
    if not person.is_active:
        _set_active(person, True)
    return Membership.objects.create(person=person, starts_on=today, **details)


@transaction.atomic
def membership_end(*, membership: Membership, by: Actor, at: datetime) -> None:
    """End a role at once: its last day was yesterday. Without any other role the account is deactivated.

    Raises RuleBroken for a role in another organisation, one's own as administrator, and one
    that has ended.
    """
    _ending_allowed(membership, by)
    # Two roles of one person that end at the same moment must not each count on the other.
    person, today = User.objects.select_for_update().get(pk=membership.person_id), timezone.localdate(at)
    lasting = person.memberships.not_ended(today)
    if not lasting.filter(pk=membership.pk).update(ends_on=today - timedelta(days=1)):
        raise RuleBroken("This role has ended already")
    if not lasting.exists():
        _set_active(person, False)


def is_own_administration(membership: Membership, by: Actor) -> bool:
    """The role by which the administrator administers, which another administrator must end."""
    return membership.person_id == by.person.pk and membership.role == Role.ADMINISTRATOR


def _ending_allowed(membership: Membership, by: Actor) -> None:
    if membership.organisation_id != by.organisation.pk:
        raise RuleBroken("You can only end roles in your own organisation")
    if is_own_administration(membership, by):
        raise RuleBroken("Ask another administrator to end your own administrator role")


def _unit_for(role: str, unit: Unit | None) -> Unit | None:
    """The unit of a role that works by unit, which must be there; no unit for another role."""
    if role not in UNIT_ROLES:
        return None
    if unit is None:
        raise RuleBroken("Select the unit in which they work", field="unit")
    return unit


def _colleague_locked(username: str, organisation: Organisation) -> User:
    """The account with the username, in whatever capitals, that has or had a role in the organisation."""
    of_here = Membership.objects.filter(organisation=organisation).values("person")
    found = User.objects.select_for_update().filter(username__iexact=username, pk__in=of_here).first()
    if found is None:
        raise RuleBroken(f"Enter the username of somebody of {organisation.name}", field="username")
    return found


def _set_active(person: User, active: bool) -> None:
    person.is_active = active
    person.save(update_fields=["is_active"])
