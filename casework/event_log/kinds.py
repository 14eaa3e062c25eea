"""What kind of record an event is about, asked of the database in the query of the events."""

from __future__ import annotations

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from casework.access.models import CaseAdmission, CaseBar, CaseRestriction
from casework.action_plans.models import ActionPlan, ActionPlanItem
from casework.bad_character.checkpoints.models import BadCharacterCheckpoint
from casework.bad_character.models import BadCharacterConsideration
from casework.bad_character.notices.models import BadCharacterNotice
from casework.break_ins.models import BreakIn
from casework.casefiles.models import Offence, Suspect, Victim
from casework.charging.models import ChargingDecision, ChargingRequest
from casework.clinics.models import ClinicBooking
from casework.court_timetable.models import CourtStage
from casework.custody_limits.models import CustodyTimeLimit
from casework.documents.models import Document
from casework.early_advice.models import EarlyAdviceRequest
from casework.early_advice.record_models import LineAnswer
from casework.escalations.models import Escalation
from casework.file_review.models import FileSubmission
from casework.hearings.models import Hearing
from casework.letters.models import Letter
from casework.review_rights.models import DecisionReview, ReviewRight
from casework.special_measures.models import SpecialMeasures, SpecialMeasuresApplication
from casework.special_measures.section_28.models import Section28
from casework.victim_contacts.models import VictimContact
from casework.victim_statements.models import VpsCheckpoint, VpsOffer
from casework.victim_statements.serving_models import VpsService

KINDS = {
    "suspect": ("casefiles", Suspect),
    "victim": ("casefiles", Victim),
    "offence": ("casefiles", Offence),
    "early_advice": ("early_advice", EarlyAdviceRequest),
    "line_of_inquiry": ("early_advice", LineAnswer),
    "clinic_booking": ("clinics", ClinicBooking),
    "file_submission": ("file_review", FileSubmission),
    "charging_request": ("charging", ChargingRequest),
    "charging_decision": ("charging", ChargingDecision),
    "review_right": ("charging", ReviewRight),
    "decision_review": ("charging", DecisionReview),
    "letter": ("letters", Letter),
    "action_plan": ("action_plans", ActionPlan),
    "plan_item": ("action_plans", ActionPlanItem),
    "bad_character": ("bad_character", BadCharacterConsideration),
    "bad_character_checkpoint": ("bad_character", BadCharacterCheckpoint),
    "bad_character_notice": ("bad_character", BadCharacterNotice),
    "document": ("documents", Document),
    "milestone": ("milestones", Suspect),
    "contact_plan": ("victim_contacts", Victim),
    "plea_to_sentence": ("hearings", Suspect),
    "witness": ("witnesses", Victim),
    "victim_contact": ("victim_contacts", VictimContact),
    "vps_offer": ("victim_statements", VpsOffer),
    "vps_checkpoint": ("victim_statements", VpsCheckpoint),
    "vps_service": ("victim_statements", VpsService),
    "hearing": ("hearings", Hearing),
    "custody_limit": ("custody_limits", CustodyTimeLimit),
    "escalation": ("escalations", Escalation),
    "special_measures": ("special_measures", SpecialMeasures),
    "special_measures_application": ("special_measures", SpecialMeasuresApplication),
    "section_28": ("special_measures", Section28),
    "court_stage": ("court_timetable", CourtStage),
    "bar": ("access", CaseBar),
    "restriction": ("access", CaseRestriction),
    "admission": ("access", CaseAdmission),
    "break_in": ("access", BreakIn),
}
# What belongs to the case as a whole: its registration, its details.
IS_OF_CASE = Q(subject__isnull=True) | Q(subject=F("case_file_id"))
CASE_ROUTE = Case(When(IS_OF_CASE, then=Value("casefiles")), default=F("route"), output_field=CharField())


def kind_of_record() -> Case:
    """The kind of an event's record, or "case"."""
    of_kinds = [
        When(Q(Exists(model._default_manager.filter(pk=OuterRef("subject"))), route=route), then=Value(kind))
        for kind, (route, model) in KINDS.items()
    ]
    return Case(When(IS_OF_CASE, then=Value("case")), *of_kinds, output_field=CharField())
