"""Who is away, who could stand in for them, and whose absence somebody may record."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from casework.absences.models import Absence
from casework.people.models import Membership, User


def absences_to_come(*, people: QuerySet[User], today: date) -> QuerySet[Absence]:
    """The absences of these people that last today or are to come, in order. No query of its own."""
    current = Absence.objects.not_over(today).filter(person__in=people)
    return current.select_related("person", "stand_in").order_by("starts_on", "pk")


def people_led_by(user: User, today: date) -> QuerySet[User]:
    """The active colleagues whose work the person gives out, by name. No query of its own."""
    led = Membership.objects.in_force(today).led_by(user)
    colleagues = User.objects.filter(pk__in=led.values("person"), is_active=True).exclude(pk=user.pk)
    return colleagues.order_by("last_name", "first_name", "pk")


def may_stand_in_for(person: User, today: date) -> QuerySet[User]:
    """The active colleagues who hold one of the person's roles in the same place, by name. Lazy."""
    same = [
        Q(role=held.role, organisation=held.organisation_id, unit=held.unit_id)
        for held in person.memberships_held
    ]
    held = Membership.objects.in_force(today).filter(reduce(or_, same, Q(pk__in=[])))
    colleagues = User.objects.filter(pk__in=held.values("person"), is_active=True).exclude(pk=person.pk)
    return colleagues.order_by("last_name", "first_name", "pk")
