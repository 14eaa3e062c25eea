"""The stages of a case at court once it is sent (Better Case Management), or as the court directs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.deadlines.counted import Counted
from casework.people.roles import Side
from casework.routes.models import RouteRecord


class CourtStage(RouteRecord):
    """One stage of a case, due and then served."""

    route = "court_timetable"

    class Position(models.TextChoices):
        DUE = "due", "Record of the stage"
        SERVED = "served", "Stage done"

    class Stage(models.TextChoices):
        PTPH = "ptph", "PTPH"
        STAGE_1 = "stage_1", "Stage 1"
        STAGE_2 = "stage_2", "Stage 2"
        STAGE_3 = "stage_3", "Stage 3"
        STAGE_4 = "stage_4", "Stage 4"

    # What each is, beside its name.
    MEANS = {
        Stage.PTPH: "plea and trial preparation hearing",
        Stage.STAGE_1: "service of the prosecution case",
        Stage.STAGE_2: "response of the defence, with its statement",
        Stage.STAGE_3: "response of the prosecution: disclosure, further evidence, applications",
        Stage.STAGE_4: "response of the defence to stage 3",
    }
    OWED = {Position.DUE: Side.CPS}

    stage = models.CharField(max_length=10, choices=Stage)
    position = models.CharField(max_length=20, choices=Position, default=Position.DUE)
    rule = models.CharField(max_length=40, blank=True, help_text="Empty for a date that the court has set")
    since = models.DateField(
        help_text="The day from which it is counted: the sending, or the stage before it"
    )
    due_on = models.DateField()
    direction = models.TextField(blank=True, help_text="What the court directed, where it set the date")
    served_on = models.DateField(null=True)
    served_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["stage"]
        constraints = [
            models.UniqueConstraint(fields=["case_file", "stage"], name="court_stage_once"),
            models.CheckConstraint(
                condition=~Q(position="served") | Q(served_on__isnull=False, served_by__isnull=False),
                name="court_stage_served_with_who_and_when",
            ),
        ]

    @property
    def about(self) -> str:
        return self.get_stage_display()

    @property
    def means(self) -> str:
        return self.MEANS[self.Stage(self.stage)]

    def counted(self, clock: str) -> Counted | None:
        return Counted(self.rule, self.since) if clock == "due_on" and self.rule else None
