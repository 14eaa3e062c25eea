"""What is kept of each round of a file: what was said, what was found of each item, why it was returned."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.file_review.standard import standards
from casework.pages.dates import govuk_date
from casework.routes.reasons import reasons_told


def times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


CODE_TESTS = {"full_code": "Full Code Test", "threshold": "Threshold Test"}


def stood_in_for(help_text: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text=help_text,
    )


class FileRound(models.Model):
    """What was said of the file in one round: by who submitted it, and by the supervisor who passed it."""

    submission = models.ForeignKey("casework.FileSubmission", on_delete=models.PROTECT, related_name="rounds")
    round = models.PositiveSmallIntegerField()
    code_test = models.CharField(max_length=10)
    case_summary = models.TextField()
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_for = stood_in_for("The colleague who was away, where somebody submitted it for them")
    signed_off_at = models.DateTimeField(null=True)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_off_for = stood_in_for("The colleague who was away, where somebody signed it off for them")
    supervisor_comments = models.TextField(blank=True)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "round"], name="file_round_submitted_once")
        ]

    def __str__(self) -> str:
        return f"round {self.round}"

    @property
    def test_asked_for(self) -> str:
        return CODE_TESTS.get(self.code_test, "")


class ChecklistAnswer(models.Model):
    """What one of three found of one item in one round, under a version of the standard. Never changed."""

    class Checker(models.TextChoices):
        SUBMITTER = "submitter", "Submitter"
        SUPERVISOR = "supervisor", "Supervisor"
        GATEKEEPER = "gatekeeper", "Gatekeeper"

    class Found(models.TextChoices):
        PRESENT = "present", "Present"
        NOT_APPLICABLE = "not_applicable", "Not applicable"
        MISSING = "missing", "Missing"

    submission = models.ForeignKey(
        "casework.FileSubmission", on_delete=models.PROTECT, related_name="answers"
    )
    round = models.PositiveSmallIntegerField()
    checker = models.CharField(max_length=10, choices=Checker)
    standard = models.CharField(max_length=10, help_text="The version of the file standard")
    item = models.CharField(max_length=20)
    found = models.CharField(max_length=20, choices=Found)
    reason = models.CharField(max_length=250, blank=True)
    expected_on = models.DateField(null=True, help_text="When what is outstanding is expected")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "round", "checker", "item"], name="checklist_item_once_per_round"
            ),
            models.CheckConstraint(
                condition=~Q(found="not_applicable") | ~Q(reason=""), name="checklist_not_applicable_why"
            ),
            models.CheckConstraint(
                condition=Q(found="missing") | Q(expected_on__isnull=True), name="checklist_missing_expected"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.get_found_display()}"

    @property
    def label(self) -> str:
        return standards()[self.standard].item(self.item).label

    @property
    def words(self) -> str:
        """What was found, with why or until when."""
        said = self.reason or (f"expected on {govuk_date(self.expected_on)}" if self.expected_on else "")
        return f"{self.get_found_display()}: {said}" if said else self.get_found_display()

    @property
    def told(self) -> str:
        """ "Submitter: missing: expected on 27 March 2027"."""
        return f"{self.get_checker_display()}: {self.words[0].lower()}{self.words[1:]}"


class FileReturnManager(models.Manager["FileReturn"]):
    """Each comes with who returned it, whom every page that shows it names."""

    def get_queryset(self) -> models.QuerySet[FileReturn]:
        return super().get_queryset().select_related("returned_by")


class FileReturn(models.Model):
    """A return with its reasons; `round` is the round that failed."""

    class Stage(models.TextChoices):
        """Who returned it, by the position at which the file was."""

        SUPERVISOR = "sign_off", "supervisor"
        GATEKEEPER = "review", "gatekeeper"
        CPS = "accepted", "CPS"

    submission = models.ForeignKey(
        "casework.FileSubmission", on_delete=models.PROTECT, related_name="returns"
    )
    round = models.PositiveSmallIntegerField()
    returned_from = models.CharField(max_length=10, choices=Stage)
    reasons = models.JSONField()
    details = models.JSONField(default=dict, blank=True, help_text="What was said of a reason, by its code")
    detail = models.TextField(blank=True)
    respond_by = models.DateField()
    returned_at = models.DateTimeField()
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = FileReturnManager()

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
