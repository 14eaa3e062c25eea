"""The stages at which people are told of open work, and which of them tell a rank."""

from __future__ import annotations

from django.db import models


class Stage(models.TextChoices):
    GIVEN = "given", "Given to you"
    DUE_SOON = "due_soon", "Due soon"
    DUE = "due", "Due"
    OVERDUE = "overdue", "Overdue"
    AGAIN = "again", "Still overdue"
    # Told to a rank over who owes the work: the rungs of the escalations, by their keys.
    SUPERVISOR = "supervisor", "Overdue, told to the supervisor"
    GATEKEEPER = "gatekeeper", "Overdue, told to the gatekeeper"
    UNIT_HEAD = "unit_head", "Overdue, told to the unit head"
    CHIEF = "chief", "Overdue, told to the Chief Crown Prosecutor"
    MEETING = "meeting", "Overdue, a matter for the joint meeting"


TO_OWNER = frozenset({Stage.GIVEN, Stage.DUE_SOON, Stage.DUE, Stage.OVERDUE, Stage.AGAIN})
