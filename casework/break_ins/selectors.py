"""The openings that a person made themselves, and those that they watch over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q, QuerySet

from casework.audit.who import case_shown
from casework.break_ins.models import BreakIn
from casework.break_ins.ranks import overseen_by
from casework.casefiles.models import CaseFile
from casework.people.models import User
from casework.people.roles import Role

UNSEEN = "A restricted case that you are not on the list of"


class Watched(NamedTuple):
    """An opening as its reader may know it: of a case that they cannot see neither number nor reason."""

    record: BreakIn
    case: str
    shown: bool


def own_break_ins(user: User) -> QuerySet[BreakIn]:
    """The cases that the person opened, the latest first, each with its case. Lazy; one query."""
    return BreakIn.objects.filter(person=user).select_related("case_file").order_by("-opened_at", "-pk")


def watched_break_ins(user: User) -> QuerySet[BreakIn]:
    """Of those whose rank above they are, and of the force or area that they audit. Lazy; one query."""
    places = [held.organisation_id for held in user.memberships_held if held.role == Role.AUDITOR]
    audited = Q(organisation__in=places)
    watched = BreakIn.objects.filter(overseen_by(user) | audited).select_related("person", "organisation")
    return watched.order_by("-opened_at", "-pk")


def as_watched(records: Iterable[BreakIn], user: User) -> list[Watched]:
    """One query for which of the cases they can see, which are shown by it: number and reason."""
    records = list(records)
    cases = CaseFile.objects.visible_to(user).filter(pk__in={each.case_file_id for each in records})
    urns = dict(cases.order_by().values_list("pk", "urn"))
    for key in urns:
        case_shown(key)
    return [Watched(each, urns.get(each.case_file_id, UNSEEN), each.case_file_id in urns) for each in records]
