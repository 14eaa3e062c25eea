"""The load of a team: what each of those who share a pool has, what nobody has, and who is away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.absences.models import Absence
from casework.access.policy import unless_kept
from casework.obligations.models import Obligation
from casework.pages.dates import govuk_date
from casework.people.models import Membership, User
from casework.people.request import SignedInRequest
from casework.people.roles import LEADING_ROLES, UNIT_ROLES, WORKING_ROLES, Role, roles_led_by


class Pool(NamedTuple):
    """A role in a place. Of its people each draws from it."""

    role: str
    organisation: int
    unit: int | None

    @property
    def condition(self) -> Q:
        return Q(role=self.role, organisation=self.organisation, unit=self.unit)


class Load(NamedTuple):
    """What somebody has of a pool. `away` says until when, and who stands in; empty for who is there."""

    who: str
    open: int
    due_today: int
    overdue: int
    away: str = ""


@dataclass(frozen=True)
class Team:
    title: str
    loads: list[Load]


Counts = dict[tuple[Pool, int | None], tuple[int, int, int]]
NOTHING = (0, 0, 0)


@require_safe
def team_load(request: SignedInRequest) -> HttpResponse:
    """The teams in which the person works or that they lead. The queries do not grow with them."""
    if not request.user.holds(*WORKING_ROLES):
        raise PermissionDenied
    context = {
        "title": "Load of the team",
        "teams": teams_of(request.user, timezone.localdate()),
        "leads": request.user.holds(*LEADING_ROLES),
    }
    return render(request, "workflows/team.html", context)


def teams_of(user: User, today: date) -> list[Team]:
    """Three queries, and that of the person's roles."""
    pools = pools_seen(user)
    people, counts = _people(pools, today), _counts(pools, user, today)
    away = _away({person.pk for members in people.values() for person in members}, today)
    return [Team(title, _loads(pool, people[pool], counts, away)) for pool, title in pools.items()]


def pools_seen(user: User) -> dict[Pool, str]:
    """The pools from which the person draws and those that they give out, each with its name. No query."""
    pools = {}
    for held in user.memberships_held:
        for role in dict.fromkeys([Role(held.role), *roles_led_by(held.role)]):
            if role in WORKING_ROLES:
                unit = held.unit if role in UNIT_ROLES else None
                pool = Pool(role, held.organisation_id, unit.pk if unit else None)
                pools[pool] = f"{role.label}s, {unit or held.organisation}"
    return pools


def _people(pools: Iterable[Pool], today: date) -> dict[Pool, list[User]]:
    members = Membership.objects.in_force(today).filter(_any(pools), person__is_active=True)
    members = members.select_related("person").order_by("person__last_name", "person__first_name", "person")
    people: dict[Pool, list[User]] = {pool: [] for pool in pools}
    for each in members:
        people[Pool(each.role, each.organisation_id, each.unit_id)].append(each.person)
    return people


def _counts(pools: Iterable[Pool], user: User, today: date) -> Counts:
    """What the person may see of the work in the pools: cases from which they are kept do not count."""
    found = Obligation.objects.open().filter(_any(pools), unless_kept(user, "case_file")).order_by()
    counted = found.values_list("role", "organisation", "unit", "owner").annotate(
        of_all=Count("pk"),
        due_today=Count("pk", filter=Q(due_on=today)),
        overdue=Count("pk", filter=Q(due_on__lt=today)),
    )
    return {(Pool(*key[:3]), key[3]): (key[4], key[5], key[6]) for key in counted}


def _away(people: Iterable[int], today: date) -> dict[int, str]:
    absences = Absence.objects.in_force(today).filter(person__in=people).select_related("stand_in")
    return {
        each.person_id: f"Away until {govuk_date(each.ends_on)}; {each.stand_in.signature} stands in"
        for each in absences
    }


def _loads(pool: Pool, people: list[User], counts: Counts, away: dict[int, str]) -> list[Load]:
    """First what nobody has, then each of the people, then what others hold of the pool."""
    loads = [Load("Not claimed by anyone", *counts.get((pool, None), NOTHING))]
    loads += [
        Load(person.signature, *counts.get((pool, person.pk), NOTHING), away.get(person.pk, ""))
        for person in people
    ]
    known = {None, *(person.pk for person in people)}
    others = [number for (of, owner), number in counts.items() if of == pool and owner not in known]
    if others:
        loads.append(Load("People of other teams", *(sum(each) for each in zip(*others, strict=True))))
    return loads


def _any(pools: Iterable[Pool]) -> Q:
    return reduce(or_, (pool.condition for pool in pools), Q(pk__in=[]))
