"""The filters of the lists of work: in the address, so that a list can be kept and shared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import forms
from django.http import QueryDict

from casework.casefiles.models import urn_normalised
from casework.casefiles.routes import ROUTES
from casework.obligations.models import ObligationQuerySet
from casework.obligations.urgency import Urgency
from casework.people.models import User

WHOSE = {"mine": "Mine", "unclaimed": "Not claimed by anyone", "others": "Claimed by colleagues"}
DEFAULT_WHOSE = ("mine", "unclaimed")
ROUTE_NAMES = {key.replace("-", "_"): title for key, (title, _) in ROUTES.items()}
LABELS = {
    "whose": "Whose",
    "urgency": "When due",
    "route": "Kind of work",
    "role": "Role",
    "unit": "Unit",
}

Offered = Mapping[str, Mapping[str, str]]


def units_of(work: ObligationQuerySet) -> dict[str, str]:
    """The units of the cases of this work, by key; none when there is no choice among them. One query."""
    found = work.order_by("case_file__unit__name").values_list("case_file__unit", "case_file__unit__name")
    units = {str(key): name for key, name in found.distinct()}
    return units if len(units) > 1 else {}


class WorkFilters(forms.Form):
    """Checkboxes: OR inside a group, AND between groups. What is not understood is left out.

    `offered` are the choices of each group; a group without any is not shown.
    """

    def __init__(self, query: QueryDict, offered: Offered):
        super().__init__(query, auto_id="%s")
        self.query, self.offered = query, {name: known for name, known in offered.items() if known}
        for name, known in self.offered.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=LABELS[name],
                required=False,
                choices=list(known.items()),
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def chosen(self) -> dict[str, list[str]]:
        return {
            name: [value for value in self.query.getlist(name) if value in known]
            for name, known in self.offered.items()
        }

    def apply(self, work: ObligationQuerySet, user: User, today: date) -> ObligationQuerySet:
        """The open work that the filters leave, with its urgency. No query of its own."""
        chosen = self.chosen
        work = work.claimed_as(user, chosen.get("whose", [])).with_urgency(today)
        columns = {"urgency": "urgency", "route": "route", "role": "role", "unit": "case_file__unit"}
        for name, column in columns.items():
            if chosen.get(name):
                work = work.filter(**{f"{column}__in": chosen[name]})
        return work

    def selected(self) -> list[dict[str, object]]:
        """The chosen filters for the page, each with the address of the list without it."""
        return [
            {"name": LABELS[name], "tags": [self._tag(name, value) for value in values]}
            for name, values in self.chosen.items()
            if values
        ]

    def _tag(self, name: str, value: str) -> dict[str, str]:
        rest = self.query.copy()
        rest.pop("page", None)
        others = [other for other in rest.getlist(name) if other != value]
        rest.pop(name)
        # An empty "whose" must stay in the address: without it the default would come back.
        if others or name == "whose":
            rest.setlist(name, others or [""])
        return {"text": str(self.offered[name][value]), "href": f"?{rest.urlencode()}"}


class QueueFilters(WorkFilters):
    """Those of the queue: by default what is the person's own, and what nobody has claimed."""

    urn = forms.CharField(label="URN", required=False, max_length=20)

    def __init__(self, query: QueryDict, units: Mapping[str, str]):
        data = query.copy()
        if "whose" not in data:
            data.setlist("whose", list(DEFAULT_WHOSE))
        urgencies = {str(key): str(label) for key, label in Urgency.choices}
        super().__init__(data, {"whose": WHOSE, "urgency": urgencies, "route": ROUTE_NAMES, "unit": units})

    @property
    def urn_sought(self) -> str:
        self.full_clean()
        return urn_normalised(self.cleaned_data.get("urn") or "")

    def apply(self, work: ObligationQuerySet, user: User, today: date) -> ObligationQuerySet:
        work = super().apply(work, user, today)
        return work.filter(case_file__urn__contains=self.urn_sought) if self.urn_sought else work
