"""The filters of the queue: in the address, so that a list can be kept and shared."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import QueryDict

from casework.casefiles.models import urn_normalised
from casework.casefiles.routes import ROUTES
from casework.obligations.models import Obligation, ObligationQuerySet
from casework.obligations.urgency import Urgency
from casework.people.models import User

WHOSE = {"mine": "Mine", "unclaimed": "Not claimed by anyone", "others": "Claimed by colleagues"}
DEFAULT_WHOSE = ("mine", "unclaimed")
ROUTE_NAMES = {key.replace("-", "_"): title for key, (title, _) in ROUTES.items()}
CHOICES = {"whose": WHOSE, "urgency": dict(Urgency.choices), "route": ROUTE_NAMES}


class QueueFilters(forms.Form):
    """Checkboxes: OR inside a group, AND between groups. What is not understood is left out."""

    urn = forms.CharField(label="URN", required=False, max_length=20)
    whose = forms.MultipleChoiceField(
        label="Whose", required=False, choices=list(WHOSE.items()), widget=forms.CheckboxSelectMultiple
    )
    urgency = forms.MultipleChoiceField(
        label="When due", required=False, choices=Urgency.choices, widget=forms.CheckboxSelectMultiple
    )
    route = forms.MultipleChoiceField(
        label="Kind of work",
        required=False,
        choices=list(ROUTE_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, query: QueryDict):
        data = query.copy()
        if "whose" not in data:
            data.setlist("whose", list(DEFAULT_WHOSE))
        super().__init__(data, auto_id="%s")
        self.query = data

    @property
    def chosen(self) -> dict[str, list[str]]:
        return {name: [v for v in self.query.getlist(name) if v in known] for name, known in CHOICES.items()}

    @property
    def urn_sought(self) -> str:
        self.full_clean()
        return urn_normalised(self.cleaned_data.get("urn") or "")

    def work(self, user: User, today: date) -> ObligationQuerySet:
        """The person's open work that the filters leave, with its urgency. No query of its own."""
        chosen = self.chosen
        work = Obligation.objects.open().workable_by(user, *chosen["whose"]).with_urgency(today)
        if chosen["urgency"]:
            work = work.filter(urgency__in=chosen["urgency"])  # type: ignore[misc]
        if chosen["route"]:
            work = work.filter(route__in=chosen["route"])
        if self.urn_sought:
            work = work.filter(case_file__urn__contains=self.urn_sought)
        return work

    def selected(self) -> list[dict[str, object]]:
        """The chosen filters for the page, each with the address of the list without it."""
        return [
            {"name": self.fields[name].label, "tags": [self._tag(name, value) for value in values]}
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
        return {"text": str(CHOICES[name][value]), "href": f"?{rest.urlencode()}"}
