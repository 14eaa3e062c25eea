"""What is entered on an item of an action plan: answers, verdicts, more time, messages; and its review."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.action_plans.exchange import ItemAnswer
from casework.action_plans.services import SAID_OF, TEXT_OF
from casework.deadlines.calendar import working_day_from
from casework.forms import StepForm, choices_offer, long_text
from casework.pages.dates import govuk_date
from casework.pages.fields import GovukDateField
from casework.people.choices import people_over
from casework.people.roles import Role

Answer = ItemAnswer.Answer


class AnswerForm(StepForm):
    """Done, partly or not at all: each answer with a text of its own."""

    answer = forms.ChoiceField(
        label="What is your answer?",
        choices=[
            (Answer.DONE.value, Answer.DONE.label),
            (Answer.PARTLY.value, Answer.PARTLY.label),
            (Answer.CANNOT.value, "It cannot be done"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select your answer"},
    )
    answer_detail = long_text("What has been done, and where is it?", required=False, rows=4)
    done_so_far = long_text("What has been done so far, and where is it?", required=False, rows=4)
    outstanding = long_text("What is outstanding?", required=False, rows=3)
    outstanding_by = GovukDateField(
        noun="The date by which the rest will be done",
        label="By when will the rest be done?",
        help_text="For example, 27 3 2027",
        required=False,
        must_be_future=True,
    )
    cannot_reason = long_text(
        "Why can it not be done?",
        hint="For example, it no longer exists, or it would not be proportionate",
        required=False,
        rows=4,
    )

    rendering = {
        "answer": {
            "conditional": {
                Answer.DONE.value: "answer_detail",
                Answer.PARTLY.value: ("done_so_far", "outstanding", "outstanding_by"),
                Answer.CANNOT.value: "cannot_reason",
            }
        }
    }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name, words in SAID_OF[Answer(said["answer"])].items() if said.get("answer") else ():
            if not said.get(name) and name not in self.errors:
                self.add_error(name, words)
        return said

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "answer": said["answer"],
            "answer_detail": said[TEXT_OF[said["answer"]]],
            "outstanding": said["outstanding"],
            "outstanding_by": said["outstanding_by"],
        }


class MoreTimeForm(StepForm):
    asked_for = GovukDateField(
        noun="The date that you need",
        label="By when can you answer?",
        must_be_future=True,
        working_day=True,
    )
    extension_reason = long_text(
        "Why do you need more time?",
        hint="Say what you are waiting for, and from whom",
        error="Enter why you need more time",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        due = govuk_date(self.record.due_on)
        self.fields["asked_for"].help_text = f"A date after {due}, when the answer is due now"


class GrantForm(StepForm):
    """Nothing to enter: the button grants the date that was asked for."""


class ShortenForm(StepForm):
    due_on = GovukDateField(
        noun="The new date",
        label="By when is the answer due?",
        help_text="For example, 27 3 2027",
        must_be_future=True,
        working_day=True,
    )
    reason = long_text("Why do you give less time?", error="Enter why you give less time", rows=3)


class RefuseForm(StepForm):
    reason = long_text("Why do you refuse more time?", error="Enter why you refuse more time", rows=3)


class AcceptAnswerForm(StepForm):
    """Accept. Of a partly done item the rest may still be wanted, by a date: the item then stays open.

    What was done is accepted without a question; the rest is asked for what was not.
    """

    rest = forms.ChoiceField(
        label="Do you still want the rest?",
        choices=[("no", "No, accept it as it is"), ("yes", "Yes, keep the item open for the rest")],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"required": "Select whether you still want the rest"},
    )
    rest_due_on = GovukDateField(
        noun="The date for the rest",
        label="By when is the rest due?",
        help_text="For example, 27 3 2027",
        required=False,
        must_be_future=True,
        working_day=True,
    )
    reason = long_text(
        "Why do you accept it?",
        required=False,
        error="Enter why you accept an item that is not done",
        rows=3,
    )

    rendering = {"rest": {"conditional": {"yes": "rest_due_on"}}}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        last = self.record.last_answer
        done = last is None or last.answer == Answer.DONE
        self.fields["reason"].required = not done
        if done:
            self.fields["reason"].label = "Comment (optional)"
        if last is None or last.answer != Answer.PARTLY:
            del self.fields["rest"], self.fields["rest_due_on"]
        else:
            self.fields["rest"].required = True
            self.fields["rest_due_on"].initial = last.outstanding_by and working_day_from(last.outstanding_by)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("rest") == "yes" and not said.get("rest_due_on") and "rest_due_on" not in self.errors:
            self.add_error("rest_due_on", "Enter the date by which the rest is due")
        return said

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        wanted = said.get("rest") == "yes"
        return {"reason": said["reason"], "rest_due_on": said["rest_due_on"] if wanted else None}


class ReturnAnswerForm(StepForm):
    return_reason = long_text(
        "Why is the answer not enough?", error="Enter why the answer is not enough", rows=3
    )


class MessageForm(StepForm):
    message = long_text(
        "Your message",
        hint="The police and the CPS both see it on this item. It moves nothing",
        error="Enter your message",
        rows=4,
    )


class OwnerForm(StepForm):
    """Which officer answers the item."""

    owner = forms.ChoiceField(
        label="Who answers this item?",
        error_messages={
            "required": "Select who answers this item",
            "invalid_choice": "Select an officer from the list",
        },
    )
    reason = long_text("Reason", required=False, rows=3)
    rendering = {"reason": {"rows": 3}}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Reason (optional)"
        self.people = {
            str(person.pk): person for person in people_over(self.record.case_file, Role.INVESTIGATOR)
        }
        names = [(key, person.signature) for key, person in self.people.items()]
        choices_offer(self, "owner", [("", "Select an officer"), *names])

    def arguments(self) -> dict[str, Any]:
        return {"owner": self.people[self.cleaned_data["owner"]], "reason": self.cleaned_data["reason"]}


class ApproveForm(StepForm):
    """Nothing to enter: the button lets the plan go out."""


class SendBackForm(StepForm):
    comments = long_text(
        "What should the prosecutor change?",
        hint="The police do not see this",
        error="Enter what the prosecutor should change",
    )
