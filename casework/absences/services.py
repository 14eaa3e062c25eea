"""Going away, and coming back. Work is done on behalf of who is away: every event names both."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from casework.absences.models import Absence
from casework.absences.selectors import people_led_by
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.people.locks import people_locked
from casework.people.models import User

LONGEST = timedelta(days=366)


@in_transaction
def absence_record(
    *, person: User, stand_in: User, starts_on: date, ends_on: date, by: User, at: datetime
) -> Absence:
    """Somebody is away for these days, and a colleague with one of their roles stands in.

    Recorded by themselves or by who leads them. Raises RuleBroken for anybody else, for a time
    that has passed, is longer than a year or overlaps another absence, for a colleague who
    shares no role with them, is inactive or is away meanwhile, and while somebody else holds one of them.
    """
    _recorder_allowed(person, by, at)
    # What two record at once must not overlap, nor leave each to the other. In the order of keys.
    both = people_locked(Q(pk__in=[person.pk, stand_in.pk]))
    person, stand_in = both[person.pk], both[stand_in.pk]
    _days_allowed(person, starts_on, ends_on, timezone.localdate(at))
    _stand_in_allowed(person, stand_in, starts_on, ends_on)
    return Absence.objects.create(
        person=person,
        stand_in=stand_in,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by=by,
        recorded_at=at,
    )


@in_transaction
def absence_end(*, absence: Absence, by: User, at: datetime) -> None:
    """They are back: an absence under way ended yesterday, one to come is taken back.

    Ended by themselves or by who leads them. Raises RuleBroken for anybody else, and for one that
    is over already. Up to three queries.
    """
    _recorder_allowed(absence.person, by, at)
    today = timezone.localdate(at)
    last_day = max(absence.starts_on, today) - timedelta(days=1)
    current = Absence.objects.not_over(today).filter(pk=absence.pk)
    if not current.update(ends_on=last_day, ended_by=by, ended_at=at):
        raise RuleBroken("This time away is over already")


def shared_roles(person: User, colleague: User) -> set[tuple[str, int, int | None]]:
    """The roles, with organisation and unit, that both hold today. Up to a query each, once."""
    return _roles(person) & _roles(colleague)


def _roles(person: User) -> set[tuple[str, int, int | None]]:
    return {(held.role, held.organisation_id, held.unit_id) for held in person.memberships_held}


def _recorder_allowed(person: User, by: User, at: datetime) -> None:
    if by.pk != person.pk and not people_led_by(by, timezone.localdate(at)).filter(pk=person.pk).exists():
        raise RuleBroken("Only they or who leads them can do this")


def _stand_in_allowed(person: User, stand_in: User, starts_on: date, ends_on: date) -> None:
    if not stand_in.is_active or stand_in.pk == person.pk or not shared_roles(person, stand_in):
        raise RuleBroken("Select a colleague who has the same role in the same place", field="stand_in")
    if stand_in.absences.overlapping(starts_on, ends_on).exists():
        raise RuleBroken(
            f"{stand_in.signature} is away on some of these days. Select somebody else", field="stand_in"
        )


def _days_allowed(person: User, starts_on: date, ends_on: date, today: date) -> None:
    if ends_on < today:
        raise RuleBroken("The last day away must be today or later", field="ends_on")
    if ends_on < starts_on:
        raise RuleBroken("The last day away must be the first day away or later", field="ends_on")
    if ends_on >= starts_on + LONGEST:
        raise RuleBroken("The last day away must be within a year of the first", field="ends_on")
    if person.absences.overlapping(starts_on, ends_on).exists():
        raise RuleBroken(
            "Another absence is recorded for some of these days. End that one first", field="starts_on"
        )
