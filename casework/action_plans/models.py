"""The action plan: what the CPS asks, item by item, and what the police answer."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from casework.people.roles import Side
from casework.routes.models import RouteRecord


class ActionPlan(models.Model):
    """Items that were asked for together. Its position is that of its items."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_file = models.ForeignKey("casework.CaseFile", on_delete=models.PROTECT, related_name="action_plans")
    decision = models.ForeignKey(
        "casework.ChargingDecision", on_delete=models.PROTECT, related_name="action_plans"
    )
    number = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="action_plan_numbered_once")
        ]

    def __str__(self) -> str:
        return f"Action plan {self.number}"


class ActionPlanItem(RouteRecord):
    route = "action_plans"

    class Position(models.TextChoices):
        ANSWER = "answer", "Answer to an action plan item"
        CHECK = "check", "Check of an action plan answer"
        ACCEPTED = "accepted", "Answer accepted"

    class Category(models.TextChoices):
        DOCUMENTS = "documents", "Documents and forms"
        FOOTAGE = "footage", "Footage"
        STATEMENTS = "statements", "Statements"
        FORENSIC = "forensic", "Forensic evidence"
        MEDICAL = "medical", "Medical evidence"
        RECORDS = "records", "Records"
        EXHIBITS = "exhibits", "Exhibits"
        OTHER = "other", "Other"

    class Answer(models.TextChoices):
        DONE = "done", "Done"
        PARTLY = "partly", "Partly done"
        CANNOT = "cannot", "Cannot be done"

    OWED = {Position.ANSWER: Side.POLICE, Position.CHECK: Side.CPS}
    ABOUT = ("plan",)

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    position = models.CharField(max_length=20, choices=Position, default=Position.ANSWER)
    what = models.CharField(max_length=250)
    why = models.TextField()
    category = models.CharField(max_length=20, choices=Category)
    due_on = models.DateField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answer_detail = models.TextField(blank=True)
    return_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="action_plan_item_numbered_once")
        ]

    @property
    def about(self) -> str:
        return f"Plan {self.plan.number}, item {self.number}"
