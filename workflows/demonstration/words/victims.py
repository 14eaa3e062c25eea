"""What is said to victims and by them."""

from __future__ import annotations

from collections.abc import Callable

from casework.deadlines.calendar import working_days_after
from casework.victim_statements.serving_models import VpsService
from casework.victim_statements.statement_models import VictimPersonalStatement
from workflows.demonstration.words.said import Arguments, Scene, nothing, on, text


def _letter(scene: Scene) -> Arguments:
    """Dated so far ahead that it can go out on its date, however long the check takes."""
    reasons = (
        "I looked at your account, at the messages and at what the first person you told has said. I have "
        "to be sure that a court would more likely than not convict, and on all of it I cannot be."
    )
    same = "Please ask the officer in your case whenever you want to know more."
    written = {"reasons": reasons, **dict.fromkeys(("opening", "meeting", "next", "contact"), same)}
    return {"dated_on": working_days_after(scene.day, 10), "written": written}


def _take(scene: Scene) -> Arguments:
    read_aloud = ("victim", "other", "not_read")[scene.number % 3]
    return {
        "made_on": scene.day,
        "given_by": "victim",
        "read_aloud": read_aloud,
        "reader": "The prosecution advocate" if read_aloud == "other" else "",
        "defence_told": True,
        "document": None,
    }


def _offer_statement(scene: Scene) -> Arguments:
    return {
        "offered_on": scene.day,
        "offered_how": ("in_person", "phone", "other")[scene.number % 3],
        "explained": ["own_words", "optional", "seen", "court", "further", "copy"],
        "explained_by": "",
    }


def _decline_statement(scene: Scene) -> Arguments:
    said = ("“I want to think about it first.”", "")[scene.number % 2]
    return {"answered_on": scene.day, "declined_reason": said}


def _statement_of(scene: Scene) -> VictimPersonalStatement | None:
    return VictimPersonalStatement.objects.filter(victim__case_file=scene.case).last()


def _prefer(scene: Scene) -> Arguments:
    """Something else than what was said before."""
    statement = _statement_of(scene)
    not_read = statement is not None and statement.preference.read_aloud == "not_read"
    read_aloud = "victim" if not_read else "not_read"
    return {"statement": statement, "read_aloud": read_aloud, "reader": "", "stated_on": scene.day}


def _heard(scene: Scene) -> Arguments:
    """One of a case is read in full, the next in part, the third is not read."""
    said = {
        "read": "",
        "read_in_part": "The last paragraph was not read: it tells of the offence itself.",
        "not_read": "The judge has read it, and takes it into account.",
    }
    before = VpsService.objects.filter(case_file=scene.case, heard_on__isnull=False).count()
    heard = list(said)[before % len(said)]
    return {"heard": heard, "heard_on": scene.day, "court_words": said[heard]}


def _copy_of_statement(scene: Scene) -> Arguments:
    return {"statement": _statement_of(scene), "given_on": scene.day, "how": "writing"}


def _contact(scene: Scene) -> Arguments:
    """Every third victim asks something, and every fourth wants to hear again in four weeks."""
    asked = "Whether they must meet the suspect in court. Screens and a video link were explained."
    return {
        "on": scene.day,
        "channel": ("telephone", "in_person", "through")[scene.number % 3],
        "said": "What has happened, what it means, and what comes next.",
        "questions": asked if scene.number % 3 == 0 else "",
        "next_on": working_days_after(scene.day, 20) if scene.number % 4 == 1 else None,
    }


def _attempt(scene: Scene) -> Arguments:
    return {
        "on": scene.day,
        "channel": "telephone",
        "why_not": "The call was not answered. No message was left, as agreed.",
        "next_on": working_days_after(scene.day, 1),
    }


ARGUMENTS: dict[str, Callable[[Scene], Arguments]] = {
    "vps_offer:offer": _offer_statement,
    "vps_offer:want": on("answered_on"),
    "vps_offer:decline": _decline_statement,
    "vps_offer:take": _take,
    "vps_offer:receive": nothing,
    "vps_offer:ask": on("asked_on"),
    "vps_offer:preference": _prefer,
    "vps_offer:copy": _copy_of_statement,
    "vps_checkpoint:want": nothing,
    "vps_checkpoint:no_change": nothing,
    "vps_checkpoint:take": _take,
    "vps_checkpoint:receive": nothing,
    "vps_service:serve": on("served_on_court", "served_on_defence"),
    "vps_service:record": _heard,
    "victim_contact:contact": _contact,
    "victim_contact:not_wanted": text(reason="“Please tell me only when there is a trial.”"),
    "victim_contact:attempt-police": _attempt,
    "victim_contact:attempt-witness-care": _attempt,
    "victim_contact:attempt-victim-liaison": _attempt,
    "letter:draft": _letter,
    "letter:draft_too": _letter,
    "letter:approve": nothing,
    "letter:approve_too": nothing,
    "letter:return": text(return_reason="Explain the evidential stage in words of every day."),
    "letter:return_too": text(return_reason="Leave out the name of the officer."),
    "letter:sent": lambda scene: {"sent_on": scene.day, "sent_how": "letter"},
    "letter:redraft": text(return_reason="It goes out a day later than it says."),
}
