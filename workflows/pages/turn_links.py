"""Where a person goes from a record: to its route, and to what they may do to it beside its steps."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.urls import reverse

from casework.action_plans.models import ActionPlanItem
from casework.casefiles.models import CaseFile
from casework.casefiles.routes import Route
from casework.people.models import User
from casework.routes.models import RouteRecord
from workflows.engine import work
from workflows.engine.outcomes import Turn
from workflows.engine.registry import FLOWS
from workflows.pages.plan_links import plan_href


def route_href(case: CaseFile, record: RouteRecord) -> str:
    """Where a record is shown: an item on the page of its plan (three queries), others on their route's."""
    if isinstance(record, ActionPlanItem):
        plan = record.plan
        return f"{plan_href(case, plan.decision.suspect.reference, plan.number)}#item-{record.number}"
    route = record.route.replace("_", "-")
    return reverse("case_route", kwargs={"urn": case.urn, "route": route})


class TurnLink(NamedTuple):
    label: str
    href: str


def turn_links(case: CaseFile, kind: str, record: RouteRecord, user: User) -> list[TurnLink]:
    """What the person may do to the record now. No query but those of `shown`."""
    return [
        TurnLink(turn.label, turn_href(case, kind, record, turn))
        for turn in FLOWS[kind].turns
        if work.may_turn(turn, case, record, user)
    ]


def turns_of(case: CaseFile, route: Route, user: User) -> dict[UUID, list[TurnLink]]:
    """The same for every record of a route."""
    return {entry.record.pk: turn_links(case, entry.kind, entry.record, user) for entry in route.entries}


def turn_href(case: CaseFile, kind: str, record: RouteRecord, turn: Turn) -> str:
    return reverse("turn", kwargs={"urn": case.urn, "kind": kind, "record": record.pk, "key": turn.key})
