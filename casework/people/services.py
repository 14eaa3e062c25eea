"""Accounts and the roles of people. The roles that somebody held are kept when they end.

What is done to an account or a role is recorded as a RoleEvent in the same transaction.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from casework.access.policy import NOBODY, Actor
from casework.database import in_transaction, violates
from casework.errors import RuleBroken
from casework.organisations.models import Organisation, Unit
from casework.people.locks import administered_locked
from casework.people.models import Membership, RoleEvent, User
from casework.people.roles import UNIT_ROLES, Role, roles_in
from casework.sign_in.models import GivenPassword

# The first is the name that the database gives to the constraint of a unique column.
USERNAME_ONCE = ("casework_user_username_key", "user_username_once_in_any_capitals")


@in_transaction
def person_add(
    *,
    organisation: Organisation,
    role: str,
    unit: Unit | None,
    password: str,
    username: str,
    by: Actor | None,
    at: datetime,
    **details: Any,
) -> User:
    """Make an account with one role, from today, in an organisation. `by` is None for the command line.

    Whose password an administrator gave chooses another at the first sign-in.
    Raises RuleBroken when the username is taken, in whatever capitals, when the role is not one
    of the organisation, when it works by unit and has none of the organisation's, or by who is no
    administrator any more.
    """
    unit = _unit_for(role, unit, organisation)
    if by:
        administered_locked(NOBODY, by=by, at=at)
    person = _account_make(username, password=password, **details)
    if by:
        GivenPassword.objects.create(person=person, given_at=at)
    account_record(RoleEvent.Verb.ACCOUNT_MADE, person, organisation, by=by, at=at)
    _role_give(person, organisation, role, unit, by=by, at=at)
    return person


@in_transaction
def membership_add(
    *, username: str, role: str, unit: Unit | None, by: Actor, at: datetime, ends_on: date | None = None
) -> Membership:
    """Give a further role, from today, to somebody who works or worked in the administrator's organisation.

    With a last day it ends by itself when that day is over, and somebody of elsewhere may be given it: a
    secondment. An account that was deactivated with its last role works again.

    Raises RuleBroken for oneself, for somebody who works elsewhere without a last day, one that is past, a
    role that they hold or that is not one of the organisation, a role that works by unit without a unit of
    the organisation, or by who is no administrator any more.
    """
    organisation = by.organisation
    unit = _unit_for(role, unit, organisation)
    if ends_on and ends_on < timezone.localdate(at):
        raise RuleBroken("The last day must be today or in the future", field="ends_on")
    person = _person_locked(username, by, at, anywhere=ends_on is not None)
    if person.pk == by.person.pk:
        raise RuleBroken("Ask another administrator to give you a role", field="username")
    held = person.memberships.not_ended(timezone.localdate(at))
    if ends_on is None and held.filter(ends_on=None).exclude(organisation=organisation).exists():
        raise RuleBroken("They work elsewhere. Enter the last day of their role here", field="ends_on")
    if held.filter(organisation=organisation, unit=unit, role=role).exists():
        raise RuleBroken("Select a role that they do not hold yet", field="role")
    if not person.is_active:
        _set_active(person, True)
        account_record(RoleEvent.Verb.ACCOUNT_REACTIVATED, person, organisation, by=by, at=at)
    return _role_give(person, organisation, role, unit, by=by, at=at, ends_on=ends_on)


@in_transaction
def membership_end(*, membership: Membership, by: Actor, at: datetime) -> None:
    """End a role at once: its last day was yesterday. Without any other role the account is deactivated.

    Raises RuleBroken for a role in another organisation, one's own as administrator, one that has ended, and
    by who is no administrator any more: two of them must not each end the other's role.
    """
    _ending_allowed(membership, by)
    # Two roles of one person that end at the same moment must not each count on the other.
    person = administered_locked(Q(pk=membership.person_id), by=by, at=at).get()
    today = timezone.localdate(at)
    lasting = person.memberships.not_ended(today)
    if not lasting.filter(pk=membership.pk).update(ends_on=today - timedelta(days=1)):
        raise RuleBroken("This role has ended already")
    account_record(RoleEvent.Verb.ROLE_ENDED, person, by.organisation, by=by, at=at, role=membership.role)
    if not lasting.exists():
        _set_active(person, False)
        account_record(RoleEvent.Verb.ACCOUNT_DEACTIVATED, person, by.organisation, by=by, at=at)


def is_own_administration(membership: Membership, by: Actor) -> bool:
    """The role by which the administrator administers, which another administrator must end."""
    return membership.person_id == by.person.pk and membership.role == Role.ADMINISTRATOR


def _ending_allowed(membership: Membership, by: Actor) -> None:
    if membership.organisation_id != by.organisation.pk:
        raise RuleBroken("You can only end roles in your own organisation")
    if is_own_administration(membership, by):
        raise RuleBroken("Ask another administrator to end your own administrator role")


def _unit_for(role: str, unit: Unit | None, organisation: Organisation) -> Unit | None:
    """The unit of a role that works by unit, which must be one of the organisation; none for another role.

    Raises RuleBroken, for a role too that nobody may hold in the organisation.
    """
    if role not in roles_in(organisation):
        raise RuleBroken(f"Select a role of {organisation.name}", field="role")
    if role not in UNIT_ROLES:
        return None
    if unit is None or unit.organisation_id != organisation.pk:
        raise RuleBroken("Select the unit in which they work", field="unit")
    return unit


def _account_make(username: str, **details: Any) -> User:
    """The account; its username is asked of the database, since somebody else may be taking it."""
    try:
        with transaction.atomic():
            return User.objects.create_user(username, **details)
    except IntegrityError as error:
        if not any(violates(error, constraint) for constraint in USERNAME_ONCE):
            raise
        raise RuleBroken("Enter a username that nobody has yet", field="username") from None


def _role_give(
    person: User,
    organisation: Organisation,
    role: str,
    unit: Unit | None,
    *,
    by: Actor | None,
    at: datetime,
    ends_on: date | None = None,
) -> Membership:
    account_record(RoleEvent.Verb.ROLE_ADDED, person, organisation, by=by, at=at, role=role)
    return Membership.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        unit=unit,
        starts_on=timezone.localdate(at),
        ends_on=ends_on,
    )


def account_record(
    verb: RoleEvent.Verb,
    person: User,
    organisation: Organisation,
    *,
    by: Actor | None,
    at: datetime,
    role: str = "",
) -> None:
    """Record what was done to an account, in the transaction that does it."""
    actor = by.person if by else None
    RoleEvent.objects.create(
        at=at, actor=actor, organisation=organisation, person=person, role=role, verb=verb
    )


def _person_locked(username: str, by: Actor, at: datetime, *, anywhere: bool) -> User:
    """The account with the username, in whatever capitals, that has or had a role in the organisation.

    Or `anywhere`: then an active one.
    """
    of_here = Membership.objects.filter(organisation=by.organisation).values("person")
    may_be = Q(pk__in=of_here) | (Q(is_active=True) if anywhere else Q(pk__in=[]))
    found = administered_locked(may_be & Q(username__iexact=username), by=by, at=at).first()
    if found is None:
        raise RuleBroken(f"Enter the username of somebody of {by.organisation.name}", field="username")
    return found


def _set_active(person: User, active: bool) -> None:
    person.is_active = active
    person.save(update_fields=["is_active"])
