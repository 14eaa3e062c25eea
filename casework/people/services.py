from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from casework.errors import RuleBroken
from casework.organisations.models import Organisation, Unit
from casework.people.models import Membership, User
from casework.people.roles import UNIT_ROLES


@transaction.atomic
def person_add(
    *, organisation: Organisation, role: str, unit: Unit | None, password: str, username: str, **details: Any
) -> User:
    """Make an account with one role in an organisation.

    Raises RuleBroken when the username is taken, or a role that works by unit has none.
    """
    if role in UNIT_ROLES and unit is None:
        raise RuleBroken("Select the unit in which they work", field="unit")
    try:
        with transaction.atomic():
            person = User.objects.create_user(username, password=password, **details)
    except IntegrityError:
        raise RuleBroken("Enter a username that nobody has yet", field="username") from None
    Membership.objects.create(
        person=person, organisation=organisation, unit=unit if role in UNIT_ROLES else None, role=role
    )
    return person
