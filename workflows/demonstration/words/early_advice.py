"""Early advice."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet

from casework.deadlines.calendar import working_days_after
from casework.early_advice.record_models import AdviceRecord
from workflows.demonstration.words.said import Arguments, Scene, prosecutor, send_back, text


def _request(scene: Scene) -> Arguments:
    return {
        "factual_summary": "The victim reports an offence by somebody whom they know; an interview was held.",
        "lines_of_enquiry": "Completed: first account. Ongoing: phones, CCTV. Contemplated: medical records.",
        "expected_outcomes": "Phone report within four weeks; CCTV viewed within two.",
        "issues": "The suspect says that the activity was consensual.",
        "advice_wanted": "Proportionate inquiries into third-party material; charges to be considered.",
        "evidential_material": "ABE recording, interview record, messages provided by the victim.",
        "disclosable_material": "Messages between the parties before the event.",
    }


def _advice(scene: Scene) -> Arguments:
    return {
        "mode": ("remote", "in_person", "written")[scene.number % 3],
        "advised_on": scene.day,
        "attendees": "The officer in the case and the prosecutor.",
        "reasonable_lines": "Early accounts first; what points away from the suspect as well.",
        "potential_charges": "As recorded; consider the alternative offences once the phone report is in.",
        "evidential_requirements": "Early account evidence from the first person told.",
        "pre_charge_procedures": "",
        "disclosure_management": "Start the schedules now; describe each item so that it can be judged. "
        "No request for counselling notes at this stage: not shown to be necessary.",
        "third_party_material": "",
        "digital_strategy": "The messages of the agreed week only, by key words.",
        "asset_recovery": "",
        "strategy": "Keep the focus on the conduct of the suspect before, during and after the event.",
        "bad_character": "Ask for the facts of any earlier allegation, and not only the entry.",
        "special_measures": "Ask the victim about screens and a recorded cross-examination.",
        "conclusion": "return_for_charge",
        "next_contact_on": working_days_after(scene.day, 20),
        "lines": _lines(scene),
    }


def _advice_of(scene: Scene) -> QuerySet[AdviceRecord]:
    return AdviceRecord.objects.filter(request__case_file=scene.case)


def _line_answer(scene: Scene) -> Arguments:
    if scene.number % 4 == 3:
        return {"followed": "partly", "detail": "Not all of it can be obtained."}
    return {"followed": "followed", "detail": "Done as directed, and added to the case."}


def _lines(scene: Scene) -> list[Arguments]:
    """One for the police that reaches into private life, and one for the CPS."""
    download = {
        "what": "Download of the suspect's telephone, messages of the agreed week",
        "owner": "police",
        "kind": "digital",
        "target_on": working_days_after(scene.day, 15),
        "necessity": "The messages are not held elsewhere, and both accounts turn on them.",
        "proportionality": "Limited to one week and to messages between the parties.",
    }
    expert = {
        "what": "Whether an expert on telephones is needed",
        "owner": "cps",
        "kind": "general",
        "target_on": working_days_after(scene.day, 10),
        "necessity": "",
        "proportionality": "",
    }
    return [download, expert]


ARGUMENTS: dict[str, Callable[[Scene], Arguments]] = {
    "early_advice:request": _request,
    "early_advice:not_sought": text(
        reason="The evidence is complete, so a charging decision can be asked for."
    ),
    "early_advice:seek": text(reason="The download raises questions on which advice is needed."),
    "early_advice:accept": prosecutor,
    "early_advice:reject": send_back(
        {"material": "", "interview": "Only its first part was received"},
        "Attach the interview record, and say what is complete.",
    ),
    "early_advice:ask_appeal": text(why="The whole interview record was sent; the rejection overlooks it."),
    "early_advice:appeal": text(grounds="The request holds what the Director's Guidance asks for."),
    "early_advice:no_appeal": text(grounds="The second part of the interview record is missing indeed."),
    "early_advice:allow": prosecutor,
    "early_advice:dismiss": lambda scene: {
        "reasons": "Without the rest of the interview the issues cannot be seen.",
        "respond_by": working_days_after(scene.day, 6),
    },
    "early_advice:advise": _advice,
    "early_advice:follow-up": text(
        follow_up="The download shows further messages; are they to be exhibited?"
    ),
    "early_advice:further-advice": _advice,
    "early_advice:acknowledge": lambda scene: {"seen": _advice_of(scene).count()},
    "line_of_inquiry:answer": _line_answer,
}
