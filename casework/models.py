"""Every model of the domain, for Django's discovery. Each lives in the folder of its concern."""

from casework.absences.models import Absence
from casework.access.models import CaseAdmission, CaseBar, CaseRestriction
from casework.action_plans.exchange import ExtensionRequest, ItemAnswer, ItemMessage, ItemVerdict
from casework.action_plans.models import ActionPlan, ActionPlanItem
from casework.action_plans.proposals import PlanProposal, ProposedItem
from casework.appeals.models import Appeal
from casework.audit.models import AuditEntry, AuditHead, AuditReason
from casework.bad_character.checkpoints.models import BadCharacterCheckpoint
from casework.bad_character.models import BadCharacterConsideration
from casework.bad_character.notices.models import BadCharacterNotice
from casework.bad_character.record_models import (
    BadCharacterCheck,
    BadCharacterDecision,
    BadCharacterItem,
    BadCharacterReview,
    PoliceReturn,
)
from casework.bank_holidays.models import BankHolidayChange, CalendarRecount
from casework.break_ins.models import BreakIn, BreakInAttempt
from casework.casefiles.models import CaseFile, Offence, Suspect, Victim
from casework.charging.charges.models import ChargeDecision, ThresholdConfirmation
from casework.charging.meetings.models import ChargingMeeting
from casework.charging.models import ChargingDecision, ChargingRequest
from casework.charging.threshold.models import ThresholdReview
from casework.clinics.models import CalendarFeed, ClinicBooking, ClinicEvent, ClinicSession
from casework.court_timetable.models import CourtStage
from casework.custody_limits.models import CustodyExtension, CustodyPeriod, CustodyTimeLimit
from casework.directions.models import DateDirection
from casework.documents.models import Document, DocumentVersion, DocumentWithdrawal, LetGoFile
from casework.drafts.models import Draft, UnsentForm
from casework.early_advice.models import EarlyAdviceAppeal, EarlyAdviceRejection, EarlyAdviceRequest
from casework.early_advice.record_models import AdviceRecord, LineAnswer, LineOfInquiry
from casework.escalations.models import Escalation, EscalationPost, RungChange
from casework.events.models import Event
from casework.file_review.models import FileSubmission
from casework.file_review.rounds import ChecklistAnswer, FileReturn, FileRound
from casework.hearings.models import Hearing, Plea, Sentence, Verdict
from casework.incidents.models import Incident
from casework.last_looked.models import CaseLook
from casework.letters.models import Letter, LetterCheck, LetterVersion
from casework.milestones.models import Milestone
from casework.obligations.models import Obligation
from casework.organisations.models import Organisation, Unit
from casework.people.models import Membership, RoleEvent, User
from casework.police_outcomes.models import PoliceOutcome
from casework.retention.models import CaseRetention, ErasedCase, ErasureProposal, LegalHold
from casework.review_rights.models import DecisionReview, ReviewRight
from casework.sign_in.models import GivenPassword, ProviderLink, RecoveryCode, SecondFactor, SignedInSession
from casework.special_measures.models import MeasureRuling, SpecialMeasures, SpecialMeasuresApplication
from casework.special_measures.section_28.models import Section28, Section28Step
from casework.victim_contacts.models import ContactEntry, ContactPlan, VictimContact
from casework.victim_statements.models import VpsCheckpoint, VpsOffer
from casework.victim_statements.serving_models import VpsService
from casework.victim_statements.statement_models import (
    VictimPersonalStatement,
    VpsCopy,
    VpsPreference,
    VpsReceipt,
)
from casework.victims_voice.models import FeedbackAnswer, FeedbackInvitation, FeedbackTicket
from casework.whose_clock.models import ClockPause
from casework.witnesses.models import WitnessRequirement

__all__ = [
    "Absence",
    "ActionPlan",
    "ActionPlanItem",
    "AdviceRecord",
    "Appeal",
    "AuditEntry",
    "AuditHead",
    "AuditReason",
    "BadCharacterCheck",
    "BadCharacterCheckpoint",
    "BadCharacterConsideration",
    "BadCharacterDecision",
    "BadCharacterItem",
    "BadCharacterNotice",
    "BadCharacterReview",
    "BankHolidayChange",
    "BreakIn",
    "BreakInAttempt",
    "CalendarFeed",
    "CalendarRecount",
    "CaseAdmission",
    "CaseBar",
    "CaseFile",
    "CaseLook",
    "CaseRestriction",
    "CaseRetention",
    "ChargeDecision",
    "ChargingDecision",
    "ChargingMeeting",
    "ChargingRequest",
    "ChecklistAnswer",
    "ClinicBooking",
    "ClinicEvent",
    "ClinicSession",
    "ClockPause",
    "ContactEntry",
    "ContactPlan",
    "CourtStage",
    "CustodyExtension",
    "CustodyPeriod",
    "CustodyTimeLimit",
    "DateDirection",
    "DecisionReview",
    "Document",
    "DocumentVersion",
    "DocumentWithdrawal",
    "Draft",
    "EarlyAdviceAppeal",
    "EarlyAdviceRejection",
    "EarlyAdviceRequest",
    "ErasedCase",
    "ErasureProposal",
    "Escalation",
    "EscalationPost",
    "Event",
    "ExtensionRequest",
    "FeedbackAnswer",
    "FeedbackInvitation",
    "FeedbackTicket",
    "FileReturn",
    "FileRound",
    "FileSubmission",
    "GivenPassword",
    "Hearing",
    "Incident",
    "ItemAnswer",
    "ItemMessage",
    "ItemVerdict",
    "LegalHold",
    "LetGoFile",
    "Letter",
    "LetterCheck",
    "LetterVersion",
    "LineAnswer",
    "LineOfInquiry",
    "MeasureRuling",
    "Membership",
    "Milestone",
    "Obligation",
    "Offence",
    "Organisation",
    "PlanProposal",
    "Plea",
    "PoliceOutcome",
    "PoliceReturn",
    "ProposedItem",
    "ProviderLink",
    "RecoveryCode",
    "ReviewRight",
    "RoleEvent",
    "RungChange",
    "SecondFactor",
    "Section28",
    "Section28Step",
    "Sentence",
    "SignedInSession",
    "SpecialMeasures",
    "SpecialMeasuresApplication",
    "Suspect",
    "ThresholdConfirmation",
    "ThresholdReview",
    "Unit",
    "UnsentForm",
    "User",
    "Verdict",
    "Victim",
    "VictimContact",
    "VictimPersonalStatement",
    "VpsCheckpoint",
    "VpsCopy",
    "VpsOffer",
    "VpsPreference",
    "VpsReceipt",
    "VpsService",
    "WitnessRequirement",
]
