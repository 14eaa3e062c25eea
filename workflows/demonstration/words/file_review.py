"""The file, checked against the standard, and its end by the police."""

from __future__ import annotations

from collections.abc import Callable

from casework.deadlines.calendar import working_days_after
from casework.file_review.models import FileSubmission
from casework.file_review.standard import standard_now
from casework.file_review.state import Answer
from casework.police_outcomes.services import Ending
from workflows.demonstration.words.said import Arguments, Scene, send_back, text


def _checklist(scene: Scene) -> Arguments:
    """All of the file standard, but where a case has no recorded interview of the victim."""
    checklist = {item.key: Answer("present") for item in standard_now().items}
    if scene.number % 3 == 0:
        checklist["abe"] = Answer("not_applicable", "The victim gave a written statement by choice")
    if scene.number % 4 == 1:
        checklist["digital"] = Answer("missing", expected_on=working_days_after(scene.day, 15))
    return {"checklist": checklist}


def _submit(scene: Scene) -> Arguments:
    """The first time with a schedule that is missing; a correction has it, and says more."""
    said, again = _checklist(scene), FileSubmission.objects.filter(case_file=scene.case, position="correct")
    summary = (
        "The account is consistent and supported by messages and by the first person told. "
        "The likely defence is consent; what supports it is set out in the MG6."
    )
    if again.exists():
        summary = summary.replace("messages", "the messages of both phones")
    else:
        said["checklist"]["mg6d"] = Answer("missing")
    return {**said, "code_test": "full_code", "case_summary": summary}


def _sign_off(scene: Scene) -> Arguments:
    return {
        **_checklist(scene),
        "supervisor_comments": "Both stages are met: the account is supported.",
    }


def _end(scene: Scene) -> Arguments:
    said = ("16", "All reasonable lines of inquiry were followed.", "The victim wants no further action.")
    return {
        "endings": [Ending(suspect, *said) for suspect in scene.case.suspects.all()],
        "victim_told_on": scene.day,
        "victim_not_told_reason": "",
    }


REJECT_FILE = send_back(
    {"schedule": "The telephone download is not listed", "mg11": ""},
    "The MG6C leaves out the phone material, and an MG11 is missing.",
)


ARGUMENTS: dict[str, Callable[[Scene], Arguments]] = {
    "file_submission:submit": _submit,
    "file_submission:sign_off": _sign_off,
    "file_submission:return": REJECT_FILE,
    "file_submission:accept": _checklist,
    "file_submission:end": _end,
    "file_submission:reopen": text(reason="The victim has come forward again."),
}
