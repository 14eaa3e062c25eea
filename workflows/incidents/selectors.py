"""Everything that an administrator has to put right. Pure reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet

from casework.access.policy import cases_administered_by
from casework.audit.who import administering
from casework.casefiles.models import CaseFile
from casework.incidents.models import Incident
from casework.people.models import User
from workflows.incidents.failed import failed, incidents_of, incidents_open
from workflows.incidents.orphaned import ownerless
from workflows.incidents.stuck import stuck_and_left_over
from workflows.incidents.troubles import Kind, Trouble, urn_named
from workflows.queues.check import differences


def cases_administered(user: User) -> QuerySet[CaseFile]:
    """The cases of the person's forces and areas. No query of its own."""
    return CaseFile.objects.filter(cases_administered_by(user))


def troubles(user: User, today: date) -> list[Trouble]:
    """What is failed, stuck and orphaned, in this order. About fifty queries, however much there is."""
    cases = cases_administered(user)
    return sorted([*failed(incidents_open(cases)), *_of_cases(cases, today)], key=_place)


def _place(found: Trouble) -> int:
    """Where its kind comes on the page: what a case has wrong comes case by case."""
    return list(Kind).index(found.kind)


def trouble(user: User, key: str, today: date) -> Trouble | None:
    """The one that the address names, if it is still there. Looks at its case alone."""
    cases = cases_administered(user)
    incident = failed(incidents_open(cases).filter(reference=key))
    named = cases.filter(urn=urn_named(key))
    return next((found for found in [*incident, *_of_cases(named, today)] if found.key == key), None)


def incidents_number(user: User) -> int:
    """How many failures are open. One query."""
    with administering():
        return incidents_open(cases_administered(user)).count()


def incident_or_case(user: User, key: str) -> tuple[Incident | None, CaseFile | None]:
    """What an address named that needs no repair any more; nothing for one that the person may not see."""
    cases = cases_administered(user)
    closed = incidents_of(cases).filter(reference=key, closed_at__isnull=False)
    return closed.select_related("closed_by").first(), cases.filter(urn=urn_named(key)).first()


def _of_cases(cases: QuerySet[CaseFile], today: date) -> Iterator[Trouble]:
    differing = list(_once(stuck_and_left_over(differences(cases))))
    wrong = {found.key for found in differing}
    yield from differing
    yield from (found for found in ownerless(cases, today) if found.key not in wrong)


def _once(found: Iterable[Trouble]) -> Iterator[Trouble]:
    """The first of what is said about one piece of work: the others go with it, or show once it is done."""
    seen: set[str] = set()
    for each in found:
        if each.key not in seen:
            seen.add(each.key)
            yield each
