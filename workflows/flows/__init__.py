"""One file a route. Importing the package registers every flow."""

from workflows.flows.action_plan import ActionPlanItemFlow
from workflows.flows.bad_character import BadCharacterFlow
from workflows.flows.bad_character_checkpoint import BadCharacterCheckpointFlow
from workflows.flows.bad_character_notice import BadCharacterNoticeFlow
from workflows.flows.break_in import BreakInFlow
from workflows.flows.charging import ChargingDecisionFlow, ChargingRequestFlow
from workflows.flows.court_timetable import CourtStageFlow
from workflows.flows.custody_limit import CustodyLimitFlow
from workflows.flows.early_advice import EarlyAdviceFlow
from workflows.flows.escalation import EscalationFlow
from workflows.flows.file_review import FileReviewFlow
from workflows.flows.hearing import HearingFlow
from workflows.flows.letter import LetterFlow
from workflows.flows.line_of_inquiry import LineOfInquiryFlow
from workflows.flows.review_right import DecisionReviewFlow, ReviewRightFlow
from workflows.flows.section_28 import Section28Flow
from workflows.flows.special_measures import SpecialMeasuresApplicationFlow, SpecialMeasuresFlow
from workflows.flows.victim_contact import VictimContactFlow
from workflows.flows.victim_statement import (
    VictimStatementFlow,
    VictimStatementServiceFlow,
    VictimStatementUpdateFlow,
)

__all__ = [
    "ActionPlanItemFlow",
    "BadCharacterCheckpointFlow",
    "BadCharacterFlow",
    "BadCharacterNoticeFlow",
    "BreakInFlow",
    "ChargingDecisionFlow",
    "ChargingRequestFlow",
    "CourtStageFlow",
    "CustodyLimitFlow",
    "DecisionReviewFlow",
    "EarlyAdviceFlow",
    "EscalationFlow",
    "FileReviewFlow",
    "HearingFlow",
    "LetterFlow",
    "LineOfInquiryFlow",
    "ReviewRightFlow",
    "Section28Flow",
    "SpecialMeasuresApplicationFlow",
    "SpecialMeasuresFlow",
    "VictimContactFlow",
    "VictimStatementFlow",
    "VictimStatementServiceFlow",
    "VictimStatementUpdateFlow",
]
