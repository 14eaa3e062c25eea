"""The openings that a person made themselves, and those that they watch over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import BooleanField, CharField, Func, QuerySet, Value

from casework.audit.who import case_shown
from casework.break_ins.models import BreakIn
from casework.casefiles.models import CaseFile
from casework.people.models import User

UNSEEN = "A restricted case that you are not on the list of"


class Watched(NamedTuple):
    """An opening as its reader may know it: of a case that they cannot see neither number nor reason."""

    record: BreakIn
    case: str
    shown: bool


def own_break_ins(user: User) -> QuerySet[Any, Any]:
    """The openings of the person, the latest first, with the `urn` of each, also once its case is not there
    for them any more. Lazy; one query."""
    urn = Func("case_file", function="casework_urn_opened", output_field=CharField())
    return BreakIn.objects.filter(person=user).annotate(urn=urn).order_by("-opened_at", "-pk")


def watched_break_ins(user: User) -> QuerySet[BreakIn]:
    """Of those whose rank above they are, and of the force or area that they audit. Lazy; one query.

    The database finds out which: it has the unit of a case that is not there for them.
    """
    watches = Func(
        Value(user.pk),
        *("person", "role", "organisation", "case_file"),
        function="casework_watches",
        output_field=BooleanField(),
    )
    watched = BreakIn.objects.filter(watches).select_related("person", "organisation")
    return watched.order_by("-opened_at", "-pk")


def as_watched(records: Iterable[BreakIn], user: User) -> list[Watched]:
    """One query for which of the cases they can see, which are shown by it: number and reason."""
    records = list(records)
    cases = CaseFile.objects.visible_to(user).filter(pk__in={each.case_file_id for each in records})
    urns = dict(cases.order_by().values_list("pk", "urn"))
    for key in urns:
        case_shown(key)
    return [Watched(each, urns.get(each.case_file_id, UNSEEN), each.case_file_id in urns) for each in records]
