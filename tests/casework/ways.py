"""Ways through the routes that together take every way out of every step."""

from __future__ import annotations

from tests.bad_character.made import PURSUED
from tests.cast import ADVISED, NOT_CHARGED, TO_CHARGE, TO_DECISION
from tests.workflows.test_engine import steps

DECLINED = ("vps_offer.offer offer", "vps_offer.answer decline")
# Five cases that together end every step in every way.
FILED = ("file_submission.sign_off sign_off", "file_submission.review accept")
AGAIN = "file_submission.correct submit"
THE_LONG_WAY = (
    "early_advice.consider request",
    "early_advice.triage reject",
    *("early_advice.revise ask_appeal", "early_advice.appeal no_appeal"),
    "early_advice.revise request",
    "early_advice.triage accept",
    "early_advice.advise advise",
    "early_advice.acknowledge acknowledge",
    "line_of_inquiry.answer answer",
    "bad_character.consider nil",
    "bad_character.review ask_more",
    "bad_character.consider found",
    "bad_character.review review",
    "bad_character.decide pursue",
    "file_submission.prepare submit",
    *("file_submission.sign_off return", AGAIN),
    *("file_submission.sign_off sign_off", "file_submission.review return", AGAIN),
    *(*FILED, "charging_request.triage reject", AGAIN),
    *(*FILED, "charging_request.triage accept"),
    *("vps_offer.offer offer", "vps_offer.answer want", "vps_offer.take take", "vps_offer.receive receive"),
    *("charging_decision.review action_plan", "plan_item.answer answer", "plan_item.check return"),
    *("plan_item.answer answer", "plan_item.check accept", "charging_decision.review charge"),
    *("vps_checkpoint.offer want", "vps_checkpoint.take take", "vps_checkpoint.receive receive"),
)
TO_NO_FURTHER_ACTION = (
    *("early_advice.consider request", "early_advice.triage reject", "early_advice.revise not_sought"),
    *("bad_character.consider nil", "bad_character.review review", "bad_character.decide leave"),
    *("file_submission.prepare submit", *FILED, "charging_request.triage accept"),
    *("charging_decision record_meeting", "charging_decision answer_meeting", "charging_decision.review nfa"),
    *("review_right.tell tell", "review_right ask", "decision_review.review overturn"),
    "decision_review.tell_overturned tell",
)
UPHELD = (
    *(*TO_DECISION, *NOT_CHARGED, "review_right.tell tell", "review_right ask"),
    *("decision_review.review uphold", "decision_review.tell_upheld tell"),
)
LINE_OF_THE_CPS = ("line_of_inquiry.answer_cps answer",)
THRESHOLD = (*TO_DECISION, "bad_character.review review", "charging_decision.review threshold")
TO_DISCONTINUE = (
    *THRESHOLD,
    *("charging_decision.review_threshold wait", "charging_decision.review_threshold discontinue"),
)
TO_FULL_CODE = (*THRESHOLD, "charging_decision.review_threshold full_code_met")
ENDED_BY_THE_POLICE = ("early_advice.consider not_sought", "file_submission end", "file_submission reopen")
APPEALED = (
    *("early_advice.consider request", "early_advice.triage reject", "early_advice.revise ask_appeal"),
    "early_advice.appeal appeal",
)
MORE_TIME = (
    *("charging_decision.review action_plan", "plan_item.answer more_time", "plan_item.extension refuse"),
    *("plan_item.answer more_time", "plan_item.extension shorten"),
    *("plan_item.answer more_time", "plan_item.extension grant"),
)
FURTHER_PLAN = (
    *("plan_item.answer answer", "plan_item.check accept", "charging_decision.review action_plan"),
    *("charging_decision.review_plan send_back", "charging_decision.review action_plan"),
    "charging_decision.review_plan approve",
)
# Who opens a restricted case in an emergency, one at a time, and how that is reviewed.
OPENINGS = (
    ("investigator2", "break_in.review justify"),
    ("gatekeeper2", "break_in.review condemn"),
    ("prosecutor", "break_in.review_cps justify"),
    ("prosecutor2", "break_in.review_cps condemn"),
)
# The first rank, and what it and those above it do, on a case of its own each.
UP = ("escalation.supervisor further", "escalation.gatekeeper further")
UP_AT_THE_CPS = ("escalation.unit_head further", "escalation.chief further")
ESCALATIONS = (
    ("supervisor", ("escalation.supervisor settle",)),
    ("supervisor", (*UP[:1], "escalation.gatekeeper settle")),
    ("supervisor", (*UP, "escalation.meeting settle")),
    ("unit_head", ("escalation.unit_head settle",)),
    ("unit_head", (*UP_AT_THE_CPS[:1], "escalation.chief settle")),
    ("unit_head", UP_AT_THE_CPS),
)
# On one case each, with a victim who is told, and one who does not want to be told.
TOLD = ("victim_contact.tell_by_police contact", "victim_contact.tell_by_police not_wanted")
TOLD_OF_THE_END = (
    *TO_DISCONTINUE,
    *("victim_contact.tell_by_cps contact", "victim_contact.tell_by_cps not_wanted"),
)
TOLD_OF_THE_TRIAL = (
    "victim_contact.tell_by_witness_care contact",
    "victim_contact.tell_by_witness_care not_wanted",
)
# Bad character until it is decided, confirmed and begun again; and what comes of a notice on it.
DECIDED_LATER = (
    *PURSUED[:-1],
    *("bad_character.decide wait", "bad_character.look wait_on", "bad_character.look look"),
    *("bad_character.review review", "bad_character.decide leave"),
    *(*ADVISED, "bad_character_checkpoint.confirm stands", "bad_character new"),
)
NOT_CONFIRMED = (*PURSUED, *ADVISED, "bad_character_checkpoint.confirm again")
NOTICE_DRAFTED = (
    *("bad_character_notice.draft draft", "bad_character_notice.serve redraft"),
    "bad_character_notice.draft draft",
)
NOTICE_ANSWERED = (
    ("admitted", ("bad_character_notice.objection not_objected",)),
    *(
        (ruling, ("bad_character_notice.objection objected", "bad_character_notice.application apply"))
        for ruling in ("admitted_in_part", "excluded")
    ),
)
# What comes of hearings, each listed again where it is over; and of custody.
HEARD = (
    "hearing.result relisted",
    "hearing.result vacated",
    "hearing relist",
    "hearing vacate",
    "hearing.result held",
)
HELD = (
    *("custody_limit extend", "custody_limit.keep bail", "custody_limit remand", "custody_limit.keep end"),
    *("custody_limit.keep bail", "custody_limit end"),
)
# Special measures and section 28 to their ends, each of which is a case of its own.
WANTED = ("special_measures.assess want", "special_measures again", "special_measures.assess want")
APPLICATION = "special_measures_application"
RULED = (f"{APPLICATION}.apply apply", f"{APPLICATION}.respond respond", f"{APPLICATION}.rule rule")
RECORDED = tuple(
    f"section_28.{step} done" for step in ("tell_court", "serve", "reply", "ground_rules", "recording")
)
STAGES = ("court_stage.serve serve",)
NOT_APPLIED = ("special_measures apply", "section_28 end")
DECLINED_MEASURES = ("special_measures.assess decline",)
LETTERS = (
    *("letter.draft draft", "letter.check return", "letter.draft draft", "letter.check approve"),
    *("letter.send redraft", "letter.draft draft", "letter.check approve", "letter.send sent"),
)
DECLINED_TWICE = (*DECLINED, *TO_CHARGE, "vps_checkpoint.offer no_change")
OFFERED_AGAIN = (*DECLINED, "vps_checkpoint.offer_again want", "vps_checkpoint.take take")
DECLINED_AGAIN = (*DECLINED, "vps_checkpoint.offer_again no_change", "vps_offer ask", "vps_offer.take take")
COPIED = ("vps_offer.receive receive", "vps_offer copy", *TO_CHARGE)
SERVED = ("vps_service.serve serve", "vps_service.court record")


def ways():
    """Every way in which a step can end: what the flow carries, the step and the outcome."""
    return [
        (step.flow_class.carries, step, outcome) for step in steps() for outcome in step.outcomes.values()
    ]
