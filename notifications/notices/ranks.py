"""Which rank over who owes the work is told, once it is so late."""

from __future__ import annotations

from collections.abc import Sequence

from casework.escalations.ladder import Rung, rungs_above
from casework.escalations.models import EscalationPost
from casework.people.roles import UNIT_ROLES
from notifications.ladders.stages import Stage
from notifications.notices.alarms import highest_over, openings_of, places_over
from notifications.notices.holders import Holders
from notifications.notices.work import Work

Late = tuple[Work, Stage]


def ranks_of(late: Sequence[Late], holders: Holders) -> dict[tuple[int, str], set[int]]:
    """For each piece of work (by key) and stage the people (by key) of the rank told. Two queries for all.

    Whom the force or the area has named for the rank, while they hold its role there; otherwise
    everybody who does. The cases are those that `recipients_of` has read with these holders. That the review
    of an opening in an emergency is late the highest rank over whoever opened it is told too, though it be
    not on the list of the case: two queries more.
    """
    if not late:
        return {}
    rungs = [_rung(work, stage) for work, stage in late]
    openings = openings_of([work for work, _ in late])
    holders.read(
        {
            *((work.organisation_id, rung.role) for (work, _), rung in zip(late, rungs, strict=True)),
            *(places_over(opening)[-1] for opening in openings.values()),
        }
    )
    named = _named({work.organisation_id for work, _ in late})
    ranks = {}
    for (work, stage), rung in zip(late, rungs, strict=True):
        opening, holder = openings.get(work.id), named.get((work.organisation_id, rung.key))
        able = holders.not_kept(work.case_file_id, _in_role(holders, work, rung))
        able -= {opening.person_id} if opening else set()
        told = {holder} if holder in able else able
        ranks[work.id, stage.value] = told | highest_over(opening, holders) if opening else told
    return ranks


def _rung(work: Work, stage: Stage) -> Rung:
    return next(rung for rung in rungs_above(work.role) if rung.key == stage)


def _named(places: set[int]) -> dict[tuple[int, str], int]:
    posts = EscalationPost.objects.filter(organisation__in=places, person__isnull=False)
    found = posts.values_list("organisation", "rung", "person")
    return {(place, rung): person for place, rung, person in found}


def _in_role(holders: Holders, work: Work, rung: Rung) -> set[int]:
    place = (work.organisation_id, rung.role)
    if rung.role in UNIT_ROLES:
        return set(holders.in_unit(place, work.unit_id)) if work.unit_id else set()
    return set(holders.anywhere(place))
