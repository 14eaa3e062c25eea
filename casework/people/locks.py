"""Who changes a person holds their row: in the order of keys, and after any case."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from casework.access.policy import Actor
from casework.database import busy_told
from casework.errors import RuleBroken
from casework.people.models import User
from casework.people.roles import Role


def people_locked(which: Q) -> dict[int, User]:
    """The people by key, as they are under their locks, which are held until the transaction ends. One query.

    Raises RuleBroken when somebody holds one for too long.
    """
    rows = User.objects.select_for_update(no_key=True).filter(which).order_by("pk")
    with busy_told():
        return {person.pk: person for person in rows}


def administered_locked(which: Q, *, by: Actor, at: datetime) -> QuerySet[User]:
    """Whom an administrator means, under the locks of both: none acts on what another has changed just now.

    Raises RuleBroken for who is no administrator any more. Two queries, and one to read the people.
    """
    people_locked(which | Q(pk=by.person.pk))
    held = by.person.memberships.in_force(timezone.localdate(at)).filter(organisation=by.organisation)
    if not held.filter(role=Role.ADMINISTRATOR).exists():
        raise RuleBroken(f"You are no longer an administrator of {by.organisation.name}")
    return User.objects.filter(which)
