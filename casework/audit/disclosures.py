"""To whom an event hands over personal data, by what it records: the disclosures of section 62.

What is only recorded in a case that police and CPS both see is handed to nobody by that: whoever reads it
has a consultation. That a case is open to the CPS from a moment on is a disclosure of its own, which the
database writes whatever the event. Migration 0047 has a copy, which the database reads; a test compares
the two.
"""

from __future__ import annotations

CPS, POLICE, VICTIM, COURT = "cps", "police", "victim", "court_and_defence"
# To the CPS from the police, and to the police from the CPS: the entry has the role of who gave it.
OTHER_SIDE = "other_side"

DISCLOSED = {
    "action_plans.answer_part_accepted": POLICE,
    "action_plans.answer_returned": POLICE,
    "action_plans.answered": CPS,
    "action_plans.issued": POLICE,
    "action_plans.item_message": OTHER_SIDE,
    "action_plans.more_time_asked": CPS,
    "bad_character.considered": CPS,
    "bad_character.notice_applied": COURT,
    "bad_character.notice_served": COURT,
    "bad_character.notice_served_late": COURT,
    "bad_character.returned": POLICE,
    "charging.administratively_finalised": POLICE,
    "charging.charged": POLICE,
    "charging.charged_threshold": POLICE,
    "charging.meeting_disputed": OTHER_SIDE,
    "charging.meeting_recorded": OTHER_SIDE,
    "charging.nfa": POLICE,
    "charging.review_told": VICTIM,
    "charging.triage_rejected": POLICE,
    "charging.victim_told": VICTIM,
    # Of a stage of the defence too: which it was, the record says whose key is the subject.
    "court_timetable.served": COURT,
    "early_advice.advised": POLICE,
    "early_advice.advised_again": POLICE,
    "early_advice.appeal_dismissed": POLICE,
    "early_advice.appealed": CPS,
    "early_advice.follow_up_asked": CPS,
    "early_advice.rejected": POLICE,
    "early_advice.requested": CPS,
    "early_advice.requested_again": CPS,
    "file_review.accepted": CPS,
    "letters.letter_sent": VICTIM,
    "special_measures.applied": COURT,
    "special_measures.applied_late": COURT,
    "special_measures.court_told": COURT,
    "special_measures.section_28_served": COURT,
    "special_measures.wanted": CPS,
    "victim_contacts.told": VICTIM,
    "victim_statements.copy_given": VICTIM,
    "victim_statements.received": CPS,
    "victim_statements.served": COURT,
    "victim_statements.update_received": CPS,
}
