"""Going away, and coming back. Work is done on behalf of who is away: every event names both."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from casework.absences.models import Absence
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.people.models import User

LONGEST = timedelta(days=366)


@in_transaction
def absence_record(
    *, person: User, stand_in: User, starts_on: date, ends_on: date, by: User, at: datetime
) -> Absence:
    """Somebody is away for these days, and a colleague with one of their roles stands in.

    Raises RuleBroken for a time that has passed, is longer than a year or overlaps another
    absence, and for a colleague who shares no role with them or is inactive.
    """
    # Two absences that are recorded at once must not overlap.
    person = User.objects.select_for_update().get(pk=person.pk)
    _days_allowed(person, starts_on, ends_on, timezone.localdate(at))
    if not stand_in.is_active or stand_in.pk == person.pk or not shared_roles(person, stand_in):
        raise RuleBroken("Select a colleague who has the same role in the same place", field="stand_in")
    return Absence.objects.create(
        person=person,
        stand_in=stand_in,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by=by,
        recorded_at=at,
    )


@in_transaction
def absence_end(*, absence: Absence, at: datetime) -> None:
    """They are back: an absence under way ended yesterday, one to come is taken back. Up to two queries."""
    today = timezone.localdate(at)
    yesterday = today - timedelta(days=1)
    current = Absence.objects.filter(pk=absence.pk, ends_on__gte=today)
    if not current.filter(starts_on__lt=today).update(ends_on=yesterday):
        current.delete()


def shared_roles(person: User, colleague: User) -> set[tuple[str, int, int | None]]:
    """The roles, with organisation and unit, that both hold today. Up to a query each, once."""
    return _roles(person) & _roles(colleague)


def _roles(person: User) -> set[tuple[str, int, int | None]]:
    return {(held.role, held.organisation_id, held.unit_id) for held in person.memberships_held}


def _days_allowed(person: User, starts_on: date, ends_on: date, today: date) -> None:
    if ends_on < today:
        raise RuleBroken("The last day away must be today or later", field="ends_on")
    if not starts_on <= ends_on < starts_on + LONGEST:
        raise RuleBroken(
            "The last day away must be after the first, and within a year of it", field="ends_on"
        )
    if person.absences.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise RuleBroken("Another absence is recorded for some of these days. End that one first")
