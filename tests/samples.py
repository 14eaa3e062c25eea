"""What people type: for each step and outcome, a form that is accepted."""

from __future__ import annotations

from datetime import date, timedelta

from casework.charging.charges.conditions import threshold_conditions
from casework.deadlines.calendar import working_day_from
from casework.file_review.standard import standard_now

TELL_THE_VICTIM = ("tell_by_police", "tell_by_witness_care", "tell_by_cps")
Form = dict[str, object]
Samples = dict[tuple[str, str], Form]


def day(name: str, value: date) -> Form:
    """The three boxes of a date."""
    return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}


def checklist(**found: str) -> Form:
    """Every item present, but for those named."""
    return {f"found_{item.key}": found.get(item.key, "present") for item in standard_now().items}


def sent_back(today: date) -> Form:
    return {
        "reasons": ["mg3", "exhibits"],
        "detail_exhibits": "Exhibit 4 cannot be opened",
        "detail": "The MG3 is not signed",
        **day("respond_by", working_day_from(today + timedelta(days=7))),
    }


def plan_item(part: int, today: date, what: str = "Footage from the bus") -> Form:
    prefix = f"part-{part}"
    return {
        f"{prefix}-what": what,
        f"{prefix}-why": "It shows the route home",
        f"{prefix}-category": "footage",
        **day(f"{prefix}-due_on", working_day_from(today + timedelta(days=28))),
    }


def line_of_inquiry(part: int, today: date, **changes: str) -> Form:
    line = {
        "what": "Footage from the bus",
        "owner": "police",
        "kind": "general",
        **day("target_on", working_day_from(today + timedelta(days=14))),
        **changes,
    }
    return {f"part-{part}-{name}": value for name, value in line.items()}


def advice(today: date) -> Form:
    """With one line of inquiry, for the police."""
    return {
        "mode": "in_person",
        **day("advised_on", today),
        "attendees": "The officer in the case",
        "potential_charges": "Rape; consider assault by penetration",
        "conclusion": "return_for_charge",
        "parts": 1,
        **line_of_inquiry(1, today),
    }


def no_line() -> Form:
    """The boxes of a line of inquiry, left empty."""
    return dict.fromkeys(line_of_inquiry(1, date(2026, 1, 1)), "")


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


def ended(suspect: str, code: str = "16") -> Form:
    """The police outcome of a suspect."""
    said = {"code": code, "reasons": "Nothing more can be done", "victim_view": "Wants no contact"}
    return {f"{name}_{suspect}": value for name, value in said.items()}


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


def offence(evidential: str, public_interest: str = "", reference: str = "O1") -> Form:
    """What was found of an offence at each stage."""
    said: Form = {
        f"evidential_{reference}": evidential,
        f"evidential_reasons_{reference}": "" if evidential == "not_considered" else "The messages",
    }
    if public_interest:
        said[f"public_interest_{reference}"] = public_interest
        said[f"public_interest_reasons_{reference}"] = "A serious offence"
    return said


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


def bad_character(today: date) -> Samples:
    checks = {
        **day("pnc_checked_on", today),
        **day("pnd_checked_on", today),
        **day("local_checked_on", today),
    }
    found = {"parts": 1, **checks, "part-1-kind": "conviction", "part-1-facts": "Assault in 2019"}
    return {
        ("bad_character.consider", "nil"): checks,
        ("bad_character.consider", "found"): found,
        ("bad_character.review", "review"): {"assessment": "Shows propensity"},
        ("bad_character.review", "ask_more"): {"return_reason": "Look at the force's own records"},
        ("bad_character.decide", "pursue"): {"gateways": ["d"], "reasons": "Propensity"},
        ("bad_character.decide", "leave"): {"reasons": "Too old to be fair"},
    }


