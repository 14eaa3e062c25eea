"""That somebody opened a restricted case in an emergency: who is told at once, besides who reviews it.

Those who were on the list of the case when it was opened, and hold a role that reaches it, and the rank above
whoever opened it. A rank that is not on the list is told that it was done and by whom, and not in which case;
nobody is told of a case from which they are barred.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from casework.access.models import CaseAdmission
from casework.access.policy import role_reaches
from casework.break_ins.models import BreakIn
from casework.break_ins.ranks import ranks_over
from casework.obligations.models import Obligation, ObligationQuerySet
from casework.people.models import Membership
from casework.people.roles import UNIT_ROLES
from notifications.ladders.moments import Telling
from notifications.ladders.stages import Stage
from notifications.notices.holders import Holders, Place
from notifications.notices.models import Notice
from notifications.notices.work import Work

KIND = "break_in."
# Far longer than any outage: what nobody was told by then nobody is to be told any more.
TOLD_WITHIN = timedelta(days=90)


class Listed(NamedTuple):
    """Somebody was on the list of a case from one moment to another, which may be open."""

    person: int
    since: datetime
    until: datetime | None

    def at(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or self.until > moment)


def is_alarm(work: Work) -> bool:
    """Whether the work is the review of an opening."""
    return work.kind.startswith(KIND)


def is_of_opening(work: Work, telling: Telling) -> bool:
    """Whether it is told without its case to who is not on the list of that."""
    return is_alarm(work) and not telling.to_owner


def reviewed_untold(now: datetime) -> ObligationQuerySet:
    """The reviews that were done before anybody was told of their openings. One query to begin with.

    The openings are few, and in a table of their own: the queue has no index for it.
    """
    reviewed = BreakIn.objects.filter(reviewed_at__gt=now - TOLD_WITHIN).order_by()
    reviews = Obligation.objects.filter(
        subject__in=list(reviewed.values_list("pk", flat=True)),
        kind__startswith=KIND,
        closed_at__isnull=False,
    )
    # Of whichever work it was the review: an administrator may have moved it.
    of_it = Notice.objects.standing().filter(obligation__subject=OuterRef("subject"))
    told = of_it.filter(stage=Stage.BROKEN_IN)
    return reviews.filter(~Exists(told))


def openings_of(work: Sequence[Work]) -> dict[int, BreakIn]:
    """By the key of each review in it the opening. Two queries, or none."""
    reviews = [each.id for each in work if is_alarm(each)]
    if not reviews:
        return {}
    subjects = dict(Obligation.objects.filter(pk__in=reviews).values_list("pk", "subject"))
    openings = BreakIn.objects.in_bulk(set(subjects.values()))
    # One whose case was erased in between is not there any more.
    return {key: openings[subject] for key, subject in subjects.items() if subject in openings}


def alarmed_of(work: Sequence[Work], holders: Holders) -> dict[int, set[int]]:
    """For each review of an opening (by key) the people (by key) to tell. Five queries for all, or none.

    The cases are those that `recipients_of` has read with these holders.
    """
    openings = openings_of(work)
    if not openings:
        return {}
    holders.read({place for each in openings.values() for place in places_over(each)})
    listed = _listed({each.case_file_id for each in openings.values()}, holders.on)
    units = _units({each.pk for each in openings.values()})
    alarmed = {}
    for key, opening in openings.items():
        then = {each.person for each in listed[opening.case_file_id] if each.at(opening.opened_at)}
        able = holders.not_barred(opening.case_file_id, then) - {opening.person_id}
        alarmed[key] = able | _rank(opening, units[opening.pk], holders)
    return alarmed


def highest_over(opening: BreakIn, holders: Holders) -> set[int]:
    """The people (by key) of the highest rank over whoever opened it, on the list or not.

    The last of its `places_over` was read, and so was the case.
    """
    there = holders.anywhere(places_over(opening)[-1])
    return holders.not_barred(opening.case_file_id, there) - {opening.person_id}


def places_over(opening: BreakIn) -> list[Place]:
    """Where the ranks over whoever opened it are, the lowest first."""
    return [(opening.organisation_id, rank) for rank in ranks_over(opening.role)]


def _listed(cases: Collection[UUID], today: date) -> dict[UUID, list[Listed]]:
    """Who is or was on the list of each case, of those who hold a role that reaches it. One query."""
    held = Membership.objects.in_force(today).filter(role_reaches("case_file"), person=OuterRef("person"))
    rows = CaseAdmission.objects.filter(Exists(held), case_file__in=cases, person__is_active=True).order_by()
    found: dict[UUID, list[Listed]] = defaultdict(list)
    for case, *spell in rows.values_list("case_file", "person", "begun_at", "ended_at"):
        found[case].append(Listed(*spell))
    return found


def _units(openings: Collection[UUID]) -> dict[UUID, int]:
    """The unit of the case of each. One query."""
    return dict(BreakIn.objects.filter(pk__in=openings).order_by().values_list("pk", "case_file__unit"))


def _rank(opening: BreakIn, unit: int, holders: Holders) -> set[int]:
    """The lowest rank over whoever opened it on which somebody else stands."""
    for place in places_over(opening):
        there = holders.in_unit(place, unit) if place[1] in UNIT_ROLES else holders.anywhere(place)
        if able := holders.not_barred(opening.case_file_id, there) - {opening.person_id}:
            return able
    return set()
