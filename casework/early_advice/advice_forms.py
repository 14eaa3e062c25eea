"""What is asked when advice is recorded, asked for again, or followed."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.early_advice.record_models import AdviceRecord, LineAnswer, LineOfInquiry
from casework.forms import RepeatingStepForm, StepForm, line, long_text
from casework.pages.fields import GovukDateField
from casework.people.roles import Side
from casework.private_material import justified_check, necessity_text, proportionality_text

HINTS = {
    "reasonable_lines": "What holds for all. Each line with a date is entered at the end, if there is one",
    "pre_charge_procedures": "Such as identification, further interview, bail",
    "disclosure_management": "Say here what is not to be requested from others or downloaded, and why",
    "third_party_material": "Only what is to be requested. Each request is a line of inquiry at the end, "
    "with why it is necessary and proportionate",
    "digital_strategy": "Only what is to be downloaded or examined, and its limits. Each device is a line of "
    "inquiry at the end, with why it is necessary and proportionate",
    "strategy": "Include whether to narrow the conduct or the suspects. Look at the conduct of the suspect",
    "bad_character": "Which inquiries the police should make",
    "special_measures": "What the victim needs, and whether a statement has been offered",
}


def section(name: str) -> forms.CharField:
    label = AdviceRecord.section_label(name)
    return long_text(label, hint=HINTS.get(name, ""), required=False)


class LineForm(forms.Form):
    what = line("The line of inquiry", 250, error="Enter the line of inquiry")
    owner = forms.ChoiceField(
        label="Who follows it?",
        choices=[("", "Choose who follows it"), *Side.choices],
        error_messages={"required": "Select who follows it"},
    )
    kind = forms.ChoiceField(
        label="What kind of line is it?",
        choices=[("", "Choose a kind"), *LineOfInquiry.Kind.choices],
        error_messages={"required": "Select what kind of line it is"},
    )
    target_on = GovukDateField(
        noun="The target date",
        label="By when?",
        help_text="For example, 27 3 2027",
        must_be_future=True,
        working_day=True,
    )
    necessity = necessity_text()
    proportionality = proportionality_text()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        justified_check(self, cleaned.get("kind", ""))
        return cleaned


class AdviceForm(RepeatingStepForm):
    part_form = LineForm
    part_name = "Line of inquiry"
    argument = "lines"
    required_parts = 0
    rendering = {"attendees": {"rows": 2}, **{name: {"rows": 3} for name in AdviceRecord.SECTIONS}}

    mode = forms.ChoiceField(
        label="How was the advice given?",
        choices=AdviceRecord.Mode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the advice was given"},
    )
    advised_on = GovukDateField(
        noun="The date of the advice",
        label="When was the advice given?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )
    attendees = long_text("Who took part?", hint="Officers and prosecutors", required=False)
    reasonable_lines = section("reasonable_lines")
    potential_charges = section("potential_charges")
    evidential_requirements = section("evidential_requirements")
    pre_charge_procedures = section("pre_charge_procedures")
    disclosure_management = section("disclosure_management")
    third_party_material = section("third_party_material")
    digital_strategy = section("digital_strategy")
    asset_recovery = section("asset_recovery")
    strategy = section("strategy")
    bad_character = section("bad_character")
    special_measures = section("special_measures")
    conclusion = forms.ChoiceField(
        label="What is the conclusion?",
        choices=AdviceRecord.Conclusion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the conclusion"},
    )
    next_contact_on = GovukDateField(
        noun="The date of the next contact",
        label="When is the next contact?",
        help_text="If one is agreed. For example, 27 3 2027",
        required=False,
        must_be_future=True,
    )


class FollowUpForm(StepForm):
    follow_up = long_text(
        "What do you want further advice on?",
        hint="Say what has changed since the last advice",
        error="Enter what you want further advice on",
    )


class LineAnswerForm(StepForm):
    followed = forms.ChoiceField(
        label="Was the line of inquiry followed?",
        choices=LineAnswer.Followed.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the line of inquiry was followed"},
    )
    detail = long_text(
        "What came of it?",
        hint="If it was not followed in full, say why",
        required=False,
    )
