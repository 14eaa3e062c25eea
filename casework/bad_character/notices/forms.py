from __future__ import annotations

from typing import Any

from django import forms

from casework.bad_character.notices.models import BadCharacterNotice
from casework.bad_character.record_models import BadCharacterDecision
from casework.forms import StepForm, long_text
from casework.pages.dates import govuk_date
from casework.pages.fields import GovukDateField

Position = BadCharacterNotice.Position


def day_of(what: str, label: str) -> GovukDateField:
    return GovukDateField(
        noun=f"The date of the {what}", label=label, help_text="For example, 27 3 2026", not_in_future=True
    )


class DraftForm(StepForm):
    """What Part 21 asks of a notice. It begins with what was decided, or with the draft before."""

    facts = long_text(
        "Facts of the misconduct", hint="On which the prosecution relies", error="Enter the facts", rows=8
    )
    relies_on = forms.ChoiceField(
        label="What does the prosecution rely on?",
        choices=BadCharacterNotice.Proof.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the prosecution relies on"},
    )
    proof = long_text(
        "How are the facts proved if they are disputed?",
        hint="By certificate of conviction, another official record, or other evidence",
        error="Enter how the facts are proved",
        rows=3,
    )
    relevance = long_text(
        "Why is the evidence admissible?",
        hint="How it is relevant to the issue, by each gateway",
        error="Enter why the evidence is admissible",
        rows=8,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        known = _decided(self.record.decision)
        drafted = {name: getattr(self.record, name) for name in (*known, "relies_on", "proof")}
        self.initial = {**known, **{name: said for name, said in drafted.items() if said}, **self.initial}


def _decided(decision: BadCharacterDecision) -> dict[str, str]:
    """What the decision says already of the facts and of why they are admissible."""
    items = [f"{item}: {item.facts}" for item in decision.relied_on()]
    gateways = [
        f"{label}: " + " ".join(answer for _, answer in answers) for label, answers in decision.gateways_told
    ]
    return {"facts": "\n".join(items), "relevance": "\n".join(gateways)}


class RedraftForm(StepForm):
    """Asks for nothing."""


class ServeForm(StepForm):
    """The reason and the extension are asked for once the time has passed; what is sent of them is kept."""

    served_on = day_of("service", "When was the notice served?")
    served_whom = long_text(
        "On whom was it served?", hint="On the court and each other party", error="Enter on whom", rows=2
    )
    late_reason = long_text("Why was it not served in time?", required=False, rows=3)
    extension_sought = long_text(
        "Which extension is the court asked for?", hint="Rule 21.6", required=False, rows=2
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        due = f"Only if it was served after {govuk_date(self.record.due_on)}"
        for name in ("late_reason", "extension_sought"):
            self.fields[name].help_text = due


class ObjectedForm(StepForm):
    objected_on = day_of("objection", "When was the objection served?")
    objection = long_text("What is objected to, and why?", error="Enter what is objected to, and why", rows=4)


class NotObjectedForm(StepForm):
    """Asks for nothing."""


class AppliedForm(StepForm):
    applied_on = day_of("application", "When was the court asked to decide?")
    application = long_text("What was the court asked?", error="Enter what the court was asked", rows=3)


class RulingForm(StepForm):
    ruling = forms.ChoiceField(
        label="What did the court rule?",
        choices=[
            (Position.ADMITTED.value, "Admitted"),
            (Position.ADMITTED_IN_PART.value, "Excluded in part"),
            (Position.EXCLUDED.value, "Excluded"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the court ruled"},
    )
    ruled_on = day_of("ruling", "When did it rule?")
    ruling_reasons = long_text(
        "Reasons of the court", hint="Which it must give (rule 21.5)", error="Enter the reasons of the court"
    )
