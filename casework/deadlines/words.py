"""What a date of open work is, in a short plain phrase: "2 working days for the gatekeeper's review"."""

from __future__ import annotations

from casework.deadlines.counted import Counted, length
from casework.deadlines.rules import Rule

PURPOSES = {
    "EARLY_ADVICE_CONSIDERED": "to consider early advice",
    "EARLY_ADVICE_TRIAGE": "to triage the early advice request",
    "EARLY_ADVICE": "to give early advice",
    "EARLY_ADVICE_ACKNOWLEDGED": "to acknowledge the early advice",
    "EARLY_ADVICE_APPEAL_MADE": "for the inspector to decide whether to appeal",
    "EARLY_ADVICE_APPEAL_DECIDED": "for the CPS to decide the appeal",
    "FILE_SIGN_OFF": "for the supervisor's sign-off",
    "GATEKEEPER_REVIEW": "for the gatekeeper's review",
    "CPS_TRIAGE": "for the CPS to triage the charging request",
    "CHARGING_DECISION": "for the charging decision",
    "ACTION_PLAN_EXTENSION": "to decide on more time",
    "ACTION_PLAN_CHECK": "to check the police answer",
    "ACTION_PLAN_REVIEW": "for the District Crown Prosecutor to review the action plan",
    "BAD_CHARACTER_CONSIDERED": "to consider bad character",
    "BAD_CHARACTER_REVIEW": "for the prosecutor's bad character review",
    "BAD_CHARACTER_DECISION": "to decide on bad character",
    "BAD_CHARACTER_APPLICATION": "for the application to the court on the objection",
    "BAD_CHARACTER_RULING": "for the ruling on bad character to be recorded",
    "VPS_OFFER": "to offer a victim personal statement",
    "VPS_ANSWER": "for the victim's answer",
    "VPS_TAKE": "to take the statement",
    "VPS_RECEIVE": "for the CPS to confirm receipt",
    "VICTIM_TOLD_OF_DECISION": "to tell the victim of the decision",
    "VRR_REVIEW": "for a local review that the victim asked for",
    "VRR_INDEPENDENT": "for an independent review that the victim asked for",
    "LETTER_DRAFT": "to draft the letter",
    "LETTER_CHECK": "for somebody else to check the letter",
    "LETTER_SEND": "to send the letter",
    "ESCALATION_ANSWER": "to answer the escalation",
    "BREAK_IN_REVIEW": "to review the opening of the case in an emergency",
    "SPECIAL_MEASURES_ASSESSED": "to assess special measures",
}
# Dates that the record itself holds. One field means another thing on another kind of record.
HELD_DATES = {
    "respond_by": "the date asked for when it was sent back",
    "due_on": "the date that the prosecutor asked for",
    "threshold_review_on": "the date set for the review of the Threshold Test",
    "target_on": "the target date of the line of inquiry",
    "victim_contact.due_on": "the date by which the victim is to be told, or the next one to try",
    "expires_on": "the last day of the custody time limit",
    "result_due_on": "the date for recording the result, counted from the hearing",
    "vps_checkpoint.due_on": "the date for the update, counted from the charge or a hearing",
    "vps_service.due_on": "the date for the statement in court, counted from a hearing",
    "special_measures_application.due_on": "the last day for the application, counted from the plea",
    "special_measures_application.respond_by": "the last day for the response, counted from the application",
    "tell_by": "the first hearing, at which the court is told",
    "serve_by": "the last day for service before the PTPH",
    "reply_by": "the last day for the defence's reply, counted from the service",
    "ground_rules_by": "the ground rules hearing, or until it is listed the target for it",
    "recording_by": "the day of the recording, or until it is listed the target for it",
    "court_stage.due_on": "the date of the stage, as it is counted or as the court directed",
    "bad_character.material_by": "the date set for looking at the material again",
    "bad_character_checkpoint.due_on": "the date for the confirmation, counted from what it follows",
    "bad_character_notice.due_on": "the last day for service of the notice",
    "bad_character_notice.objection_by": "the last day for an objection",
}


def clock_words(kind: str, clock: str, counted: Counted | None) -> str:
    """The phrase for a clock of work of that kind; KeyError for one that nobody has worded."""
    if clock in PURPOSES:
        return f"{_length(counted.rule) if counted else 'the date that was set'} {PURPOSES[clock]}"
    carried = kind.partition(".")[0]
    return HELD_DATES.get(f"{carried}.{clock}") or HELD_DATES[clock]


def _length(rule: Rule) -> str:
    return length(rule) if rule.amount else "the same day,"
