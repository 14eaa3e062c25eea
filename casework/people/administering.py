"""Acting as the administrator of one's organisation."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from casework.access.policy import Actor
from casework.audit.who import administrator_came
from casework.people.models import User
from casework.people.roles import Role


def as_administrator(user: User) -> Actor:
    """The person as administrator of their organisation; raises PermissionDenied for anybody else.

    Who administers several organisations acts for the first of them by name. To the end of the request the
    second wall lets them through to the cases that they administer.
    """
    for membership in user.memberships_held:
        if membership.role == Role.ADMINISTRATOR:
            administrator_came()
            return Actor(person=user, role=membership.role, organisation=membership.organisation)
    raise PermissionDenied
