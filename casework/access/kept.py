"""From which cases a person is kept, whatever their roles. It is read with the roles, in the same query.

They are the cases that they are barred from, and the restricted ones of their force or area
that do not have them on the list. They are few, and a request names them by their keys: where
there are none, no query is other than without them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Value

if TYPE_CHECKING:
    from casework.access.models import Spell
    from casework.casefiles.models import CaseFile
    from casework.people.models import User

# Of a row of roles: the keys of the cases from which its person is kept in its organisation. By a function of
# the database, because what keeps somebody from a case is behind its second wall (casework/wall).
KEPT = "casework_kept_in(casework_membership.person_id, ARRAY[casework_membership.organisation_id])"


def kept_from(user: User) -> frozenset[UUID]:
    """The keys of those cases. No query of its own."""
    return frozenset().union(*(held.kept for held in user.memberships_held))


def unless_kept(user: User, case: str = "pk") -> Q:
    """The condition that a row is of another case; `case` is its way to it. Nothing where there are none."""
    kept = kept_from(user)
    return ~Q(**{f"{case}__in": sorted(kept)}) if kept else Q()


def not_kept(case: Any, person: str) -> Q:
    """The same for a subquery over many people: that `person` of the row is not kept from the case."""
    from casework.access.models import CaseAdmission, CaseBar, CaseRestriction

    theirs = {"person": OuterRef(person), "case_file": case}
    admitted = Exists(CaseAdmission.objects.in_force().filter(**theirs))
    restricted = Exists(CaseRestriction.objects.in_force().filter(case_file=case))
    return ~Q(Exists(CaseBar.objects.in_force().filter(**theirs))) & (~Q(restricted) | Q(admitted))


def barred_and_admitted(case: CaseFile) -> tuple[list[int], list[int] | None]:
    """Who is barred from the case and whom it is open to, by keys; None unless restricted. Three queries."""
    from casework.access.models import CaseAdmission, CaseBar, CaseRestriction

    barred, admitted = (
        sorted(model.objects.in_force().filter(case_file=case).values_list("person", flat=True))
        for model in (CaseBar, CaseAdmission)
    )
    restricted = CaseRestriction.objects.in_force().filter(case_file=case).exists()
    return barred, admitted if restricted else None


class KeptPeople:
    """Who is kept from which of some cases, by keys. One query when it is made."""

    def __init__(self, cases: Iterable[UUID]):
        from casework.access.models import CaseAdmission, CaseBar, CaseRestriction

        among, nobody = {"case_file__in": set(cases)}, Value(None, output_field=IntegerField())
        bars = _rows(CaseBar, "bar", F("person"), among)
        lists = _rows(CaseAdmission, "list", F("person"), among)
        rows = bars.union(lists, _rows(CaseRestriction, "restricted", nobody, among), all=True)
        self._found = {(kind, case, person) for kind, case, person in rows}

    def among(self, case: UUID, people: Iterable[int]) -> set[int]:
        """Those of the people who are not kept from the case."""
        return {person for person in people if not self._is_kept(case, person)}

    def not_barred(self, case: UUID, people: Iterable[int]) -> set[int]:
        """Those of the people who are not barred from the case, be they on its list or not."""
        return {person for person in people if ("bar", case, person) not in self._found}

    def _is_kept(self, case: UUID, person: int) -> bool:
        off_list = ("restricted", case, None) in self._found and ("list", case, person) not in self._found
        return off_list or ("bar", case, person) in self._found


def _rows(model: type[Spell], kind: str, person: Any, among: dict[str, Any]) -> QuerySet[Any, Any]:
    rows = model._default_manager.filter(ended_at__isnull=True, **among).order_by()
    return rows.values_list(Value(kind), "case_file", person)
