"""That somebody opened a restricted case in an emergency: who is told at once, besides who reviews it.

Those on the list of the case and the rank above whoever opened it. A rank that is not on the list is told
that it was done and by whom, and not in which case; nobody is told of a case from which they are barred.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from casework.access.models import CaseAdmission
from casework.break_ins.models import BreakIn
from casework.break_ins.ranks import rank_over
from casework.obligations.models import Obligation
from casework.people.roles import UNIT_ROLES
from notifications.notices.holders import Holders
from notifications.notices.work import Work

KIND = "break_in."


def is_alarm(work: Work) -> bool:
    """Whether the work is the review of an opening."""
    return work.kind.startswith(KIND)


def alarmed_of(work: Sequence[Work], holders: Holders) -> dict[int, set[int]]:
    """For each review of an opening (by key) the people (by key) to tell. Five queries for all, or none.

    The cases are those that `recipients_of` has read with these holders.
    """
    reviews = [each for each in work if is_alarm(each)]
    if not reviews:
        return {}
    subjects = dict(
        Obligation.objects.filter(pk__in=[each.id for each in reviews]).values_list("pk", "subject")
    )
    openings = BreakIn.objects.in_bulk(set(subjects.values()))
    holders.read({(each.organisation_id, rank_over(each.role)) for each in openings.values()})
    listed = _listed({each.case_file_id for each in reviews})
    units = _units(openings)
    alarmed = {}
    for each in reviews:
        opening = openings[subjects[each.id]]
        told = listed[each.case_file_id] | _rank(opening, units[opening.pk], holders)
        alarmed[each.id] = holders.not_barred(each.case_file_id, told) - {opening.person_id}
    return alarmed


def _listed(cases: Collection[UUID]) -> dict[UUID, set[int]]:
    found: dict[UUID, set[int]] = defaultdict(set)
    rows = CaseAdmission.objects.in_force().filter(case_file__in=cases, person__is_active=True).order_by()
    for case, person in rows.values_list("case_file", "person"):
        found[case].add(person)
    return found


def _units(openings: Collection[UUID]) -> dict[UUID, int]:
    """The unit of the case of each. One query."""
    return dict(BreakIn.objects.filter(pk__in=openings).order_by().values_list("pk", "case_file__unit"))


def _rank(opening: BreakIn, unit: int, holders: Holders) -> set[int]:
    rank = rank_over(opening.role)
    place = (opening.organisation_id, rank)
    return set(holders.in_unit(place, unit) if rank in UNIT_ROLES else holders.anywhere(place))
