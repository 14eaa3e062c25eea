"""In which role somebody acts on a session: who plans for the area, and whose session it is."""

from __future__ import annotations

from datetime import date

from casework.access.policy import Actor
from casework.clinics.models import ClinicSession
from casework.organisations.models import Organisation
from casework.people.models import Membership, User
from casework.people.roles import INVESTIGATING_ROLES, Role

# Those who book for the cases in which they hold one of these roles.
BOOKERS = tuple(role for role in Role if role in INVESTIGATING_ROLES)
# Those who record what came of a slot; which of them hosts the session is asked besides.
HOSTS = (Role.PROSECUTOR, Role.PROSECUTION_MANAGER)


def planner(user: User) -> Actor | None:
    """The person as the District Crown Prosecutor of an area, the first by name; None for others."""
    return next(iter(planners(user)), None)


def planners(user: User) -> list[Actor]:
    """The person as the District Crown Prosecutor of each area in which they are it."""
    held = [each for each in user.memberships_held if each.role == Role.PROSECUTION_MANAGER]
    return [Actor(user, each.role, each.organisation) for each in held if user.is_active]


def runs(session: ClinicSession, user: User) -> Actor | None:
    """The person in the role in which they run the session, or None.

    Its prosecutor, who stands in for them while they are away, or the District Crown Prosecutor of
    the area. Up to one query a person, for whom they stand in.
    """
    for held in user.memberships_held if user.is_active else ():
        if held.organisation_id != session.area_id:
            continue
        actor = Actor(user, held.role, held.organisation)
        if held.role == Role.PROSECUTOR and session.prosecutor_id == user.pk:
            return actor
        if held.role == Role.PROSECUTOR and session.prosecutor_id in user.stands_in_for:
            return Actor(user, held.role, held.organisation, on_behalf_of=session.prosecutor)
        if held.role == Role.PROSECUTION_MANAGER:
            return actor
    return None


def prosecutes_in(person: User, area: Organisation | int, on: date) -> bool:
    """Whether the person is an active prosecutor of the area on the day. One query."""
    held = Membership.objects.in_force(on).filter(person=person, role=Role.PROSECUTOR, organisation=area)
    return person.is_active and held.exists()
