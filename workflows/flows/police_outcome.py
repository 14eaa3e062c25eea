"""The police end a case themselves, and take it up again: beside the steps of the file's review."""

from casework.file_review.models import FileSubmission
from casework.people.roles import Role
from casework.police_outcomes import forms, services
from workflows.engine.nodes import Turn
from workflows.engine.standing import stand

Position = FileSubmission.Position

END = Turn(
    "end",
    "End the case with a police outcome",
    services.police_outcome_record,
    forms.OutcomeForm,
    roles=(Role.SUPERVISOR,),
    at=(Position.PREPARE, Position.CORRECT),
    to=(Position.ENDED,),
    submit="End the case",
    effect="The file is not sent to the CPS. Open early advice, bad character checks and escalations are "
    "withdrawn, and a clinic slot is given back; victim personal statements go on. The case can be reopened.",
)
REOPEN = Turn(
    "reopen",
    "Reopen the case",
    services.police_outcome_reopen,
    forms.ReopenForm,
    roles=(Role.SUPERVISOR, Role.GATEKEEPER),
    at=(Position.ENDED,),
    to=(Position.PREPARE,),
    effect="The file is prepared anew. Early advice, bad character checks and escalations that were "
    "withdrawn go on.",
)
TURNS = (END, REOPEN)


def follow(record: FileSubmission, turn: Turn) -> None:
    """What goes with the file is closed when the police end a case, and opened when they reopen it."""
    if turn in TURNS:
        for other in services.records_changed_with(record):
            stand(other)
