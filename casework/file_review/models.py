"""The file on its way to the CPS: submitted, signed off, reviewed by the gatekeeper, round by round."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.db import models

from casework.file_review.checklist import CHECKLIST, CHECKLIST_BY_KEY
from casework.people.roles import Side
from casework.routes.models import RouteRecord
from casework.routes.reasons import reasons_told


def stood_in_for(help_text: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text=help_text,
    )


class FileSubmission(RouteRecord):
    route = "file_review"

    class Position(models.TextChoices):
        PREPARE = "prepare", "File submission"
        SIGN_OFF = "sign_off", "Supervisor's sign-off"
        REVIEW = "review", "Gatekeeper's review"
        CORRECT = "correct", "Corrected file"
        ACCEPTED = "accepted", "File accepted to the CPS"

    OWED = {
        Position.PREPARE: Side.POLICE,
        Position.SIGN_OFF: Side.POLICE,
        Position.REVIEW: Side.POLICE,
        Position.CORRECT: Side.POLICE,
    }

    position = models.CharField(max_length=20, choices=Position, default=Position.PREPARE)
    code_test = models.CharField(max_length=10, blank=True)
    case_summary = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_for = stood_in_for("The colleague who was away, where somebody submitted it for them")
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_off_for = stood_in_for("The colleague who was away, where somebody signed it off for them")
    supervisor_comments = models.TextField(blank=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case_file"], name="file_submission_once_per_case")]

    @cached_property
    def last_return(self) -> FileReturn:
        """Why the file came back last. One query the first time; FileReturn.DoesNotExist if it never did."""
        return self.returns.latest("round")

    def findings(self) -> list[Finding]:
        """The checklist of this round. One query, or none when the answers were loaded."""
        answers = {(each.item, each.checker): each for each in self.answers.all() if each.round == self.round}
        checkers = ChecklistAnswer.Checker
        return [
            Finding(
                item.label,
                answers.get((item.key, checkers.SUBMITTER)),
                answers.get((item.key, checkers.GATEKEEPER)),
            )
            for item in CHECKLIST
        ]


class Finding(NamedTuple):
    """An item of the file standard as the two checkers of a round found it."""

    label: str
    submitter: ChecklistAnswer | None
    gatekeeper: ChecklistAnswer | None


class ChecklistAnswer(models.Model):
    """What the submitter, or the gatekeeper, found of one item in one round. Never changed."""

    class Checker(models.TextChoices):
        SUBMITTER = "submitter", "Submitter"
        GATEKEEPER = "gatekeeper", "Gatekeeper"

    class Found(models.TextChoices):
        PRESENT = "present", "Present"
        NOT_APPLICABLE = "not_applicable", "Not applicable"
        MISSING = "missing", "Missing"

    submission = models.ForeignKey(FileSubmission, on_delete=models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField()
    checker = models.CharField(max_length=10, choices=Checker)
    item = models.CharField(max_length=20)
    found = models.CharField(max_length=20, choices=Found)
    reason = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "round", "checker", "item"], name="checklist_item_once_per_round"
            ),
            models.CheckConstraint(
                condition=~models.Q(found="not_applicable") | ~models.Q(reason=""),
                name="checklist_not_applicable_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.get_found_display()}"

    @property
    def label(self) -> str:
        return CHECKLIST_BY_KEY[self.item].label


class FileReturn(models.Model):
    """A return with its reasons; `round` is the round that failed."""

    submission = models.ForeignKey(FileSubmission, on_delete=models.PROTECT, related_name="returns")
    round = models.PositiveSmallIntegerField()
    reasons = models.JSONField()
    details = models.JSONField(default=dict, blank=True, help_text="What was said of a reason, by its code")
    detail = models.TextField(blank=True)
    respond_by = models.DateField()
    returned_at = models.DateTimeField()
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "round"], name="file_returned_once_per_round")
        ]

    def __str__(self) -> str:
        return f"round {self.round}"

    @property
    def told(self) -> list[tuple[str, str]]:
        return reasons_told(self.reasons, self.details)
