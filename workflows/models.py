"""The engine's process, tied to the one domain record that it carries."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q
from viewflow.workflow.models import Process

from casework.casefiles.models import CaseFile
from casework.routes.models import RouteRecord

SUBJECTS = (
    "early_advice",
    "line_of_inquiry",
    "file_submission",
    "charging_request",
    "charging_decision",
    "review_right",
    "decision_review",
    "letter",
    "plan_item",
    "bad_character",
    "victim_contact",
    "bad_character_checkpoint",
    "bad_character_notice",
    "vps_offer",
    "vps_checkpoint",
    "vps_service",
    "escalation",
    "hearing",
    "custody_limit",
    "special_measures",
    "special_measures_application",
    "section_28",
    "court_stage",
    "break_in",
)
EXACTLY_ONE_SUBJECT = Q()
for _chosen in SUBJECTS:
    EXACTLY_ONE_SUBJECT |= Q(**{f"{name}__isnull": name != _chosen for name in SUBJECTS})


def _subject(model: str) -> models.OneToOneField:
    return models.OneToOneField(
        f"casework.{model}", null=True, blank=True, on_delete=models.PROTECT, related_name="process"
    )


class CaseProcess(Process):
    """A route under way. Holds no state of its own: the record's position is the state."""

    case_file = models.ForeignKey("casework.CaseFile", on_delete=models.PROTECT, related_name="+")
    early_advice = _subject("EarlyAdviceRequest")
    line_of_inquiry = _subject("LineAnswer")
    file_submission = _subject("FileSubmission")
    charging_request = _subject("ChargingRequest")
    charging_decision = _subject("ChargingDecision")
    review_right = _subject("ReviewRight")
    decision_review = _subject("DecisionReview")
    letter = _subject("Letter")
    plan_item = _subject("ActionPlanItem")
    bad_character = _subject("BadCharacterConsideration")
    victim_contact = _subject("VictimContact")
    bad_character_checkpoint = _subject("BadCharacterCheckpoint")
    bad_character_notice = _subject("BadCharacterNotice")
    vps_offer = _subject("VpsOffer")
    vps_checkpoint = _subject("VpsCheckpoint")
    vps_service = _subject("VpsService")
    escalation = _subject("Escalation")
    hearing = _subject("Hearing")
    custody_limit = _subject("CustodyTimeLimit")
    special_measures = _subject("SpecialMeasures")
    special_measures_application = _subject("SpecialMeasuresApplication")
    section_28 = _subject("Section28")
    court_stage = _subject("CourtStage")
    break_in = _subject("BreakIn")

    class Meta:
        # The one permission that the engine adds by itself; named here so that migrations agree.
        default_permissions = ("manage",)
        constraints = [
            models.CheckConstraint(condition=EXACTLY_ONE_SUBJECT, name="process_carries_one_record")
        ]

    def record_set(self, record: RouteRecord, case: CaseFile) -> None:
        """Carry this record of this case. Nothing is saved."""
        record.case_file = self.case_file = case
        setattr(self, self.flow_class.carries, record)

    @property
    def record_key(self) -> UUID:
        """The key of the record that this process carries. No query."""
        return next(key for name in SUBJECTS if (key := getattr(self, f"{name}_id")))

    @property
    def record(self) -> RouteRecord:
        """The record that this process carries, with its case. Up to one query the first time."""
        for name in SUBJECTS:
            if getattr(self, f"{name}_id"):
                return getattr(self, name)
        raise LookupError(f"process {self.pk} carries no record")
