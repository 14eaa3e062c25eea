from __future__ import annotations

from typing import Any

from django import forms

from casework.forms import StepForm, line, long_text
from casework.pages.fields import GovukDateField
from casework.victim_contacts.models import ContactEntry, ContactPlan
from casework.victim_contacts.selectors import plan_of


def channel_choice(label: str, error: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=ContactEntry.Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": error, "invalid_choice": error},
    )


class ContactForm(StepForm):
    """The victim was told. When the next update is depends on what was agreed."""

    on = GovukDateField(
        noun="The date of the contact",
        label="When was the victim told?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )
    channel = channel_choice("How was the victim told?", "Select how the victim was told")
    said = long_text("What was said?", error="Enter what was said", rows=4)
    questions = long_text(
        "What did the victim ask, and what was answered?",
        hint="Leave it empty if there were no questions",
        required=False,
        rows=3,
    )
    next_on = GovukDateField(
        noun="The date of the next update",
        label="When is the next update? (optional)",
        help_text="A day that was agreed with the victim. For example, 27 3 2027",
        required=False,
        must_be_future=True,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        plan = plan_of(self.record.victim_id)
        if plan and plan.frequency:
            every = plan.get_frequency_display().lower()
            self.fields["next_on"].label = "When is the next update?"
            self.fields[
                "next_on"
            ].help_text = f"The contact plan asks for one {every}. For example, 27 3 2027"


class AttemptForm(StepForm):
    """The victim could not be told, and when it is tried again."""

    on = GovukDateField(
        noun="The date of the attempt",
        label="When did you try?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )
    channel = channel_choice("How did you try?", "Select how you tried")
    why_not = long_text(
        "Why was the victim not reached?", error="Enter why the victim was not reached", rows=3
    )
    next_on = GovukDateField(
        noun="The next date to try",
        label="When do you try again?",
        help_text="The work is due on that day. For example, 27 3 2027",
        must_be_future=True,
    )


class NotWantedForm(StepForm):
    reason = long_text(
        "What did the victim say?",
        hint="In which words the victim said that they do not want to be told of this",
        error="Enter what the victim said",
        rows=3,
    )


class ContactPlanForm(forms.Form):
    """What was agreed with one victim. The boxes hold what was agreed before."""

    enhanced = forms.TypedChoiceField(
        label="Which rights does the victim have?",
        help_text="A victim of a sexual offence has enhanced rights",
        choices=[("yes", "Enhanced rights"), ("no", "Standard rights")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        error_messages={"required": "Select which rights the victim has"},
    )
    standard_reason = long_text("Why not enhanced rights?", required=False, rows=2)
    frequency = forms.TypedChoiceField(
        label="How often does the victim want an update?",
        choices=ContactPlan.Frequency.choices,
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={"required": "Select how often the victim wants an update"},
    )
    channel = channel_choice("How does the victim want to be told?", "Select how the victim wants to be told")
    safe_contact = long_text(
        "Safe contact",
        hint="Which number, address and times are safe, and which are not. Say who must not learn of it",
        error="Enter how the victim can be contacted safely",
        rows=3,
    )
    language = line("Language, if not English", 60)
    interpreter = forms.BooleanField(label="An interpreter is needed", required=False)
    through = long_text(
        "Through whom, if not directly",
        hint="The ISVA or another person whom the victim has named, and how to reach them",
        required=False,
        rows=2,
    )
    stop = forms.TypedChoiceField(
        label="Does the victim want contact?",
        choices=[("no", "Yes"), ("yes", "No contact")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        error_messages={"required": "Select whether the victim wants contact"},
    )
    stop_reason = long_text("Why does the victim want no contact?", required=False, rows=2)
    stop_until = GovukDateField(
        noun="The last day without contact",
        label="Until when? (optional)",
        help_text="Without a date it holds until it is changed. For example, 27 3 2027",
        required=False,
        must_be_future=True,
    )

    rendering = {
        "enhanced": {"conditional": {"no": "standard_reason"}},
        "stop": {"conditional": {"yes": ("stop_reason", "stop_until")}},
    }

    def __init__(self, *args: Any, plan: ContactPlan | None, **kwargs: Any):
        super().__init__(*args, **{"initial": held(plan), **kwargs})

    def clean(self) -> dict[str, Any]:
        """What was typed below a choice that is not made any more is left out."""
        if self.cleaned_data.get("enhanced"):
            self.cleaned_data["standard_reason"] = ""
        if not self.cleaned_data.get("stop"):
            self.cleaned_data |= {"stop_reason": "", "stop_until": None}
        return self.cleaned_data


AGREED = ("standard_reason", "frequency", "channel", "safe_contact", "language", "interpreter", "through")


def held(plan: ContactPlan | None) -> dict[str, Any]:
    """What the form shows of a plan; of none, the rights that victims of sexual offences have."""
    if plan is None:
        return {"enhanced": "yes", "stop": "no"}
    stopped = {"stop_reason": plan.stop_reason, "stop_until": plan.stop_until}
    choices = {"enhanced": "yes" if plan.enhanced else "no", "stop": "yes" if plan.stop else "no"}
    return {**{name: getattr(plan, name) for name in AGREED}, **choices, **stopped}
