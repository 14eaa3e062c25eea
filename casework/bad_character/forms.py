"""What is asked of the police: the checks that were made, and what they found."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.bad_character.guards import CALLED, CheckMade
from casework.bad_character.record_models import BadCharacterItem
from casework.forms import RepeatingStepForm, StepForm, line, long_text
from casework.pages.fields import GovukDateField

MADE, NOT_MADE = "yes", "no"
WHICH = [(MADE, "Yes"), (NOT_MADE, "No")]


class ChecksForm(StepForm):
    """Each check, when it was made or else why not; then the reference, and others' bad character apart."""

    rendering = {
        f"{kind}_made": {
            "classes": "govuk-radios--small",
            "conditional": {MADE: f"{kind}_made_on", NOT_MADE: f"{kind}_not_made_reason"},
        }
        for kind in CALLED
    }
    mg16_reference = line("MG16 reference (optional)", 40)
    others_note = long_text(
        "Bad character of a victim or witness (optional)",
        hint="Kept apart from the suspect’s. It needs the leave of the court (section 100)",
        required=False,
        rows=3,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for kind, called in CALLED.items():
            self._ask(kind, called)
        self.order_fields([name for name in self.fields if name not in ChecksForm.base_fields])

    def _ask(self, kind: str, called: str) -> None:
        self.fields[f"{kind}_made"] = forms.ChoiceField(
            label=f"Was {called} made?",
            choices=WHICH,
            widget=forms.RadioSelect,
            error_messages={"required": f"Select whether {called} was made"},
        )
        self.fields[f"{kind}_made_on"] = GovukDateField(
            noun=f"The date of {called}",
            label="When was it made?",
            help_text="For example, 27 3 2026",
            required=False,
            not_in_future=True,
        )
        self.fields[f"{kind}_not_made_reason"] = line(f"Why {called} was not made", 250)
        self.fields[f"{kind}_not_made_reason"].label = "Why was it not made?"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for kind, called in CALLED.items():
            made = cleaned.get(f"{kind}_made")
            if made == MADE and not cleaned.get(f"{kind}_made_on"):
                self._wanted(f"{kind}_made_on", f"Enter the date of {called}")
            if made == NOT_MADE and not cleaned.get(f"{kind}_not_made_reason"):
                self._wanted(f"{kind}_not_made_reason", f"Enter why {called} was not made")
        return cleaned

    def _wanted(self, name: str, words: str) -> None:
        """A date that was typed and is wrong is told of that alone."""
        if name not in self.errors:
            self.add_error(name, words)

    def arguments(self) -> dict[str, Any]:
        """What was typed under a choice counts with that choice alone."""
        cleaned = dict(super().arguments())
        checks = []
        for kind in CALLED:
            made = cleaned.pop(f"{kind}_made") == MADE
            made_on, reason = cleaned.pop(f"{kind}_made_on"), cleaned.pop(f"{kind}_not_made_reason")
            checks.append(CheckMade(kind.value, made_on if made else None, "" if made else reason))
        return {**cleaned, "checks": checks}


class NilForm(ChecksForm):
    """Checks made, nothing found."""

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "items": []}


class FoundItemForm(forms.Form):
    kind = forms.ChoiceField(
        label="What was found?",
        choices=[("", "Choose what was found"), *BadCharacterItem.Kind.choices],
        error_messages={"required": "Select what was found"},
    )
    offence = line("Offence, or what it was", 200, error="Enter the offence, or what it was")
    facts = long_text(
        "Facts", hint="The facts, and not only an entry in a record", error="Enter the facts", rows=3
    )
    happened_on = GovukDateField(
        noun="The date it happened",
        label="When did it happen?",
        help_text="If it is known. For example, 27 3 2019",
        required=False,
        not_in_future=True,
    )
    court = line("Court or jurisdiction (optional)", 150)
    source = line(
        "Where does it come from?", 150, error="Enter where it comes from", hint="For example, PNC record"
    )
    disclosable = forms.ChoiceField(
        label="Can it be disclosed?",
        choices=BadCharacterItem.Disclosable.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it can be disclosed"},
    )


class FoundForm(RepeatingStepForm, ChecksForm):
    part_form = FoundItemForm
    part_name = "Item"
    argument = "items"


class NewForm(StepForm):
    what_is_new = long_text("What is new?", error="Enter what is new", rows=3)
