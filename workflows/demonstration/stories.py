"""How far each case of the demonstration has come: its routes as steps that were done, one after another.

A step reads "record.step:outcome"; "#" names the one record that it is done for, where
not all of them. "trial:30" lists a trial for thirty days from today, "escalate:supervisor"
puts a matter to that rank, "turn:record.key" is what is done to a record beside its steps, and
"turn:record.key.role" the same in that role; "pause:6" has the officer wait for a third party,
which is expected six days later; "write:charge-S1-V1-1" begins the letter on a matter to a victim.
What the court does is told in court.py: "hearing:ptph:-6", "plea:not_guilty", "verdict:guilty",
"sentence:", "custody:crown".
"""

from __future__ import annotations

from dataclasses import dataclass

Steps = tuple[str, ...]


def steps(text: str) -> Steps:
    return tuple(text.split())


REQUESTED = steps("early_advice.consider:request")
REJECTED = (*REQUESTED, "early_advice.triage:reject")
APPEAL = (*REJECTED, "early_advice.revise:ask_appeal")
APPEALED = (*APPEAL, "early_advice.appeal:appeal")
ADVICE_ACCEPTED = (*REQUESTED, "early_advice.triage:accept")
ADVISED = (*ADVICE_ACCEPTED, "early_advice.advise:advise")
FOLLOWED = (
    *ADVISED,
    "early_advice.acknowledge:acknowledge",
    "line_of_inquiry.answer:answer",
    "line_of_inquiry.answer_cps:answer",
)
EARLY_ADVICE: dict[str, Steps] = {
    "consider": (),
    "not_sought": steps("early_advice.consider:not_sought"),
    "triage": REQUESTED,
    "revise": REJECTED,
    "appeal": APPEAL,
    "appealed": APPEALED,
    "triage again": (*REJECTED, "early_advice.revise:request"),
    "not sought after all": (*REJECTED, "early_advice.revise:not_sought"),
    "advise": ADVICE_ACCEPTED,
    "acknowledge": ADVISED,
    "advised": FOLLOWED,
    "follow-up": (*FOLLOWED, "turn:early_advice.follow-up"),
    "advised again": (*FOLLOWED, "turn:early_advice.follow-up", "early_advice.advise:advise"),
}

NIL = steps("bad_character.consider:nil")
FOUND = steps("bad_character.consider:found")
BAD_CHARACTER: dict[str, Steps] = {
    "consider": (),
    "review": FOUND,
    "review of nil": NIL,
    "consider again": (*FOUND, "bad_character.review:ask_more"),
    "decide": (*FOUND, "bad_character.review:review"),
    "pending": (*FOUND, "bad_character.review:review", "bad_character.decide:wait"),
    "pursued": (*FOUND, "bad_character.review:review", "bad_character.decide:pursue"),
    "not_pursued": (*FOUND, "bad_character.review:review", "bad_character.decide:leave"),
    "nil": (*NIL, "bad_character.review:review", "bad_character.decide:leave"),
}

WANTED = steps("vps_offer.offer:offer vps_offer.answer:want")
STATEMENT: dict[str, Steps] = {
    "offer": (),
    "answer": steps("vps_offer.offer:offer"),
    "declined": steps("vps_offer.offer:offer vps_offer.answer:decline special_measures.assess:decline"),
    "take": WANTED,
    "receive": (*WANTED, "vps_offer.take:take"),
    "held": (*WANTED, *steps("vps_offer.take:take special_measures.assess:want vps_offer.receive:receive")),
}

