"""One file a route. Importing the package registers every flow."""

from workflows.flows.action_plan import ActionPlanItemFlow
from workflows.flows.bad_character import BadCharacterFlow
from workflows.flows.charging import ChargingDecisionFlow, ChargingRequestFlow
from workflows.flows.custody_limit import CustodyLimitFlow
from workflows.flows.early_advice import EarlyAdviceFlow
from workflows.flows.escalation import EscalationFlow
from workflows.flows.file_review import FileReviewFlow
from workflows.flows.hearing import HearingFlow
from workflows.flows.letter import LetterFlow
from workflows.flows.line_of_inquiry import LineOfInquiryFlow
from workflows.flows.review_right import DecisionReviewFlow, ReviewRightFlow
from workflows.flows.victim_contact import VictimContactFlow
from workflows.flows.victim_statement import VictimStatementFlow, VictimStatementUpdateFlow

__all__ = [
    "ActionPlanItemFlow",
    "BadCharacterFlow",
    "ChargingDecisionFlow",
    "ChargingRequestFlow",
    "CustodyLimitFlow",
    "DecisionReviewFlow",
    "EarlyAdviceFlow",
    "EscalationFlow",
    "FileReviewFlow",
    "HearingFlow",
    "LetterFlow",
    "LineOfInquiryFlow",
    "ReviewRightFlow",
    "VictimContactFlow",
    "VictimStatementFlow",
    "VictimStatementUpdateFlow",
]
