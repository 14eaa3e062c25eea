"""The filters of the list of clinic sessions."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict

from casework.clinics.models import ClinicSession, ClinicSessionQuerySet
from casework.people.models import User
from workflows.queues.filters import WorkFilters

SHOWN = {
    "free": "With free slots only",
    "past": "Past sessions instead",
    "cancelled": "Cancelled ones too",
}


class ClinicFilters(WorkFilters):
    """Without any, the sessions to come that stand. Two queries, for what is offered."""

    def __init__(self, query: QueryDict, user: User, today: date):
        self.today, self.seen = today, ClinicSession.objects.visible_to(user)
        named = self.seen.order_by("force__name").values_list("force", "force__name").distinct()
        forces = {str(key): name for key, name in named}
        places = self.seen.order_by("place").values_list("place", flat=True).distinct()
        offered = {
            "show": SHOWN,
            "place": {place: place for place in places},
            "force": forces if len(forces) > 1 else {},
        }
        super().__init__(query, offered)

    def sessions(self) -> ClinicSessionQuerySet:
        """Those that the filters leave, with how many slots are taken, by day. No query of its own."""
        shown = self.chosen["show"]
        past = self.seen.filter(on__lt=self.today).order_by("-on", "starts_at", "pk")
        found = past if "past" in shown else self.seen.filter(on__gte=self.today)
        found = found if "cancelled" in shown else found.standing()
        found = found.with_room() if "free" in shown else found.with_taken()
        for name in ("place", "force"):
            if chosen := self.chosen.get(name):
                found = found.filter(**{f"{name}__in": chosen})
        return found
