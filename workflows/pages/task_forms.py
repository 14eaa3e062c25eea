"""What is asked when work is handed over, put on hold, withdrawn or taken up again."""

from __future__ import annotations

from typing import Any

from django import forms
from viewflow.workflow.models import Task

from casework.casefiles.models import CaseFile
from casework.forms import choices_offer, long_text
from casework.numbers import whole_number
from casework.pages.fields import GovukDateField
from casework.people.choices import people_over


class TaskForm(forms.Form):
    """About one step of a case; `arguments()` are the keyword arguments of the engine's verb."""

    def __init__(self, *args: Any, case: CaseFile, task: Task, **kwargs: Any):
        self.case, self.task = case, task
        super().__init__(*args, **{"auto_id": "%s", **kwargs})

    def arguments(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class GiveForm(TaskForm):
    """To whom of those who may do the step. The page holds who had it when it was made, in `seen`."""

    to = forms.ChoiceField(
        label="Who do you want to give it to?",
        error_messages={
            "required": "Select who you want to give it to",
            "invalid_choice": "Select a colleague from the list",
        },
    )
    reason = long_text("Reason", required=False)
    reason.label = "Reason (optional)"
    rendering = {"reason": {"rows": 3}}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        people = people_over(self.case, self.task.flow_task.role)
        self.people = {str(person.pk): person for person in people}
        has_it = {str(self.task.owner_id): " (has it now)"}
        names = [(key, person.signature + has_it.get(key, "")) for key, person in self.people.items()]
        choices_offer(self, "to", [("", "Select a colleague"), *names])

    def arguments(self) -> dict[str, Any]:
        to, seen = self.people[self.cleaned_data["to"]], holder_seen(self.data.get("seen", ""))
        return {"to": to, "reason": self.cleaned_data["reason"], "seen": seen}


def holder_seen(value: str) -> int | None:
    """By key, who had the work on the page: None is nobody, and 0, which no person has, not understood."""
    if not value:
        return None
    return whole_number(value) or 0


class HoldForm(TaskForm):
    until = GovukDateField(
        noun="The date on which the work comes back",
        label="When does it come back?",
        help_text="On this day it is back in the list. For example, 27 3 2027",
        must_be_future=True,
    )
    reason = long_text("Why is it on hold?", error="Enter why the work is on hold")
    rendering = {"reason": {"rows": 3}}


class WithdrawForm(TaskForm):
    reason = long_text("Why is it withdrawn?", error="Enter why the work is withdrawn")


class TakeUpForm(TaskForm):
    reason = long_text("Why is it taken up again?", error="Enter why the work is taken up again")
