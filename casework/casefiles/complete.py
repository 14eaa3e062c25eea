"""What every victim of a case has, also one who was recorded before there was such a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from casework.casefiles.models import CaseFile, Victim
from casework.file_review.models import FileSubmission
from casework.routes.made import record_made
from casework.routes.models import RouteRecord
from casework.special_measures.services import special_measures_open
from casework.victim_statements.services import vps_open

# By the kind of the record, which is also its name on a victim: what opens it.
EVERY_VICTIM_HAS: dict[str, Callable[..., RouteRecord]] = {
    "vps_offer": vps_open,
    "special_measures": special_measures_open,
}


def victim_records_open(*, victim: Victim, at: datetime) -> None:
    """Open, for a victim who is recorded, what every victim has. One query each."""
    for opens in EVERY_VICTIM_HAS.values():
        opens(victim=victim, at=at)


def victims_lacking(cases: QuerySet[CaseFile]) -> Iterator[tuple[str, Victim]]:
    """The victims of these cases who lack what every victim has, by its kind. One query.

    Not of a case that the police have ended: nothing is begun there.
    """
    ended = FileSubmission.objects.filter(position=FileSubmission.Position.ENDED).values("case_file")
    lacks = Q(*((f"{kind}__isnull", True) for kind in EVERY_VICTIM_HAS), _connector=Q.OR)
    found = Victim.objects.filter(lacks, case_file__in=cases).exclude(case_file__in=ended)
    for victim in found.select_related("case_file", *EVERY_VICTIM_HAS):
        yield from ((kind, victim) for kind in EVERY_VICTIM_HAS if not hasattr(victim, kind))


def victims_complete(*, case: CaseFile, at: datetime) -> int:
    """Open what victims of the case lack, and say how many there were. A second time it finds none.

    Call it under the case's lock, where records that are made are carried on.
    """
    lacking = list(victims_lacking(CaseFile.objects.filter(pk=case.pk)))
    for kind, victim in lacking:
        victim.case_file = case
        EVERY_VICTIM_HAS[kind](victim=victim, at=at)
        record_made(kind)
    return len(lacking)
