"""What is asked of the prosecutor: the review of each item, and the decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from casework.bad_character.gateways import Gateway, gateways_on
from casework.bad_character.guards import Propensity, items_under_14
from casework.bad_character.record_models import BadCharacterItem, BadCharacterReview
from casework.forms import StepForm, choices_offer, long_text
from casework.pages.fields import GovukDateField

YES, NO = "yes", "no"
WHICH = [(YES, "Yes"), (NO, "No")]
SAID = {YES: True, NO: False}
Answers = BadCharacterReview.Propensity
# The questions of R v Hanson in their order, each asked where the one before it leads to it.
PROPENSITY = ("shows_propensity", "makes_guilt_likelier", "reliance_unjust", "propensity_reasons")
RELIED_ON, THROUGH = "Select what you rely on", "Select the gateways"
NOTES = ("fairness_note", "cross_note", "contamination", "contamination_note", "under_14_note")


def note(label: str, hint: str) -> forms.CharField:
    return long_text(f"{label} (optional)", hint=hint, required=False, rows=3)


def yes_or_no(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=WHICH, widget=forms.RadioSelect, required=False)


class ReviewForm(StepForm):
    """Each item; propensity in the order of R v Hanson [2005] EWCA Crim 824; what can stand against it.

    A nil return is asked for an assessment alone, and for others' bad character.
    """

    shows_propensity = forms.ChoiceField(
        label="Does the history show a propensity to commit offences of the kind charged?",
        help_text="Section 103, R v Hanson [2005] EWCA Crim 824",
        choices=Answers.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the history shows a propensity"},
    )
    makes_guilt_likelier = yes_or_no("Does that make guilt more likely?")
    reliance_unjust = yes_or_no("Would it be unjust to rely on it, or unfair?")
    propensity_reasons = long_text("Reasons on propensity", required=False, rows=3)
    assessment = long_text("Your assessment", hint="As a whole", error="Enter your assessment")
    fairness_note = note("Time and fairness", "Section 101(3) and (4): the time that has passed counts")
    cross_note = note("Between the charges", "Section 112(2): each charge is looked at by itself")
    contamination = forms.ChoiceField(
        label="Is the evidence contaminated?",
        help_text="Section 107: an agreement, or knowledge of what others allege",
        choices=BadCharacterReview.Contamination.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the evidence may be contaminated"},
    )
    contamination_note = long_text("How it may be contaminated", required=False, rows=3)
    under_14_note = note("Convictions before the age of 14", "Section 108")
    others_note = note("Bad character of a victim or witness", "Section 100: it needs the leave of the court")

    rendering = {
        "shows_propensity": {"conditional": {YES: ["makes_guilt_likelier", "reliance_unjust"]}},
        "contamination": {"conditional": {"possible": "contamination_note"}},
    }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.items = list(self.record.items.all())
        if not self.items:
            for name in (*PROPENSITY, *NOTES):
                del self.fields[name]
        elif not items_under_14(self.record.suspect, self.items):
            del self.fields["under_14_note"]
        for item in self.items:
            self.fields[f"assessment_{item.number}"] = _of_item(item)
        self.order_fields([f"assessment_{item.number}" for item in self.items])

    def arguments(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        items = {item.number: said.pop(f"assessment_{item.number}") for item in self.items}
        shows, likelier, unjust, reasons = (said.pop(name, "") for name in PROPENSITY)
        propensity = Propensity(shows, SAID.get(likelier), SAID.get(unjust), reasons)
        return {**said, "of_items": items, "propensity": propensity}


def _of_item(item: BadCharacterItem) -> forms.CharField:
    error = f"Enter your assessment of item {item.number}"
    return long_text(str(item), hint=item.facts, error=error, rows=3)


class AskMoreForm(StepForm):
    return_reason = long_text(
        "What should the police look into?", error="Enter what the police should look into", rows=3
    )


class PursueForm(StepForm):
    """On what the prosecution relies, through which gateways, and what each of them needs."""

    items = forms.MultipleChoiceField(
        label="What do you rely on?",
        help_text="Select all that apply",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": RELIED_ON, "invalid_choice": RELIED_ON},
    )
    gateways = forms.MultipleChoiceField(
        label="Through which gateways?",
        help_text="Criminal Justice Act 2003, section 101(1). Select all that apply",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": THROUGH, "invalid_choice": THROUGH},
    )
    reasons = long_text("Reasons", error="Enter your reasons")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.usable = gateways_on(timezone.localdate(), "prosecution")
        items = [(str(item.number), str(item)) for item in self.record.items.all()]
        if items:
            choices_offer(self, "items", items)
        else:
            # What there is nothing for, its verb refuses.
            del self.fields["items"]
        choices_offer(self, "gateways", [(each.code, each.label) for each in self.usable])
        for gateway in self.usable:
            for name, question in asked_of(gateway).items():
                self.fields[name] = long_text(question, required=False, rows=3)

    @property
    def rendering(self) -> dict[str, dict[str, Any]]:
        """What a gateway needs is asked under it."""
        return {"gateways": {"conditional": {each.code: list(asked_of(each)) for each in self.usable}}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [each for each in self.usable if each.code in cleaned.get("gateways", ())]
        for gateway in chosen:
            for name, question in asked_of(gateway).items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, f"Gateway ({gateway.code}): answer “{question}”")
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """What was typed under a gateway that is not selected is left out."""
        cleaned = self.cleaned_data
        gateways = {
            each.code: {need.name: cleaned[f"need_{each.code}_{need.name}"] for need in each.needs}
            for each in self.usable
            if each.code in cleaned["gateways"]
        }
        numbers = [int(number) for number in cleaned.get("items", ())]
        return {"gateways": gateways, "items": numbers, "reasons": cleaned["reasons"]}


def asked_of(gateway: Gateway) -> dict[str, str]:
    """The questions of a gateway, by the names of their fields."""
    return {f"need_{gateway.code}_{need.name}": need.asked for need in gateway.needs}


class LeaveForm(StepForm):
    reasons = long_text("Reasons", error="Enter your reasons")


def material_day() -> GovukDateField:
    return GovukDateField(
        noun="The date for the material",
        label="When will you look again?",
        help_text="For example, 27 3 2027",
        must_be_future=True,
    )


class WaitForm(StepForm):
    reasons = long_text("Which material do you wait for?", error="Enter which material you wait for", rows=3)
    material_by = material_day()


class WaitOnForm(StepForm):
    reason = long_text("Why is it not in yet?", error="Enter why it is not in yet", rows=3)
    material_by = material_day()


class LookForm(StepForm):
    what_came = long_text(
        "What has come?", hint="Or say that nothing will", error="Enter what has come", rows=3
    )
