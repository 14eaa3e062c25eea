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
    # Told at once to the list of the case and the rank above whoever did it.
    BROKEN_IN = "broken_in", "Restricted case opened in an emergency"


TO_OWNER = frozenset({Stage.GIVEN, Stage.DUE_SOON, Stage.DUE, Stage.OVERDUE, Stage.AGAIN})
TO_LIST = frozenset({Stage.BROKEN_IN})
# What says that something was done, and is not about a date.
DATELESS = frozenset({Stage.GIVEN, Stage.BROKEN_IN})
_IN_TIME = (Stage.DUE_SOON, Stage.DUE, Stage.OVERDUE, Stage.AGAIN)


def covers(told: str, told_occurrence: int, stage: str, occurrence: int) -> bool:
    """Whether who was told the first need not be told the second of the same date.

    It is the same, or one that who owes the work has left behind: a ladder may have changed in between.
    """
    if told in _IN_TIME and stage in _IN_TIME:
        return _how_far(told, told_occurrence) >= _how_far(stage, occurrence)
    return (told, told_occurrence) == (stage, occurrence)


def _how_far(stage: str, occurrence: int) -> tuple[int, int]:
    """The occurrence of a warning is how many days are left."""
    return _IN_TIME.index(Stage(stage)), -occurrence if stage == Stage.DUE_SOON else occurrence
