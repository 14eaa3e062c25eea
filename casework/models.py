"""Every model of the domain, for Django's discovery. Each lives in the folder of its concern."""

from casework.absences.models import Absence
from casework.action_plans.models import ActionPlan, ActionPlanItem
from casework.bad_character.models import BadCharacterConsideration, BadCharacterItem
from casework.casefiles.models import CaseFile, Offence, Suspect, Victim
from casework.charging.models import ChargingDecision, ChargingRequest
from casework.clinics.models import CalendarFeed, ClinicBooking, ClinicEvent, ClinicSession
from casework.documents.models import Document, DocumentVersion, DocumentWithdrawal
from casework.early_advice.models import EarlyAdviceRequest
from casework.escalations.models import Escalation, EscalationPost
from casework.events.models import Event
from casework.file_review.models import ChecklistAnswer, FileReturn, FileSubmission
from casework.hearings.models import Hearing
from casework.incidents.models import Incident
from casework.obligations.models import Obligation
from casework.organisations.models import Organisation, Unit
from casework.people.models import Membership, RoleEvent, User
from casework.victim_statements.models import VictimPersonalStatement, VpsCheckpoint, VpsOffer

__all__ = [
    "Absence",
    "ActionPlan",
    "ActionPlanItem",
    "BadCharacterConsideration",
    "BadCharacterItem",
    "CalendarFeed",
    "CaseFile",
    "ChargingDecision",
    "ChargingRequest",
    "ChecklistAnswer",
    "ClinicBooking",
    "ClinicEvent",
    "ClinicSession",
    "Document",
    "DocumentVersion",
    "DocumentWithdrawal",
    "EarlyAdviceRequest",
    "Escalation",
    "EscalationPost",
    "Event",
    "FileReturn",
    "FileSubmission",
    "Hearing",
    "Incident",
    "Membership",
    "Obligation",
    "Offence",
    "Organisation",
    "RoleEvent",
    "Suspect",
    "Unit",
    "User",
    "Victim",
    "VictimPersonalStatement",
    "VpsCheckpoint",
    "VpsOffer",
]
