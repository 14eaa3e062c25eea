"""What the court sees and says; and matters that are escalated."""

from __future__ import annotations

from datetime import date, timedelta

from casework.deadlines.calendar import working_day_from
from tests.samples.parts import Form, Samples, day


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


def break_ins(today: date) -> Samples:
    """The reviews of restricted cases that were opened in an emergency."""
    found = {"found": "Control confirms the call, and nobody on the list was on duty"}
    return {
        (f"break_in.{step}", outcome): found
        for step in ("review", "review_cps")
        for outcome in ("justify", "condemn")
    }


def escalations(today: date) -> Samples:
    settle, further = {"agreed": "The download comes first"}, {"reason": "No examiner is free"}
    return {
        (f"escalation.{rung}", outcome): form
        for rung in ("supervisor", "gatekeeper", "unit_head", "chief", "meeting")
        for outcome, form in (("settle", settle), ("further", further))
    }
