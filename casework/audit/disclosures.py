"""To whom an event gives personal data, by what it records: the disclosures of section 62.

Migration 0042 has a copy, which the database reads; a test compares the two.
"""

from __future__ import annotations

CPS, POLICE, VICTIM, COURT = "cps", "police", "victim", "court_and_defence"

DISCLOSED = {
    "action_plans.answered": CPS,
    "action_plans.issued": POLICE,
    "bad_character.notice_served": COURT,
    "bad_character.notice_served_late": COURT,
    "charging.administratively_finalised": POLICE,
    "charging.charged": POLICE,
    "charging.charged_threshold": POLICE,
    "charging.nfa": POLICE,
    "charging.review_told": VICTIM,
    "charging.victim_told": VICTIM,
    "early_advice.advised": POLICE,
    "early_advice.advised_again": POLICE,
    "early_advice.requested": CPS,
    "early_advice.requested_again": CPS,
    "file_review.accepted": CPS,
    "letters.letter_sent": VICTIM,
    "special_measures.applied": COURT,
    "special_measures.applied_late": COURT,
    "special_measures.section_28_served": COURT,
    "victim_contacts.told": VICTIM,
    "victim_statements.copy_given": VICTIM,
    "victim_statements.served": COURT,
}
