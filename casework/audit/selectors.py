"""What auditors read of the record: of a case, of a person, and of their own force or area alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from casework.access.policy import cases_visible_to
from casework.audit.door import TRIED, is_of_cases
from casework.audit.models import AuditEntry, AuditReason, Operation
from casework.casefiles.models import CaseFile
from casework.organisations.models import Organisation
from casework.people.models import Membership, User
from casework.people.roles import Role

# For how long a reason that was given opens what it was given for.
REASON_HOLDS = timedelta(hours=1)
UNSEEN = "A case that you cannot see"
# Who was refused may have gone to a number at a guess: whether there is such a case is not told either.
UNSEEN_OR_NONE = "A case that you cannot see, or none"
# How many entries are put in words at once.
AT_ONCE = 1000


class Line(NamedTuple):
    """An entry in words, for one reader: of a case that they cannot see no more than that there is one."""

    entry: AuditEntry
    person: str
    organisation: str
    case: str
    seen: bool

    @property
    def operation(self) -> str:
        return Operation(self.entry.operation).label

    @property
    def what(self) -> str:
        return self.entry.what.removeprefix("casework_").replace("_", " ")

    @property
    def columns(self) -> str:
        return ", ".join(self.entry.details.get("columns", ())) if self.seen else ""


def audited_by(user: User) -> list[Organisation]:
    """The force or area whose auditor the person is. No query of its own."""
    return [held.organisation for held in user.memberships_held if held.role == Role.AUDITOR]


def people_audited_by(user: User) -> QuerySet[User]:
    """Who holds a role there, or ever did."""
    held = Membership.objects.filter(organisation__in=audited_by(user))
    return User.objects.filter(pk__in=held.values("person")).order_by("last_name", "first_name", "pk")


def entries_of_case(case: UUID) -> QuerySet[AuditEntry]:
    """All that was done in a case and all who saw it, the latest first."""
    return AuditEntry.objects.filter(case_file=case).order_by("-at", "-pk")


def entries_of_person(person: int, places: Sequence[Organisation]) -> QuerySet[AuditEntry]:
    """What a person did and saw in their roles at these places, and what was done to their account by these.

    An entry that does not say in which role is of the days on which they held one there. The latest first.
    """
    own = Q(person=person) | Q(stream=UUID(int=person))
    day = OuterRef("day")
    held = Membership.objects.filter(person=person, organisation__in=places, starts_on__lte=day)
    then = Q(organisation=None) & Exists(held.filter(Q(ends_on=None) | Q(ends_on__gte=day)))
    entries = AuditEntry.objects.alias(day=TruncDate("at")).filter(own)
    within = Q(organisation__in=[place.pk for place in places]) | then
    return entries.filter(within).order_by("-at", "-pk")


def reason_held(user: User, key: int, at: datetime) -> AuditReason | None:
    """The reason of this auditor, while it opens anything; for nobody else's. One query.

    Whether they still see the case that it is for is asked where the case is.
    """
    held = AuditReason.objects.filter(
        pk=key, auditor=user, organisation__in=audited_by(user), at__gt=at - REASON_HOLDS
    )
    return held.select_related("person", "case_file").first()


def entries_of_reason(reason: AuditReason, user: User) -> QuerySet[AuditEntry]:
    """What the reason opens to this auditor, who holds it."""
    if reason.person_id is not None:
        return entries_of_person(reason.person_id, audited_by(user))
    assert reason.case_file_id is not None  # noqa: S101 - a constraint of the table
    return entries_of_case(reason.case_file_id)


def lines_of(entries: Iterable[AuditEntry], user: User) -> list[Line]:
    """The entries in words for this auditor: a case that they cannot see has no number. Three queries."""
    entries = list(entries)
    people = _named(User, [each.person for each in entries], "signature")
    places = _named(Organisation, [each.organisation for each in entries], "name")
    cases = CaseFile.objects.filter(cases_visible_to(user), pk__in={each.case_file for each in entries})
    urns = dict(cases.order_by().values_list("pk", "urn"))
    return [
        Line(
            each,
            people.get(each.person, "The service"),
            places.get(each.organisation, ""),
            *_case_of(each, urns),
        )
        for each in entries
    ]


def _case_of(entry: AuditEntry, urns: Mapping[UUID, str]) -> tuple[str, bool]:
    """What is said of the case of an entry, and whether its reader sees what the entry is about."""
    if urn := urns.get(entry.case_file) if entry.case_file else None:
        return urn, True
    if entry.operation == Operation.REFUSED and (is_of_cases(entry.what) or entry.outcome == TRIED):
        return UNSEEN_OR_NONE, False
    return (UNSEEN, False) if entry.case_file else ("", True)


def all_lines_of(entries: QuerySet[AuditEntry], user: User) -> Iterator[Line]:
    """The same of any number of entries: read, named and given away some at a time, three queries each."""
    each = entries.iterator(chunk_size=AT_ONCE)
    while some := list(islice(each, AT_ONCE)):
        yield from lines_of(some, user)


def _named(
    model: type[User] | type[Organisation], keys: Sequence[int | None], name: str
) -> dict[int | None, str]:
    found = model._default_manager.in_bulk({key for key in keys if key is not None})
    return {key: getattr(each, name) for key, each in found.items()}