SUBMITTED = steps("file_submission.prepare:submit")
SIGNED_OFF = (*SUBMITTED, "file_submission.sign_off:sign_off")
RETURNED = (*SIGNED_OFF, "file_submission.review:return")
CORRECTED = (*RETURNED, "file_submission.correct:submit")
CORRECTED_SIGNED_OFF = (*CORRECTED, "file_submission.sign_off:sign_off")
RETURNED_TWICE = (*CORRECTED_SIGNED_OFF, "file_submission.review:return")
RETURNED_THREE_TIMES = (
    *RETURNED_TWICE,
    *CORRECTED_SIGNED_OFF[len(RETURNED) :],
    "file_submission.review:return",
)
ACCEPTED = (*SIGNED_OFF, "file_submission.review:accept")
WITH_CPS = (*ACCEPTED, "charging_request.triage:accept")
SENT_BACK = (*ACCEPTED, "charging_request.triage:reject")
ASKED = (*WITH_CPS, "charging_decision.review:action_plan")
ANSWERED = (*ASKED, "plan_item.answer:answer")
COMPLETE = (*ANSWERED, "plan_item.check:accept")
MET = "turn:charging_decision.record_meeting"
NOT_CHARGED = (MET, "charging_decision.review:nfa")
REVIEWS_ASKED = (*WITH_CPS, *NOT_CHARGED, "review_right.tell:tell", "turn:review_right.ask")
# After a Full Code submission, a further plan waits for the District Crown Prosecutor.
PROPOSED = (*COMPLETE, "charging_decision.review:action_plan")
CONVERSATION = steps("turn:plan_item.message.prosecutor turn:plan_item.message.investigator")
CHARGED = (*WITH_CPS, "charging_decision.review:charge")
NO_CHANGE = "vps_checkpoint.offer:no_change#charge"
UPDATE_WANTED = (*CHARGED, "vps_checkpoint.offer:want#charge")
UPDATE_TAKEN = (*UPDATE_WANTED, "vps_checkpoint.take:take")
UPDATED = (*UPDATE_TAKEN, "vps_checkpoint.receive:receive")
# Sent to the Crown Court, and contested.
CONTESTED = steps("hearing:sending:+0 hearing.result:held#sending plea:not_guilty")
APPLIED, RESPONDED, RULED = steps(
    "special_measures_application.apply:apply special_measures_application.respond:respond "
    "special_measures_application.rule:rule"
)
SECTION_28 = steps(
    "section_28.tell_court:done section_28.serve:done section_28.reply:done section_28.ground_rules:done "
    "section_28.recording:done"
)
# Of five victims the first stands where it begins, and each further one a step on.
EACH_A_STEP_ON = (
    *("special_measures_application.apply:not_needed#V5", f"{APPLIED}#V2", f"{APPLIED}#V3", f"{APPLIED}#V4"),
    *(f"{RESPONDED}#V3", f"{RESPONDED}#V4", f"{RULED}#V4"),
    *(f"{step}#V{victim}" for victim in range(2, 6) for step in SECTION_28[: victim - 1]),
    "court_stage.serve:serve#stage_1",
)
NOTICE_SERVED = steps("bad_character_notice.draft:draft bad_character_notice.serve:serve")
FILE: dict[str, Steps] = {
    "prepare": (),
    "sign_off": SUBMITTED,
    "review": SIGNED_OFF,
    "returned by the supervisor": (*SUBMITTED, "file_submission.sign_off:return"),
    "correct": RETURNED,
    "sign_off again": CORRECTED,
    "review again": CORRECTED_SIGNED_OFF,
    "correct a third time": RETURNED_THREE_TIMES,
    "review a fourth time": (*RETURNED_THREE_TIMES, *CORRECTED_SIGNED_OFF[len(RETURNED) :]),
    "charging triage": ACCEPTED,
    "sent back by the CPS": SENT_BACK,
    "charging triage again": (
        *SENT_BACK,
        *steps(
            "file_submission.correct:submit file_submission.sign_off:sign_off file_submission.review:accept"
        ),
    ),
    "charging decision": WITH_CPS,
    "action plan, waiting for a laboratory": (*ASKED, "pause:6"),
    "action plan, one answer": (*ASKED, "plan_item.answer:answer#1"),
    "action plan, mixed": (
        *ANSWERED,
        *steps("plan_item.check:accept#1 plan_item.check:return#2"),
    ),
    "action plan, answered": ANSWERED,
    "charging decision again": COMPLETE,
    "action plan, more time": (
        *ASKED,
        "plan_item.answer:more_time#1",
        "plan_item.extension:shorten",
        *CONVERSATION,
        *steps("plan_item.answer:answer#2 plan_item.answer:more_time#3"),
    ),
    "further plan proposed": PROPOSED,
    "second action plan": (*PROPOSED, "charging_decision.review_plan:approve", "plan_item.answer:answer#1"),
    "no further action after a plan": (*COMPLETE, *NOT_CHARGED),
    "reviews for the victim": (
        *REVIEWS_ASKED,
        *steps("decision_review.review:uphold#S1 decision_review.review:overturn#S2"),
    ),
    "victims told of their reviews": (
        *REVIEWS_ASKED,
        *steps("decision_review.review:uphold#S1 decision_review.review:overturn#S2"),
        *steps("write:review-S1-V1-1 letter.draft:draft letter.check:approve letter.send:sent"),
        *steps("decision_review.tell_upheld:tell decision_review.tell_overturned:tell"),
    ),
    "administratively finalised": (*ASKED, "turn:charging_decision.finalise"),
    "ended by the police": steps("turn:file_submission.end"),
    "charged": CHARGED,
    "charged after a plan": (*COMPLETE, "charging_decision.review:charge", NO_CHANGE),
    "decided four ways": (
        *WITH_CPS,
        *steps(f"charging_decision.review:charge#S1 {MET} charging_decision.review:nfa#S2"),
        *steps("charging_decision.review:threshold charging_decision.review_threshold:wait"),
        "charging_decision.review_threshold:discontinue#S4",
        NO_CHANGE,
        "bad_character_checkpoint.confirm:stands",
        *steps("custody:crown custody_limit.keep:bail#S3 custody_limit.keep:end#S4 plea:not_guilty"),
        *NOTICE_SERVED,
        *steps("bad_character_notice.objection:objected bad_character_notice.application:apply"),
        "bad_character_notice.ruling:rule",
        *steps("hearing:ptph:+0 hearing.result:held hearing:ground_rules:+40 turn:hearing.vacate trial:80"),
        "write:charge-S1-V1-1",
    ),
    "update wanted": (*UPDATE_WANTED, "hearing:ptph:-1"),
    "update taken": (
        *(*UPDATE_TAKEN, "bad_character_checkpoint.confirm:again", "hearing:ptph:-6"),
        *("write:charge-S1-V1-1", "letter.draft:draft"),
    ),
    "updated, trial far": (*UPDATED, "trial:200"),
    "statements heard": (
        *(*CHARGED, NO_CHANGE, "plea:guilty", "hearing:sentence:+6", "vps_service.serve:serve"),
        *steps("vps_service.court:record#V1 vps_service.court:record#V2 vps_service.court:record#V3"),
    ),
    "trial in a month": (
        *(*CHARGED, NO_CHANGE, "bad_character_checkpoint.confirm:stands", *CONTESTED, *EACH_A_STEP_ON),
        *NOTICE_SERVED,
        *steps("bad_character_notice.objection:objected#S1 bad_character_notice.objection:not_objected#S2"),
        *("trial:30", "vps_service.serve:serve"),
    ),
    "trial near": (
        *(*UPDATED, *CONTESTED, APPLIED, RESPONDED, RULED),
        *(*(f"{step}#V1" for step in SECTION_28), "turn:section_28.end"),
        *steps("bad_character_notice.draft:draft#S2 bad_character_notice.draft:draft#S3"),
        *steps("bad_character_notice.serve:serve#S3 write:charge-S1-V1-1 letter.draft:draft"),
        *("letter.check:approve", "trial:9"),
    ),
    "trial next week, update wanted": (*UPDATED, "trial:7", "vps_checkpoint.offer:want#trial_first"),
    "trial relisted": (*CHARGED, NO_CHANGE, "trial:20", "trial:75"),
}

