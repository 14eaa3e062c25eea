"""Early advice, the file, and the charging decision."""

from __future__ import annotations

from datetime import date, timedelta

from casework.charging.charges.conditions import threshold_conditions
from casework.deadlines.calendar import working_day_from
from tests.samples.parts import Samples, advice, checklist, day, ended, offence, plan_item, sent_back


def early_advice(today: date) -> Samples:
    request = {
        "factual_summary": "Reported by the victim the next day",
        "lines_of_enquiry": "Telephones, footage",
        "expected_outcomes": "Downloads within a month",
        "issues": "Consent",
        "advice_wanted": "Which charges",
        "evidential_material": "ABE interview",
        "disclosable_material": "None yet",
    }
    return {
        ("early_advice.consider", "request"): request,
        ("early_advice.consider", "not_sought"): {"reason": "The evidence is complete"},
        ("early_advice.triage", "accept"): {"prosecutor": ""},
        ("early_advice.triage", "reject"): sent_back(today),
        ("early_advice.revise", "request"): request,
        ("early_advice.revise", "not_sought"): {"reason": "The suspect has been identified as another"},
        ("early_advice.revise", "ask_appeal"): {"why": "The MG3 was sent, and is signed"},
        ("early_advice.appeal", "appeal"): {"grounds": "The request is complete"},
        ("early_advice.appeal", "no_appeal"): {"grounds": "The MG3 is not signed indeed"},
        ("early_advice.decide_appeal", "allow"): {"prosecutor": ""},
        ("early_advice.decide_appeal", "dismiss"): {
            "reasons": "It is still not signed",
            **day("respond_by", working_day_from(today + timedelta(days=7))),
        },
        ("early_advice.advise", "advise"): advice(today),
        ("early_advice.acknowledge", "acknowledge"): {},
        ("early_advice", "seek"): {"reason": "The telephone shows further messages"},
        ("line_of_inquiry.answer", "answer"): {"followed": "followed"},
        ("line_of_inquiry.answer_cps", "answer"): {"followed": "followed"},
    }


def file_review(today: date) -> Samples:
    submission = {"code_test": "full_code", "case_summary": "Summary of the case", **checklist()}
    return {
        ("file_submission.prepare", "submit"): submission,
        ("file_submission.sign_off", "sign_off"): {
            "supervisor_comments": "Both stages are met",
            **checklist(),
        },
        ("file_submission.sign_off", "return"): sent_back(today),
        ("file_submission.review", "accept"): checklist(),
        ("file_submission.review", "return"): sent_back(today),
        ("file_submission.correct", "submit"): submission,
        ("file_submission", "end"): {**ended("S1"), "victim_told": "told", **day("victim_told_on", today)},
        ("file_submission", "reopen"): {"reason": "The victim has come forward again"},
    }


def charging(today: date) -> Samples:
    """For a case of one offence. Whose meeting it was, whoever sends it adds."""
    charge = {**offence("met", "met"), **day("charged_on", today)}
    later = today + timedelta(days=21)
    conditions = {f"condition_{key}": "The account of the victim" for key in threshold_conditions()}
    met = {**day("held_on", today), "how": "virtual", "discussed": "Whether more could be done"}
    waits = {"reasons": "The report is late", **day("review_on", later)}
    return {
        ("charging_request.triage", "accept"): {"prosecutor": ""},
        ("charging_request.triage", "reject"): sent_back(today),
        ("charging_decision.review", "charge"): charge,
        ("charging_decision.review", "threshold"): {**charge, **conditions, **day("review_on", later)},
        ("charging_decision.review", "nfa"): offence("not_met"),
        ("charging_decision.review_threshold", "full_code_met"): {"reasons": "The report is in"},
        ("charging_decision.review_threshold", "wait"): waits,
        ("charging_decision.review_threshold", "discontinue"): {"reasons": "The report contradicts it"},
        ("charging_decision", "record_meeting"): met,
        ("charging_decision", "answer_meeting"): {"answer": "confirmed"},
        ("charging_decision", "finalise"): {"reason": "Nothing has come"},
        ("charging_decision", "reopen"): {"reason": "The report has come"},
        ("review_right.tell", "tell"): {**day("told_on", today), "told_how": "letter"},
        ("review_right", "ask"): day("asked_on", today),
        ("decision_review.review", "uphold"): {"reasons": "It was properly decided"},
        ("decision_review.review", "overturn"): {"reasons": "Too little weight was given to the messages"},
        ("decision_review.tell_upheld", "tell"): {**day("told_on", today), "told_how": "letter"},
        ("decision_review.tell_overturned", "tell"): {**day("told_on", today), "told_how": "letter"},
        ("charging_decision.review", "action_plan"): {"parts": 1, **plan_item(1, today)},
        ("charging_decision.review_plan", "approve"): {},
        ("charging_decision.review_plan", "send_back"): {"comments": "The first item is not proportionate"},
        ("plan_item.answer", "answer"): {"answer": "done", "answer_detail": "Uploaded as exhibit 4"},
        ("plan_item.answer", "more_time"): {
            **day("asked_for", working_day_from(today + timedelta(days=42))),
            "extension_reason": "The laboratory reports next month",
        },
        ("plan_item.extension", "grant"): {},
        ("plan_item.extension", "shorten"): {
            **day("due_on", working_day_from(today + timedelta(days=35))),
            "reason": "The charging decision cannot wait longer",
        },
        ("plan_item.extension", "refuse"): {"reason": "The footage is held already"},
        ("plan_item.check", "accept"): {"reason": ""},
        ("plan_item.check", "return"): {"return_reason": "The footage ends too early"},
    }
