"""Who holds a role at a place, as of one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from casework.access.kept import KeptPeople
from casework.people.models import Membership

# An organisation, by its key, and a role in it.
Place = tuple[int, str]
NOBODY: frozenset[int] = frozenset()


class Holders:
    """The active people (by key) of the places that were asked for, each place read once.

    For one sweep, or one round of mails: what changes meanwhile is seen by the next.
    """

    def __init__(self, on: date):
        self.on = on
        self._units: dict[Place, dict[int | None, set[int]]] = {}
        self._kept: dict[UUID, KeptPeople] = {}

    def read(self, places: Iterable[Place]) -> None:
        """Know these places. One query for all that are not known yet, none if they are."""
        new = set(places) - self._units.keys()
        if not new:
            return
        self._units |= {place: defaultdict(set) for place in new}
        wanted = reduce(or_, (Q(organisation=organisation, role=role) for organisation, role in new))
        held = Membership.objects.in_force(self.on).filter(wanted, person__is_active=True).order_by()
        for organisation, role, unit, person in held.values_list("organisation", "role", "unit", "person"):
            self._units[organisation, role][unit].add(person)
            if unit is not None:
                self._units[organisation, role][None].add(person)

    def read_cases(self, cases: Iterable[UUID]) -> None:
        """Know who is kept from these cases. One query for all that are not known yet, none if they are."""
        new = set(cases) - self._kept.keys()
        if new:
            self._kept |= dict.fromkeys(new, KeptPeople(new))

    def not_kept(self, case: UUID, people: Iterable[int]) -> set[int]:
        """Those of the people who are not kept from a case that was read."""
        return self._kept[case].among(case, people)

    def not_barred(self, case: UUID, people: Iterable[int]) -> set[int]:
        """Those who are not barred from it, be they on its list or not."""
        return self._kept[case].not_barred(case, people)

    def anywhere(self, place: Place) -> Set[int]:
        """Everybody of a place that was read, whatever their unit."""
        return self._units[place].get(None, NOBODY)

    def in_unit(self, place: Place, unit: int | None) -> Set[int]:
        """Those of one unit; with none everybody."""
        return self._units[place].get(unit, NOBODY)