def victim_statements(today: date) -> Samples:
    return {
        ("vps_offer.offer", "offer"): day("offered_on", today),
        ("vps_offer.answer", "want"): day("answered_on", today),
        ("vps_offer.answer", "decline"): day("answered_on", today),
        ("vps_offer.take", "take"): {**day("made_on", today), "read_aloud": "other"},
        ("vps_offer.receive", "receive"): {},
        ("vps_checkpoint.offer", "want"): {},
        ("vps_checkpoint.offer", "no_change"): {},
        ("vps_checkpoint.take", "take"): {**day("made_on", today), "read_aloud": "victim"},
        ("vps_checkpoint.receive", "receive"): {},
    }


def victim_contacts(today: date) -> Samples:
    made = {**day("on", today), "channel": "telephone"}
    told = {**made, "said": "What happened, and what comes next", "questions": ""}
    again = day("next_on", working_day_from(today + timedelta(days=1)))
    tried = {**made, "why_not": "The call was not answered", **again}
    return {
        **{(f"victim_contact.{step}", "contact"): told for step in TELL_THE_VICTIM},
        **{(f"victim_contact.{step}", "not_wanted"): {"reason": "Not now"} for step in TELL_THE_VICTIM},
        **{
            ("victim_contact", f"attempt-{who}"): tried
            for who in ("police", "witness-care", "victim-liaison")
        },
    }


def listing(kind: str, on: date) -> Form:
    """The form that lists a hearing before the court that holds such hearings."""
    court = "magistrates" if kind in ("first_hearing", "sending") else "crown"
    return {"kind": kind, "court": court, **day("on", on)}


def hearings(today: date) -> Samples:
    later = {"reason": "The court has no judge", **day("on", today + timedelta(days=240))}
    return {
        ("hearing.result", "held"): {"result": "The defendant was told of the next hearing"},
        ("hearing.result", "relisted"): later,
        ("hearing.result", "vacated"): {"reason": "The court has no judge"},
        ("hearing", "relist"): later,
        ("hearing", "vacate"): {"reason": "The court has no judge"},
        ("custody_limit.keep", "bail"): day("released_on", today),
        ("custody_limit.keep", "end"): {"because": "trial", **day("ended_on", today)},
        ("custody_limit", "extend"): {
            **day("ordered_on", today),
            **day("to", working_day_from(today + timedelta(days=240))),
            "reason": "The court has no judge",
        },
        ("custody_limit", "remand"): day("held_from", today),
        ("custody_limit", "end"): {"because": "discontinued", **day("ended_on", today)},
    }


def escalations(today: date) -> Samples:
    settle, further = {"agreed": "The download comes first"}, {"reason": "No examiner is free"}
    return {
        (f"escalation.{rung}", outcome): form
        for rung in ("supervisor", "gatekeeper", "unit_head", "chief", "meeting")
        for outcome, form in (("settle", settle), ("further", further))
    }


def letters(today: date) -> Samples:
    parts = ("opening", "reasons", "meeting", "contact", "next")
    draft = {
        **{f"part_{key}": "What you told us was looked at with care." for key in parts},
        **day("dated_on", today),
    }
    back = {"return_reason": "Say more plainly why"}
    return {
        ("letter.draft", "draft"): draft,
        ("letter.check", "approve"): {},
        ("letter.check", "return"): back,
        ("letter.send", "sent"): {**day("sent_on", today), "sent_how": "letter"},
        ("letter.send", "redraft"): back,
        ("letter", "draft_too"): draft,
        ("letter", "approve_too"): {},
        ("letter", "return_too"): back,
    }


ROUTES = (
    *(early_advice, file_review, charging, bad_character, victim_statements, victim_contacts),
    *(hearings, escalations, letters),
)


def sample(kind: str, outcome: str, today: date) -> Form:
    """The form for an outcome: of a step, as of "early_advice.triage", or of a turn, as of "early_advice"."""
    for route in ROUTES:
        samples = route(today)
        if (kind, outcome) in samples:
            return samples[kind, outcome]
    raise KeyError((kind, outcome))
