"""The filters of the lists of work: in the address, so that a list can be kept and shared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import or_

from django import forms
from django.db.models import Q
from django.http import QueryDict

from casework.casefiles.models import urn_normalised
from casework.casefiles.routes import ROUTES
from casework.drafts.selectors import has_draft
from casework.last_looked.selectors import is_updated
from casework.obligations.models import Obligation, ObligationQuerySet
from casework.obligations.urgency import Urgency
from casework.organisations.models import Unit
from casework.people.models import User
from casework.people.roles import UNIT_ROLES

WHOSE = {"mine": "Mine", "unclaimed": "Not claimed by anyone", "others": "Claimed by colleagues"}
MARKED = {"updated": "Updated since you last looked", "draft": "With a draft of yours"}
DEFAULT_WHOSE = ("mine", "unclaimed")
ROUTE_NAMES = {key.replace("-", "_"): title for key, (title, _) in ROUTES.items()}
LABELS = {
    "whose": "Whose",
    "urgency": "When due",
    "route": "Kind of work",
    "role": "Role",
    "show": "Show",
    "place": "Police station",
    "force": "Police force",
    "unit": "Unit",
    "marked": "Marked",
    "holder": "Claimed by",
}

MARKS = {"updated": is_updated, "draft": has_draft}

Offered = Mapping[str, Mapping[str, str]]


def units_of(user: User) -> dict[str, str]:
    """The units in which the person works or that theirs spans; none without a choice. One query."""
    spans = {held.organisation_id for held in user.memberships_held if held.role not in UNIT_ROLES}
    own = [held.unit_id for held in user.memberships_held if held.unit_id]
    there = Q(organisation__in=spans) | Q(organisation__area__in=spans)
    units = dict(Unit.objects.filter(Q(pk__in=own) | there).order_by("name").values_list("pk", "name"))
    return {str(key): name for key, name in units.items()} if len(units) > 1 else {}


class WorkFilters(forms.Form):
    """Checkboxes: OR inside a group, AND between groups. What is not understood is left out.

    `offered` are the choices of each group; a group without any is not shown.
    """

    def __init__(self, query: QueryDict, offered: Offered):
        self.query, self.offered = query, {name: known for name, known in offered.items() if known}
        data = query.copy()
        for name, values in self.chosen.items():
            data.setlist(name, values)
        super().__init__(data, auto_id="%s")
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

    def narrowed(self, work: ObligationQuerySet, today: date) -> ObligationQuerySet:
        """What the filters but "whose" leave of the work, with its urgency. No query of its own."""
        work = work.with_urgency(today)
        columns = {
            "urgency": "urgency",
            "route": "route",
            "role": "role",
            "unit": "case_file__unit",
            "holder": "owner",
        }
        for name, column in columns.items():
            if chosen := self.chosen.get(name):
                work = work.filter(**{f"{column}__in": chosen})
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

    urn = forms.CharField(label="URN", required=False)

    def __init__(self, query: QueryDict, units: Mapping[str, str]):
        data = query.copy()
        if "whose" not in data:
            data.setlist("whose", list(DEFAULT_WHOSE))
        # No URN holds one, and the database takes none.
        data.setlist("urn", [typed.replace("\0", "") for typed in data.getlist("urn")])
        urgencies = {str(key): str(label) for key, label in Urgency.choices}
        super().__init__(
            data,
            {"whose": WHOSE, "urgency": urgencies, "marked": MARKED, "route": ROUTE_NAMES, "unit": units},
        )

    @property
    def urn_sought(self) -> str:
        self.full_clean()
        return urn_normalised(self.cleaned_data.get("urn") or "")

    def work(self, user: User, today: date) -> ObligationQuerySet:
        """The person's open work that the filters leave, with its urgency. No query of its own."""
        work = Obligation.objects.open().workable_by(user, *self.chosen["whose"])
        work = self.narrowed(work, today)
        if marked := [MARKS[name](user) for name in self.chosen["marked"]]:
            work = work.filter(reduce(or_, marked))
        return work.filter(case_file__urn__contains=self.urn_sought) if self.urn_sought else work
