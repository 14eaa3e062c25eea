from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.action_plans.models import ActionPlan, ActionPlanItem
from tests.cast import TO_DECISION
from tests.samples import plan_item

AGAIN = ("plan_item.answer answer", "plan_item.check accept")


def asked(number: int) -> dict[str, object]:
    """The form of a plan of so many items."""
    parts = [plan_item(part, timezone.localdate()) for part in range(1, number + 1)]
    return {"parts": number, **{name: value for part in parts for name, value in part.items()}}


@pytest.fixture
def case(drive):
    """With a plan of one item."""
    made = drive.case()
    drive.do(made, *TO_DECISION, "charging_decision.review action_plan")
    return made


def item_of(case) -> ActionPlanItem:
    return ActionPlanItem.objects.select_related("case_file").filter(case_file=case).latest("opened_at")


def page_of(plan: ActionPlan) -> str:
    where = {"suspect": plan.decision.suspect.reference, "number": plan.number}
    return reverse("action_plan", kwargs={"urn": plan.case_file.urn, **where})


@pytest.fixture
def read(as_user):
    """What a person reads on the page of the last plan of a case."""

    def page(case, person) -> str:
        plan = ActionPlan.objects.filter(case_file=case).latest("issued_at")
        return as_user(person).get(page_of(plan)).content.decode()

    return page
