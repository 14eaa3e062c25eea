"""The action plan: what the CPS asks, item by item. What goes to and fro about an item is in exchange.py."""

from __future__ import annotations

import uuid
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db import models

from casework.action_plans.exchange import Entry, ExtensionRequest, ItemAnswer, Told
from casework.action_plans.progress import ActionPlanQuerySet
from casework.events.models import person
from casework.people.models import User
from casework.people.roles import Side
from casework.private_material import JUSTIFIED, PrivateMaterial, justified_when_private
from casework.routes.models import RouteRecord


class ActionPlan(models.Model):
    """Items that were asked for together, by one decision. How it stands is that of its items.

    A further plan after a Full Code submission is issued only when a District Crown Prosecutor who did
    not draft it has reviewed it, which a trigger of the table holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_file = models.ForeignKey("casework.CaseFile", on_delete=models.PROTECT, related_name="action_plans")
    decision = models.ForeignKey(
        "casework.ChargingDecision", on_delete=models.PROTECT, related_name="action_plans"
    )
    number = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_by = person("The District Crown Prosecutor who let a further plan go out")

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="action_plan_numbered_once")
        ]

    def __str__(self) -> str:
        return f"Action plan {self.number}"


class Asked(models.Model):
    """What an item asks for, issued or only proposed."""

    class Category(models.TextChoices):
        DOCUMENTS = "documents", "Documents and forms"
        FOOTAGE = "footage", "Footage"
        STATEMENTS = "statements", "Statements"
        FORENSIC = "forensic", "Forensic evidence"
        MEDICAL = "medical", "Medical evidence"
        RECORDS = "records", "Records"
        EXHIBITS = "exhibits", "Exhibits"
        OTHER = "other", "Other"

    number = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=250)
    why = models.TextField()
    category = models.CharField(max_length=20, choices=Category)
    line_of_inquiry = models.CharField(max_length=250, blank=True)
    suspects = models.ManyToManyField("casework.Suspect", related_name="+")
    due_on = models.DateField()
    # Empty for what asks for nothing private; for the rest both reasons are said.
    asks_for = models.CharField(max_length=20, choices=PrivateMaterial, blank=True, default="")
    necessity = models.TextField(blank=True, default="")
    proportionality = models.TextField(blank=True, default="")

    class Meta:
        abstract = True

    def asked(self) -> dict[str, Any]:
        """What it says, as a verb takes it. One query, unless the suspects were loaded."""
        names = ("what", "why", "category", "line_of_inquiry", "due_on", "asks_for", *JUSTIFIED)
        return {**{name: getattr(self, name) for name in names}, "suspects": list(self.suspects.all())}


class ActionPlanItem(Asked, RouteRecord):
    route = "action_plans"

    class Position(models.TextChoices):
        ANSWER = "answer", "Answer to an action plan item"
        EXTENSION = "extension", "Decision on more time"
        CHECK = "check", "Check of an action plan answer"
        ACCEPTED = "accepted", "Answer accepted"

    OWED = {Position.ANSWER: Side.POLICE, Position.EXTENSION: Side.CPS, Position.CHECK: Side.CPS}
    ABOUT = ("plan",)

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="items")
    position = models.CharField(max_length=20, choices=Position, default=Position.ANSWER)
    owner = person("Who answers it for the police; nobody named is the officer in the case")

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="action_plan_item_numbered_once"),
            justified_when_private("asks_for", "action_plan_item_necessary_and_proportionate"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def about(self) -> str:
        return f"Plan {self.plan.number}, item {self.number}"

    @property
    def told(self) -> list[Told]:
        """Answers, verdicts and requests for more time as they came. Three queries, unless loaded."""
        rows: list[Entry] = [*self.answers.all(), *self.verdicts.all(), *self.extensions.all()]
        return sorted((each for row in rows for each in row.told()), key=attrgetter("at"))

    @property
    def conversation(self) -> list[Told]:
        """The messages as they came. A query, unless loaded."""
        return [each for message in self.messages.all() for each in message.told()]

    @property
    def last_answer(self) -> ItemAnswer | None:
        """What the police answered last. A query, unless the answers were loaded."""
        answers = list(self.answers.all())
        return answers[-1] if answers else None

    @property
    def more_time(self) -> ExtensionRequest | None:
        """The request that waits for a decision. A query, unless they were loaded."""
        return next((each for each in self.extensions.all() if not each.decision), None)

    @property
    def answers_for_police(self) -> User:
        """Whose item it is: the named owner, or the officer in the case. Up to two queries."""
        return self.owner or self.case_file.officer_in_case
