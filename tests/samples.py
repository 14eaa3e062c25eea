"""What people type: for each step and outcome, a form that is accepted."""

from __future__ import annotations

from datetime import date, timedelta

from casework.bad_character.guards import CALLED
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


def checks_made(today: date, **not_made: str) -> Form:
    """Each check, made today but for those that were not made, for a reason."""
    made = {
        key: value for kind in CALLED for key, value in _check(kind, today, not_made.get(kind, "")).items()
    }
    return {**made, "mg16_reference": "MG16/1"}


def _check(kind: str, today: date, not_made: str) -> Form:
    if not_made:
        return {f"{kind}_made": "no", f"{kind}_not_made_reason": not_made}
    return {f"{kind}_made": "yes", **day(f"{kind}_made_on", today)}


def found_item(part: int, **changes: object) -> Form:
    item = {
        "kind": "conviction",
        "offence": "Assault",
        "facts": "Assault on a partner in 2019",
        "source": "PNC",
        "disclosable": "yes",
        **changes,
    }
    return {f"part-{part}-{name}": value for name, value in item.items()}


def bad_character(today: date) -> Samples:
    checks = checks_made(today)
    later = today + timedelta(days=14)
    review = {
        "assessment": "It can be proved",
        "assessment_1": "Shows propensity",
        "shows_propensity": "yes",
        "makes_guilt_likelier": "yes",
        "reliance_unjust": "no",
        "propensity_reasons": "Violence against partners",
        "contamination": "none",
    }
    pursue = {
        "items": ["1"],
        "gateways": ["d"],
        "need_d_matter": "Propensity to violence against partners",
        "need_d_fairness": "It is recent",
        "reasons": "Propensity",
    }
    return {
        ("bad_character.consider", "nil"): checks,
        ("bad_character.consider", "found"): {"parts": 1, **checks, **found_item(1)},
        ("bad_character.review", "review"): review,
        ("bad_character.review", "ask_more"): {"return_reason": "Look at the force's own records"},
        ("bad_character.decide", "pursue"): pursue,
        ("bad_character.decide", "leave"): {"reasons": "Too old to be fair"},
        ("bad_character.decide", "wait"): {"reasons": "The file of 2019", **day("material_by", later)},
        ("bad_character.look", "look"): {"what_came": "The file has come"},
        ("bad_character.look", "wait_on"): {"reason": "The archive is slow", **day("material_by", later)},
        ("bad_character", "new"): {"what_is_new": "Another complainant has come forward"},
        ("bad_character_checkpoint.confirm", "stands"): {},
        ("bad_character_checkpoint.confirm", "again"): {"what_is_new": "An arrest in another force"},
        **bad_character_notice(today),
    }


def bad_character_notice(today: date) -> Samples:
    draft = {
        "facts": "An assault on a partner in 2019",
        "relies_on": "circumstances",
        "proof": "Certificate of conviction, and the file of that case",
        "relevance": "It shows a propensity to violence against partners",
    }
    served = {**day("served_on", today), "served_whom": "The court and the defence"}
    ruling = {
        "ruling": "admitted",
        **day("ruled_on", today),
        "ruling_reasons": "It is relevant and not unfair",
    }
    return {
        ("bad_character_notice.draft", "draft"): draft,
        ("bad_character_notice.serve", "serve"): served,
        ("bad_character_notice.serve", "redraft"): {},
        ("bad_character_notice.objection", "objected"): {
            **day("objected_on", today),
            "objection": "It is too old",
        },
        ("bad_character_notice.objection", "not_objected"): {},
        ("bad_character_notice.application", "apply"): {
            **day("applied_on", today),
            "application": "To admit the evidence under gateway (d)",
        },
        ("bad_character_notice.ruling", "rule"): ruling,
    }


def victim_statements(today: date) -> Samples:
    explained = {"offered_how": "in_person", "explained": ["own_words", "seen"]}
    taken = {**day("made_on", today), "given_by": "victim", "defence_told": "on"}
    return {
        ("vps_offer.offer", "offer"): {**day("offered_on", today), **explained},
        ("vps_offer.answer", "want"): day("answered_on", today),
        ("vps_offer.answer", "decline"): {
            **day("answered_on", today),
            "declined_reason": "I want to think about it",
        },
        ("vps_offer.take", "take"): {**taken, "read_aloud": "other", "reader": "The prosecution advocate"},
        ("vps_offer.receive", "receive"): {},
        ("vps_offer", "ask"): day("asked_on", today),
        ("vps_offer", "preference"): {"statement": "1", "read_aloud": "not_read", **day("stated_on", today)},
        ("vps_offer", "copy"): {"statement": "1", "how": "writing", **day("given_on", today)},
        ("vps_checkpoint.offer_again", "want"): {},
        ("vps_checkpoint.offer_again", "no_change"): {},
        ("vps_checkpoint.offer", "want"): {},
        ("vps_checkpoint.offer", "no_change"): {},
        ("vps_checkpoint.take", "take"): {**taken, "read_aloud": "victim"},
        ("vps_checkpoint.receive", "receive"): {},
        ("vps_service.serve", "serve"): {
            **day("served_on_court", today),
            **day("served_on_defence", today),
        },
        ("vps_service.court", "record"): {"heard": "read", **day("heard_on", today)},
    }


def special_measures(today: date) -> Samples:
    asked = {"asked_by": "The officer in the case", **day("asked_on", today)}
    done: Form = day("done_on", today)
    return {
        ("special_measures.assess", "want"): {
            "measures": ["screens", "section_28"],
            "needs": "Fears to see the defendant",
            **asked,
        },
        ("special_measures.assess", "decline"): {"decline_reason": "Wants to be seen", **asked},
        ("special_measures", "again"): {"reason": "Fears the public gallery"},
        ("special_measures", "apply"): day("applied_on", today),
        ("special_measures_application.apply", "apply"): day("applied_on", today),
        ("special_measures_application.apply", "not_needed"): {"reason": "Pleaded guilty since"},
        ("special_measures_application.respond", "respond"): {
            "response": "agreed",
            **day("responded_on", today),
        },
        ("special_measures_application.rule", "rule"): {
            **day("ruled_on", today),
            "ruling_screens": "granted",
            "ruling_section_28": "granted",
        },
        ("section_28.tell_court", "done"): done,
        ("section_28.serve", "done"): done,
        ("section_28.reply", "done"): {**done, "note": "Not opposed"},
        ("section_28.ground_rules", "done"): {**done, "note": "Short questions, for an hour"},
        ("section_28.recording", "done"): done,
        ("section_28", "end"): {"why": "victim", "detail": "Prefers the live link"},
        ("court_stage.serve", "serve"): day("served_on", today),
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
    return {"kind": kind, "court": court, "sits_confirmed": "on", **day("on", on)}


def hearings(today: date) -> Samples:
    on = working_day_from(today + timedelta(days=240))
    later = {"reason": "The court has no judge", **day("on", on)}
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
    *(special_measures, hearings, escalations, letters),
)


def sample(kind: str, outcome: str, today: date) -> Form:
    """The form for an outcome: of a step, as of "early_advice.triage", or of a turn, as of "early_advice"."""
    for route in ROUTES:
        samples = route(today)
        if (kind, outcome) in samples:
            return samples[kind, outcome]
    raise KeyError((kind, outcome))
