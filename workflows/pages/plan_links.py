"""Where a person goes from a case to its action plans, and how each stands."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from casework.action_plans.progress import progress_words
from casework.action_plans.selectors import plans_of
from casework.casefiles.models import CaseFile
from casework.people.roles import Side


def plan_links(case: CaseFile, side: Side | None) -> list[dict[str, str]]:
    """Each issued plan, worded for the reader, as `ui.route_list` shows it. One query."""
    return [
        {
            "text": f"{plan} for {plan.decision.suspect}",
            "href": plan_href(case, plan.decision.suspect.reference, plan.number),
            "hint": progress_words(plan, side),
        }
        for plan in plans_of(case, timezone.localdate())
    ]


def plan_href(case: CaseFile, suspect: str, number: int) -> str:
    return reverse("action_plan", kwargs={"urn": case.urn, "suspect": suspect, "number": number})
