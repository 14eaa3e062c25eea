"""What each event says to a reader."""

from __future__ import annotations

WORDS: dict[tuple[str, str], str] = {
    ("casefiles", "registered"): "Case registered",
    ("casefiles", "amended"): "Case details changed",
    ("casefiles", "suspect_amended"): "Details of a suspect changed",
    ("casefiles", "victim_amended"): "Details of a victim changed",
    ("casefiles", "offence_amended"): "Details of an offence changed",
    ("casefiles", "suspect_added"): "Suspect added",
    ("casefiles", "victim_added"): "Victim added",
    ("casefiles", "offence_added"): "Offence added",
    ("early_advice", "requested"): "Early advice requested",
    ("early_advice", "requested_again"): "Early advice requested again",
    ("early_advice", "not_sought"): "Early advice not sought",
    ("early_advice", "accepted"): "Early advice request accepted",
    ("early_advice", "rejected"): "Early advice request rejected",
    ("early_advice", "advised"): "Early advice given",
    ("early_advice", "acknowledged"): "Early advice acknowledged",
    ("file_review", "submitted"): "File submitted",
    ("file_review", "resubmitted"): "File resubmitted",
    ("file_review", "signed_off"): "File signed off",
    ("file_review", "accepted"): "File accepted to the CPS",
    ("file_review", "returned"): "File returned",
    ("charging", "triage_accepted"): "Charging request accepted",
    ("charging", "triage_rejected"): "Charging request rejected",
    ("charging", "charged"): "Charge authorised",
    ("charging", "nfa"): "No further action decided",
    ("charging", "action_plan_set"): "Charging decision waits for an action plan",
    ("charging", "answers_complete"): "Action plan answered, charging decision resumed",
    ("action_plans", "issued"): "Action plan issued",
    ("action_plans", "answered"): "Action plan item answered",
    ("action_plans", "answer_accepted"): "Action plan answer accepted",
    ("action_plans", "answer_returned"): "Action plan answer returned",
    ("bad_character", "considered"): "Bad character considered",
    ("bad_character", "considered_nil"): "Bad character considered, nothing found",
    ("bad_character", "reviewed"): "Bad character reviewed",
    ("bad_character", "returned"): "Bad character sent back to the police",
    ("bad_character", "pursued"): "Bad character to be applied for",
    ("bad_character", "not_pursued"): "Bad character not applied for",
    ("victim_statements", "offered"): "Victim personal statement offered",
    ("victim_statements", "wanted"): "Victim wants to make a personal statement",
    ("victim_statements", "declined"): "Victim personal statement declined",
    ("victim_statements", "taken"): "Victim personal statement taken",
    ("victim_statements", "received"): "Victim personal statement received by the CPS",
    ("victim_statements", "update_wanted"): "Victim wants to update the personal statement",
    ("victim_statements", "update_not_wanted"): "Victim wants no update of the personal statement",
    ("victim_statements", "update_received"): "Updated victim personal statement received by the CPS",
    ("hearings", "trial_listed"): "Trial listed",
    ("hearings", "trial_relisted"): "Trial listed anew",
    ("whose_clock", "clock_paused"): "Clock paused while a third party is waited for",
    ("whose_clock", "clock_restarted"): "Clock restarted",
}
# What is done to the work itself, whatever its route.
WORK_VERBS = {
    "claimed": "Work claimed",
    "released": "Work released",
    "assigned": "Work assigned",
    "reassigned": "Work handed to somebody else",
    "held": "Work put on hold",
    "hold_ended": "Work is no longer on hold",
    "withdrawn": "Work withdrawn",
    "reinstated": "Withdrawn work taken up again",
    "retried": "Failed step tried again by an administrator",
    "skipped": "Failed step skipped by an administrator",
    "moved": "Work moved to another step by an administrator",
    "migrated": "Work carried to a new version of its route",
}


def event_words(route: str, verb: str) -> str:
    """The sentence of an event. KeyError for a verb that nobody has worded, which a test forbids."""
    return WORK_VERBS.get(verb) or WORDS[route, verb]
