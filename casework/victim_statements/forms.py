from __future__ import annotations

from typing import Any

from django import forms

from casework.documents.models import Document
from casework.documents.selectors import current_documents
from casework.forms import StepForm, choices_offer, line, long_text
from casework.pages.dates import govuk_date
from casework.pages.fields import GovukDateField
from casework.victim_statements.models import Explained, How
from casework.victim_statements.serving_models import VpsService
from casework.victim_statements.statement_models import GivenBy, ReadAloud, VictimPersonalStatement

# The code of the documents that are such statements.
DOCUMENT_KIND = "vps"
HEARD = (VpsService.Position.READ, VpsService.Position.READ_IN_PART, VpsService.Position.NOT_READ)


def happened_on(noun: str, label: str) -> GovukDateField:
    return GovukDateField(noun=noun, label=label, help_text="For example, 27 3 2026", not_in_future=True)


def one_of(label: str, choices: Any, error: str, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": error},
    )


class OfferForm(StepForm):
    offered_on = happened_on("The date of the offer", "When was the statement explained and offered?")
    offered_how = one_of("How was it explained?", How.choices, "Select how it was explained")
    explained = forms.MultipleChoiceField(
        label="What was explained?",
        help_text="Victims’ Code, right 7. Select all that apply",
        choices=Explained.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what was explained"},
    )
    explained_by = line(
        "Who explained it?", 100, hint="If it was not you. Their rank or role, and their collar number"
    )


class AnswerForm(StepForm):
    answered_on = happened_on("The date of the answer", "When did the victim answer?")


class DeclineForm(AnswerForm):
    declined_reason = long_text(
        "What did the victim say?",
        hint="In their own words. They do not have to give a reason",
        required=False,
        rows=3,
    )


class AskedForm(StepForm):
    asked_on = happened_on("The date of the request", "When did the victim ask?")


class PreferenceFields(forms.Form):
    """What is to be done with a statement in court, and who reads it where somebody does for the victim."""

    read_aloud = one_of(
        "What does the victim want done with it in court?",
        ReadAloud.choices,
        "Select what the victim wants done with the statement",
        hint="The court decides whether it is read, and which parts",
    )
    reader = line(
        "Who reads it for the victim?",
        100,
        hint="Such as the prosecution advocate, or a member of the family",
    )
    rendering = {"read_aloud": {"conditional": {ReadAloud.OTHER.value: "reader"}}}


class TakeForm(StepForm, PreferenceFields):
    made_on = happened_on("The date of the statement", "When was the statement made?")
    given_by = one_of("Who made it?", GivenBy.choices, "Select who made it")
    document = forms.ChoiceField(
        label="Which document is the signed copy?",
        required=False,
        help_text="If it has been added to the documents of the case",
    )
    defence_told = forms.BooleanField(
        label="Before they signed, the victim was told that the defence sees it once it is served",
        help_text="Until then the police and the CPS see it. It is a statement under section 9 of the "
        "Criminal Justice Act 1967, and they may be asked about it in court",
        error_messages={
            "required": "Tell the victim, before they sign, that the defence sees the statement once it is "
            "served. Then confirm that you did"
        },
    )
    field_order = ("made_on", "given_by", "read_aloud", "reader", "document", "defence_told")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        held = current_documents(self.record.case_file).filter(kind=DOCUMENT_KIND)
        self.documents: dict[str, Document] = {each.reference: each for each in held}
        names = [
            (key, f"{key}, received on {govuk_date(each.latest.received_on)}")
            for key, each in self.documents.items()
        ]
        choices_offer(self, "document", [("", "It has not been added yet"), *names])

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "document": self.documents.get(self.cleaned_data["document"])}


class OfStatementForm(StepForm):
    """About one of the statements of the victim."""

    statement = forms.ChoiceField(
        label="Which statement?",
        error_messages={"required": "Select the statement"},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        made = self.record.victim.statements.prefetch_related("preferences")
        self.statements: dict[str, VictimPersonalStatement] = {str(each.number): each for each in made}
        names = [
            (key, f"{each}, made on {govuk_date(each.made_on)}") for key, each in self.statements.items()
        ]
        choices_offer(self, "statement", names if len(names) == 1 else [("", "Choose a statement"), *names])

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "statement": self.statements[self.cleaned_data["statement"]]}


class PreferenceForm(OfStatementForm, PreferenceFields):
    stated_on = happened_on("The date of the change", "When did the victim say so?")
    field_order = ("statement", "read_aloud", "reader", "stated_on")


class CopyForm(OfStatementForm):
    given_on = happened_on("The date of the copy", "When was the copy given?")
    how = one_of("How was it given?", How.choices, "Select how it was given")


class ServeForm(StepForm):
    served_on_court = happened_on("The date of service on the court", "When was it served on the court?")
    served_on_defence = happened_on(
        "The date of service on the defence", "When was it served on the defence?"
    )


class CourtForm(StepForm):
    heard = one_of(
        "What did the court do with it?",
        [
            (HEARD[0].value, "It was read aloud in full, or played"),
            (HEARD[1].value, "It was read aloud in part"),
            (HEARD[2].value, "It was considered, and not read aloud"),
        ],
        "Select what the court did with the statement",
    )
    heard_on = happened_on("The date of the hearing", "When was that?")
    court_words = long_text(
        "What did the court say of it?",
        hint="Which parts were read, or why it was not read. Not needed for one that was read in full",
        required=False,
        rows=3,
    )


class ConfirmForm(StepForm):
    """Nothing to enter: the button is the record."""
