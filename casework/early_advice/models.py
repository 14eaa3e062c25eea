"""Early advice: the request of the police and the advice of the embedded prosecutor (DG6, chapter 7)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from casework.people.roles import Side
from casework.routes.models import RouteRecord
from casework.routes.reasons import reasons_told


class EarlyAdviceRequest(RouteRecord):
    route = "early_advice"

    class Position(models.TextChoices):
        CONSIDER = "consider", "Consideration of early advice"
        TRIAGE = "triage", "Early advice triage"
        REVISE = "revise", "Revised early advice request"
        ADVISE = "advise", "Early advice"
        ACKNOWLEDGE = "acknowledge", "Acknowledgement of early advice"
        ADVISED = "advised", "Early advice given"
        NOT_SOUGHT = "not_sought", "Early advice not sought"

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        REMOTE = "remote", "By video or telephone"
        WRITTEN = "written", "In writing"

    OWED = {
        Position.CONSIDER: Side.POLICE,
        Position.TRIAGE: Side.CPS,
        Position.REVISE: Side.POLICE,
        Position.ADVISE: Side.CPS,
        Position.ACKNOWLEDGE: Side.POLICE,
    }

    position = models.CharField(max_length=20, choices=Position, default=Position.CONSIDER)
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
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    # Triage.
    rejection_reasons = models.JSONField(default=list, blank=True)
    rejection_details = models.JSONField(default=dict, blank=True)
    rejection_detail = models.TextField(blank=True)
    respond_by = models.DateField(null=True)
    accepted_at = models.DateTimeField(null=True)
    prosecutor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    # The advice.
    advice_mode = models.CharField(max_length=10, choices=Mode, blank=True)
    advised_on = models.DateField(null=True)
    reasonable_lines = models.TextField(blank=True)
    potential_charges = models.TextField(blank=True)
    evidential_requirements = models.TextField(blank=True)
    disclosure_management = models.TextField(blank=True)
    strategy = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case_file"], name="early_advice_once_per_case")]

    @property
    def rejection_told(self) -> list[tuple[str, str]]:
        return reasons_told(self.rejection_reasons, self.rejection_details)
