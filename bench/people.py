"""Who acts in the cases of a measurement: the police of one unit, from the demonstration's cast."""

from __future__ import annotations

from copy import copy
from functools import cache

from casework.people.models import User
from casework.people.roles import Role
from workflows.demonstration.people import cast_make

WORKING = {
    Role.INVESTIGATOR: "investigator",
    Role.SUPERVISOR: "supervisor",
    Role.GATEKEEPER: "gatekeeper",
    Role.PROSECUTOR: "prosecutor",
    Role.PROSECUTION_MANAGER: "manager",
}

people_make = cast_make


@cache
def person(username: str) -> User:
    return User.objects.get(username=username)


def signed_in(role: str) -> User:
    """The person in the role as a request brings them: their memberships are not loaded yet."""
    user = copy(person(WORKING[Role(role)]))
    user.__dict__.pop("memberships_held", None)
    return user
