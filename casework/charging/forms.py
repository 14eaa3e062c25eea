from __future__ import annotations

from typing import Any

from django import forms

from casework.casefiles.models import Offence
from casework.charging.charges.conditions import threshold_conditions
from casework.charging.charges.models import Found
from casework.charging.charges.services import Considered
from casework.charging.meetings.selectors import meeting_words, meetings_that_count
from casework.charging.threshold.forms import review_day
from casework.forms import StepForm, choices_offer, long_text
from casework.pages.fields import GovukDateField

NOT_CONSIDERED = "not_considered"
# The condition of the Threshold Test that is the second stage.
PUBLIC_INTEREST = "public_interest"


def charge_day() -> GovukDateField:
    return GovukDateField(
        noun="The date of charge",
        label="When is the suspect charged?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )


class OffencesForm(StepForm):
    """Each offence through the stages in their order: the public interest is asked where the first is met."""

    # What the form asks beside the offences, behind them.
    asked_last: tuple[str, ...] = ()
    asks_public_interest = True
    # What each offence is put to first, in a sentence.
    stage = "evidential stage"
    are = "is"
    evidential_hint = "Say why there is, or is not, a realistic prospect of conviction"

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offences = list(self.record.case_file.offences.all())
        for offence in self.offences:
            self._ask(offence)
        self.order_fields([*(name for name in self.fields if name not in self.asked_last), *self.asked_last])

    def _ask(self, offence: Offence) -> None:
        reference = offence.reference
        choices: list[tuple[str, str]] = list(Found.choices)
        if len(self.offences) > 1:
            choices.append((NOT_CONSIDERED, "Not considered for this suspect"))
        self.fields[f"evidential_reasons_{reference}"] = long_text(
            f"{offence.described}: reasons at the {self.stage}",
            hint=self.evidential_hint,
            required=False,
            rows=3,
        )
        self.fields[f"evidential_{reference}"] = _found(
            f"{reference}: {self.are} the {self.stage} met?",
            choices,
            f"Select whether the {self.stage} {self.are} met for {reference}",
        )
        if self.asks_public_interest:
            self._ask_public_interest(reference)

    def _ask_public_interest(self, reference: str) -> None:
        self.fields[f"public_interest_{reference}"] = _found(
            f"{reference}: is the public interest stage met?", list(Found.choices), ""
        )
        self.fields[f"public_interest_reasons_{reference}"] = long_text(
            f"{reference}: reasons at the public interest stage", required=False, rows=3
        )

    @property
    def rendering(self) -> dict[str, dict[str, Any]]:
        """What follows on from what was found is shown under it."""
        if not self.asks_public_interest:
            return {}
        return {
            f"evidential_{each.reference}": {
                "conditional": {
                    Found.MET.value: (
                        f"public_interest_{each.reference}",
                        f"public_interest_reasons_{each.reference}",
                    )
                }
            }
            for each in self.offences
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for reference in (offence.reference for offence in self.offences):
            evidential = cleaned.get(f"evidential_{reference}")
            if evidential == NOT_CONSIDERED and cleaned.get(f"evidential_reasons_{reference}"):
                self.add_error(
                    f"evidential_{reference}",
                    f"Remove the reasons for {reference}, or say whether the {self.stage} {self.are} met",
                )
            if evidential in Found.values:
                self._require(cleaned, f"evidential_reasons_{reference}", "Enter")
            if evidential == Found.MET and self.asks_public_interest:
                self._require(cleaned, f"public_interest_{reference}", "Select")
                self._require(cleaned, f"public_interest_reasons_{reference}", "Enter")
        return cleaned

    def _require(self, cleaned: dict[str, Any], name: str, what: str) -> None:
        stage = "public interest stage" if name.startswith("public") else self.stage
        reference = name.rpartition("_")[2]
        words = f"your reasons at the {stage}" if what == "Enter" else f"whether the {stage} is met"
        if not cleaned.get(name) and name not in self.errors:
            self.add_error(name, f"{what} {words} for {reference}")

    def arguments(self) -> dict[str, Any]:
        considered = [found for each in self.offences if (found := self._considered(each))]
        offences = ("evidential_", "public_interest_")
        rest = {name: value for name, value in self.cleaned_data.items() if not name.startswith(offences)}
        return {**rest, "charges": considered}

    def _considered(self, offence: Offence) -> Considered | None:
        said = {
            name: self.cleaned_data.get(f"{name}_{offence.reference}", "")
            for name in (
                "evidential",
                "evidential_reasons",
                "public_interest",
                "public_interest_reasons",
            )
        }
        if said["evidential"] == NOT_CONSIDERED:
            return None
        if said["evidential"] == Found.NOT_MET:
            # What was typed before the answer changed is no word on a stage that was not reached.
            said["public_interest"] = said["public_interest_reasons"] = ""
        return Considered(offence, **said)


def _found(label: str, choices: list[tuple[str, str]], error: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=bool(error),
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": error},
    )


class ChargeForm(OffencesForm):
    asked_last = ("charged_on",)
    charged_on = charge_day()


class ThresholdChargeForm(OffencesForm):
    """The five conditions are asked after the offences, each with why it is met.

    The public interest is one of them, so that it is not asked of each offence again: what is said there
    is kept of each offence that is charged.
    """

    stage = "conditions of the Threshold Test"
    are = "are"
    asks_public_interest = False

    evidential_hint = "Say what is suspected on which grounds, and which further evidence can be obtained"
    asked_last = (*(f"condition_{key}" for key in threshold_conditions()), "review_on", "charged_on")
    review_on = review_day("When will the Threshold charge be reviewed?")
    charged_on = charge_day()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for key, label in threshold_conditions().items():
            self.fields[f"condition_{key}"] = long_text(
                label,
                hint="Say why this condition is met. Without it the Threshold Test cannot be applied",
                error=f"Enter why this condition is met: {label}",
                rows=3,
            )
        self.order_fields([*(name for name in self.fields if name not in self.asked_last), *self.asked_last])

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        conditions = {key: given.pop(f"condition_{key}") for key in threshold_conditions()}
        reached = {"public_interest": Found.MET.value, "public_interest_reasons": conditions[PUBLIC_INTEREST]}
        charges = [
            each._replace(**reached) if each.evidential == Found.MET else each for each in given["charges"]
        ]
        return {**given, "charges": charges, "conditions": conditions}


class NoFurtherActionForm(OffencesForm):
    """The meeting is asked for where several count; where one does, the findings above say which."""

    asked_last = ("meeting",)
    meeting = forms.ChoiceField(
        label="Which meeting with the investigator does this rest on?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the meeting that this rests on"},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.meetings = {str(each.pk): each for each in meetings_that_count(self.record)}
        choices_offer(self, "meeting", [(key, meeting_words(each)) for key, each in self.meetings.items()])
        if len(self.meetings) <= 1:
            del self.fields["meeting"]

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        return {**given, "meeting": self.meetings.get(given.get("meeting", ""))}
