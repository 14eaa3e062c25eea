"""Early advice: the request of the police, how the CPS triaged it, and appeals (DG6, chapter 7)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from casework.people.roles import Side
from casework.routes.models import RouteRecord
from casework.routes.reasons import reasons_told

if TYPE_CHECKING:
    from casework.early_advice.record_models import AdviceRecord


def person(help_text: str = "") -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", help_text=help_text
    )


class EarlyAdviceRequest(RouteRecord):
    """The early advice of a case. What is advised is in the versions of its AdviceRecord."""

    route = "early_advice"

    class Position(models.TextChoices):
        CONSIDER = "consider", "Consideration of early advice"
        TRIAGE = "triage", "Early advice triage"
        REVISE = "revise", "Revised early advice request"
        APPEAL = "appeal", "Inspector's decision on an appeal"
        APPEALED = "appealed", "Decision on the appeal"
        ADVISE = "advise", "Early advice"
        ACKNOWLEDGE = "acknowledge", "Acknowledgement of early advice"
        ADVISED = "advised", "Early advice given"
        NOT_SOUGHT = "not_sought", "Early advice not sought"

    OWED = {
        Position.CONSIDER: Side.POLICE,
        Position.TRIAGE: Side.CPS,
        Position.REVISE: Side.POLICE,
        Position.APPEAL: Side.POLICE,
        Position.APPEALED: Side.CPS,
        Position.ADVISE: Side.CPS,
        Position.ACKNOWLEDGE: Side.POLICE,
    }

    position = models.CharField(max_length=20, choices=Position, default=Position.CONSIDER)
    considered_at = models.DateTimeField(null=True)
    considered_by = person("Who last decided whether early advice is sought")
    not_sought_reason = models.TextField(blank=True)

    # The request: DG6 chapter 7 asks for the URN (the case's own) and these seven.
    factual_summary = models.TextField(blank=True)
    lines_of_enquiry = models.TextField(blank=True)
    expected_outcomes = models.TextField(blank=True)
    issues = models.TextField(blank=True)
    advice_wanted = models.TextField(blank=True)
    evidential_material = models.TextField(blank=True)
    disclosable_material = models.TextField(blank=True)
    requested_at = models.DateTimeField(null=True)
    requested_by = person()

    respond_by = models.DateField(null=True, help_text="The date for the police that the CPS set last")
    accepted_at = models.DateTimeField(null=True)
    prosecutor = person()
    follow_up = models.TextField(blank=True, help_text="What a follow-up that is not yet answered asks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case_file"], name="early_advice_once_per_case")]

    @property
    def sought(self) -> str:
        """Whether early advice is sought; empty until somebody has considered it."""
        if self.position == self.Position.NOT_SOUGHT:
            return "No"
        considered = self.position != self.Position.CONSIDER
        return "Yes" if considered and self.requested_at else ""

    @cached_property
    def rejection(self) -> EarlyAdviceRejection | None:
        """Why the request of this round was rejected, with its appeal. One query the first time."""
        return self.rejections.filter(round=self.round).select_related("appeal").first()

    @property
    def appeal(self) -> EarlyAdviceAppeal | None:
        """The appeal against that rejection. A query, unless `rejection` is loaded."""
        return self.rejection.appealed if self.rejection else None

    @property
    def appeal_asked_by_id(self) -> int | None:
        """Who asked for that appeal, by key. A query, unless `rejection` is loaded."""
        return self.appeal.asked_by_id if self.appeal else None

    @property
    def is_advised(self) -> bool:
        """Whether advice has been given, so that what is open is only what follows it. One query."""
        return self.advice.exists()

    @property
    def appealed_already(self) -> bool:
        """Whether it is to be revised after an appeal that came to nothing. Up to one query."""
        return self.position == self.Position.REVISE and self.appeal is not None

    @property
    def all_rejections(self) -> models.QuerySet[EarlyAdviceRejection]:
        """Every rejection, the last first, with its appeal and who did what. One query when it is read."""
        return self.rejections.select_related(
            "rejected_by", "appeal__asked_by", "appeal__considered_by", "appeal__decided_by"
        )

    @property
    def versions(self) -> models.QuerySet[AdviceRecord]:
        """The advice, the newest version first, each with its lines. Two queries when it is read."""
        return self.advice.select_related("by", "on_behalf_of").prefetch_related("lines")


class EarlyAdviceRejection(models.Model):
    """A rejection with its reasons; `round` is that of the request which was rejected."""

    request = models.ForeignKey(EarlyAdviceRequest, on_delete=models.PROTECT, related_name="rejections")
    round = models.PositiveSmallIntegerField()
    reasons = models.JSONField()
    details = models.JSONField(default=dict, blank=True, help_text="What was said of a reason, by its code")
    detail = models.TextField(blank=True)
    respond_by = models.DateField(null=True)
    rejected_at = models.DateTimeField()
    rejected_by = person()
    rejected_for = person("The colleague who was away, where somebody rejected it for them")

    class Meta:
        ordering = ["-round"]
        constraints = [
            models.UniqueConstraint(fields=["request", "round"], name="early_advice_rejected_once_per_round")
        ]

    def __str__(self) -> str:
        return f"round {self.round}"

    @property
    def told(self) -> list[tuple[str, str]]:
        return reasons_told(self.reasons, self.details)

    @property
    def appealed(self) -> EarlyAdviceAppeal | None:
        """The appeal against it, if the police asked for one. A query, unless `appeal` is loaded."""
        return getattr(self, "appeal", None)


class EarlyAdviceAppeal(models.Model):
    """An appeal against a rejection: asked for, taken up by an inspector or not, decided by the CPS.

    An officer of the rank of inspector or above may appeal (DG6, chapter 7). One for each rejection.
    """

    class Outcome(models.TextChoices):
        NOT_MADE = "not_made", "No appeal made"
        ALLOWED = "allowed", "Appeal allowed"
        DISMISSED = "dismissed", "Appeal dismissed"

    rejection = models.OneToOneField(EarlyAdviceRejection, on_delete=models.PROTECT, related_name="appeal")
    asked_at = models.DateTimeField()
    asked_by = person()
    why = models.TextField()
    considered_at = models.DateTimeField(null=True)
    considered_by = person("The inspector")
    grounds = models.TextField(blank=True, help_text="Why the inspector appeals, or does not")
    decided_at = models.DateTimeField(null=True)
    decided_by = person()
    reasons = models.TextField(blank=True, help_text="Why the CPS dismissed it")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    def __str__(self) -> str:
        return self.get_outcome_display() or "Appeal"
