"""Open work that nobody can do: its owner may no longer, or its pool is empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, Min, OuterRef, QuerySet

from casework.access.policy import role_covers
from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation
from casework.people.models import Membership, MembershipQuerySet
from casework.people.roles import Role
from workflows.incidents.troubles import Kind, Remedy, Trouble, work_key

OWNER_WORDS = "Who has this work no longer holds the role that it needs"


@dataclass(frozen=True)
class EmptyPool:
    """Somebody is needed in a role in a place."""

    role: str
    place: str
    number: int
    since: datetime


def ownerless(cases: QuerySet[CaseFile], today: date) -> Iterator[Trouble]:
    """Work whose owner is inactive, or no longer holds its role over the case. One query."""
    able = _able(today).filter(person=OuterRef("owner"))
    held = Obligation.objects.open().filter(~Exists(able), case_file__in=cases, owner__isnull=False)
    for work in held.select_related("case_file").order_by("opened_at", "pk"):
        yield Trouble(
            kind=Kind.ORPHANED,
            key=work_key(work.case_file, "task", work.task),
            words=OWNER_WORDS,
            title=work.title,
            since=work.opened_at,
            case=work.case_file,
            about=work.about,
            task=work.task,
            remedies=(Remedy.RETRY,),
        )


def empty_pools(cases: QuerySet[CaseFile], today: date) -> list[EmptyPool]:
    """The pools in which work waits and nobody is who could do it. One query."""
    waiting = Obligation.objects.open().filter(~Exists(_able(today)), case_file__in=cases, owner=None)
    pools = waiting.order_by().values_list("role", "organisation__name", "unit__name")
    counted = pools.annotate(Count("pk"), Min("opened_at")).order_by("role", "organisation__name")
    return [
        EmptyPool(Role(role).label, f"{unit}, {place}" if unit else place, number, since)
        for role, place, unit, number, since in counted
    ]


def _able(today: date) -> MembershipQuerySet:
    """The memberships by which somebody can do a piece of work."""
    in_role = Membership.objects.in_force(today).filter(role=OuterRef("role"), person__is_active=True)
    return in_role.filter(role_covers("case_file"))
