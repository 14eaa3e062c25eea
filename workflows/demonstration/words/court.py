"""What the court sees and says; matters that are escalated, and restricted cases that were opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from casework.deadlines.calendar import working_day_from
from casework.special_measures.applications import Ruled
from casework.special_measures.models import SpecialMeasuresApplication
from workflows.demonstration.words.said import Arguments, Scene, on, text


def _measures_wanted(scene: Scene) -> Arguments:
    return {
        "measures": ["screens", "no_wigs", "video_in_chief", "section_28"],
        "needs": "The victim fears to meet the suspect's family.",
        "vulnerability": "",
        "asked_by": "The officer in the case",
        "asked_on": scene.day,
    }


def _rulings(scene: Scene) -> Arguments:
    """Everything that the open application asks for is granted."""
    asked = SpecialMeasuresApplication.objects.filter(case_file=scene.case, position="ruling").first()
    measures = asked.measures if asked else []
    return {"ruled_on": scene.day, "rulings": [Ruled(measure, True, "") for measure in measures]}


def _relist(scene: Scene) -> Arguments:
    on = working_day_from(scene.day + timedelta(days=100))
    return {"on": on, "reason": "The court has no judge free on the day."}


ARGUMENTS: dict[str, Callable[[Scene], Arguments]] = {
    "hearing:held": text(result="The directions were made, and the next hearing was fixed."),
    "hearing:relisted": _relist,
    "hearing:vacated": text(reason="The court has no judge free on the day."),
    "hearing:relist": _relist,
    "hearing:vacate": text(reason="The court has no judge free on the day."),
    "custody_limit:bail": on("released_on"),
    "custody_limit:end": lambda scene: {"because": "trial", "ended_on": scene.day},
    "custody_limit:extend": lambda scene: {
        "ordered_on": scene.day,
        "to": working_day_from(scene.day + timedelta(days=300)),
        "reason": "The trial cannot begin sooner; the prosecution acted with due diligence.",
    },
    "custody_limit:remand": on("held_from"),
    "special_measures:want": _measures_wanted,
    "special_measures:decline": lambda scene: {
        "decline_reason": "Wants to be seen and heard in court as everybody else.",
        "asked_by": "The officer in the case",
        "asked_on": scene.day,
    },
    "special_measures:again": text(reason="The defendant's family will be in the public gallery."),
    "special_measures:apply": on("applied_on"),
    "special_measures_application:apply": lambda scene: {
        "applied_on": scene.day,
        "late_reason": "The victim was asked again after the plea.",
        "extension": "To the day of this application.",
    },
    "special_measures_application:not_needed": text(reason="Everybody has pleaded guilty since."),
    "special_measures_application:respond": lambda scene: {
        "response": "agreed",
        "responded_on": scene.day,
        "objection": "",
    },
    "special_measures_application:rule": _rulings,
    "section_28:done": lambda scene: {"done_on": scene.day, "note": "As agreed with the defence."},
    "section_28:end": text(why="victim", detail="Prefers to give evidence by live link at the trial."),
    "court_stage:serve": lambda scene: {"served_on": scene.day, "note": "", "next_due_on": None},
    "break_in:justify": text(found="Control confirms the call at 02:10, and nobody on the list was on duty."),
    "break_in:condemn": text(found="There was no emergency: the hearing was a week away."),
    "escalation:settle": lambda scene: {"agreed": "The phone is examined this week."},
    "escalation:further": lambda scene: {"reason": "The laboratory has given no date that helps."},
}
