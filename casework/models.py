"""Every model of the domain, for Django's discovery. Each lives in the folder of its concern."""

from casework.absences.models import Absence
from casework.action_plans.models import ActionPlan, ActionPlanItem
from casework.bad_character.models import BadCharacterConsideration, BadCharacterItem
from casework.casefiles.models import CaseFile, Offence, Suspect, Victim
from casework.charging.charges.models import ChargeDecision, ThresholdConfirmation
from casework.charging.meetings.models import ChargingMeeting
from casework.charging.models import ChargingDecision, ChargingRequest
from casework.charging.threshold.models import ThresholdReview
from casework.documents.models import Document, DocumentVersion, DocumentWithdrawal
from casework.early_advice.models import EarlyAdviceAppeal, EarlyAdviceRejection, EarlyAdviceRequest
from casework.early_advice.record_models import AdviceRecord, LineAnswer, LineOfInquiry
from casework.escalations.models import Escalation, EscalationPost
from casework.events.models import Event
from casework.file_review.models import FileSubmission
from casework.file_review.rounds import ChecklistAnswer, FileReturn, FileRound
from casework.hearings.models import Hearing
from casework.incidents.models import Incident
from casework.obligations.models import Obligation
from casework.organisations.models import Organisation, Unit
from casework.people.models import Membership, RoleEvent, User
from casework.police_outcomes.models import PoliceOutcome
from casework.review_rights.models import DecisionReview, ReviewRight
from casework.victim_statements.models import VictimPersonalStatement, VpsCheckpoint, VpsOffer

__all__ = [
    "Absence",
    "ActionPlan",
    "ActionPlanItem",
    "AdviceRecord",
    "BadCharacterConsideration",
    "BadCharacterItem",
    "CaseFile",
    "ChargeDecision",
    "ChargingDecision",
    "ChargingMeeting",
    "ChargingRequest",
    "ChecklistAnswer",
    "DecisionReview",
    "Document",
    "DocumentVersion",
    "DocumentWithdrawal",
    "EarlyAdviceAppeal",
    "EarlyAdviceRejection",
    "EarlyAdviceRequest",
    "Escalation",
    "EscalationPost",
    "Event",
    "FileReturn",
    "FileRound",
    "FileSubmission",
    "Hearing",
    "Incident",
    "LineAnswer",
    "LineOfInquiry",
    "Membership",
    "Obligation",
    "Offence",
    "Organisation",
    "PoliceOutcome",
    "ReviewRight",
    "RoleEvent",
    "Suspect",
    "ThresholdConfirmation",
    "ThresholdReview",
    "Unit",
    "User",
    "Victim",
    "VictimPersonalStatement",
    "VpsCheckpoint",
    "VpsOffer",
]