TO_SUPERVISOR = steps("escalate:supervisor")
TO_GATEKEEPER = (*TO_SUPERVISOR, "escalation.supervisor:further")
TO_UNIT_HEAD = steps("escalate:unit_head")
ESCALATION: dict[str, Steps] = {
    "none": (),
    "supervisor": TO_SUPERVISOR,
    "gatekeeper": TO_GATEKEEPER,
    "meeting": (*TO_GATEKEEPER, "escalation.gatekeeper:further"),
    "unit_head": TO_UNIT_HEAD,
    "chief": (*TO_UNIT_HEAD, "escalation.unit_head:further"),
    "settled": (*TO_UNIT_HEAD, "escalation.unit_head:settle"),
}


@dataclass(frozen=True)
class Story:
    """How far each route of a case has come: a name in each of the tables above."""

    early_advice: str
    bad_character: str
    statement: str
    file: str = "prepare"
    suspects: int | None = None
    victims: int | None = None
    escalation: str = "none"
    emergency: str = "none"


# The first ones are what is seen first, so together they stand in as many positions as they can.
STORIES = (
    Story("triage", "consider", "take"),
    Story("advised", "review", "held", "review again", emergency="to review"),
    Story("advised", "decide", "held", "action plan, mixed", escalation="meeting"),
    Story("consider", "consider", "offer"),
    Story("advise", "review of nil", "receive", escalation="unit_head"),
    Story("advised", "pursued", "held", "trial near", suspects=3, victims=2),
    Story("appeal", "not_pursued", "held", "sign_off"),
    Story("revise", "consider again", "answer", escalation="supervisor"),
    Story("advised", "nil", "declined", "administratively finalised"),
    Story("acknowledge", "consider", "held"),
    Story("advised", "nil", "held", "charging triage", escalation="chief", emergency="to review at the CPS"),
    Story("not_sought", "review", "held", "ended by the police"),
    Story("advised", "pursued", "held", "decided four ways", suspects=4, emergency="justified"),
    Story("advised", "pending", "held", "sign_off again", escalation="gatekeeper"),
    Story("advised", "pursued", "held", "statements heard", victims=4, escalation="settled"),
    Story(
        "advised",
        "nil",
        "held",
        "reviews for the victim",
        suspects=3,
        victims=1,
        emergency="not justified",
    ),
    Story("advised", "pursued", "held", "update taken"),
    Story("advised", "review", "receive", "sent back by the CPS"),
    Story("advised", "pursued", "held", "action plan, more time"),
    Story("appealed", "review", "answer"),
    Story("advised", "nil", "declined", "update wanted"),
    Story("advised", "pursued", "held", "trial in a month", suspects=2, victims=5),
    Story("advised", "nil", "held", "victims told of their reviews", suspects=2, victims=1),
    Story("advised", "pursued", "held", "further plan proposed"),
    Story("not sought after all", "review", "held"),
    Story("advised", "not_pursued", "held", "second action plan"),
    Story("advised", "nil", "declined", "action plan, waiting for a laboratory"),
    Story("consider", "consider", "answer"),
    Story("advised", "review", "take", "returned by the supervisor"),
    Story("advised", "pursued", "held", "trial next week, update wanted"),
    Story("advised", "review of nil", "held", "review"),
    Story("follow-up", "consider", "declined"),
    Story("advised", "decide", "held", "action plan, answered"),
    Story("advised", "review", "held", "correct a third time"),
    Story("triage again", "consider", "held"),
    Story("advised", "pursued", "held", "charging triage again"),
    Story("advised", "pursued", "held", "charging decision again"),
    Story("advised", "not_pursued", "held", "updated, trial far"),
    Story("advised", "pursued", "held", "trial relisted"),
    Story("revise", "review", "take"),
    Story("advised", "nil", "held", "sign_off"),
    Story("consider", "consider", "take"),
    Story("advised", "pursued", "held", "charged after a plan"),
    Story("advised", "review", "declined", "action plan, one answer"),
    Story("acknowledge", "review of nil", "receive"),
    Story("advised", "nil", "held", "no further action after a plan"),
    Story("advised again", "consider", "held"),
    Story("advised", "decide", "held", "review a fourth time"),
)
