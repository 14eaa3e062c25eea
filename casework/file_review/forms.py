from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from casework.file_review.rounds import CODE_TESTS, ChecklistAnswer
from casework.file_review.standard import PARTS, Item, Standard, standard_now
from casework.file_review.state import Answer
from casework.forms import StepForm, line, long_text
from casework.pages.fields import GovukDateField

Found = ChecklistAnswer.Found
Checker = ChecklistAnswer.Checker


class ChecklistForm(StepForm):
    """Each item of the file standard, found present, not applicable (why?) or missing (until when?)."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.standard = self.standard_asked()
        said: dict[str, list[ChecklistAnswer]] = {}
        for answer in self.record.answers_of(self.record.round):
            said.setdefault(answer.item, []).append(answer)
        for item in self.standard.items:
            self._ask(item, said.get(item.key, []))

    def standard_asked(self) -> Standard:
        """Who checks a submission does so under the version under which it was made."""
        return self.record.standard

    def _ask(self, item: Item, said: list[ChecklistAnswer]) -> None:
        self.fields[f"found_{item.key}"] = forms.ChoiceField(
            label=item.label,
            help_text=self.hint(item, said),
            choices=Found.choices,
            widget=forms.RadioSelect,
            error_messages={"required": item.asked},
        )
        self.fields[f"reason_{item.key}"] = line(f"Why {item.in_sentence} is not applicable", 250)
        self.fields[f"reason_{item.key}"].label = "Why does it not apply?"
        if item.dated:
            self.fields[f"expected_{item.key}"] = GovukDateField(
                noun=f"The date on which {item.in_sentence} is expected",
                label="When is it expected?",
                help_text="For example, 27 3 2027",
                required=False,
                must_be_future=True,
            )
        self.remember(item, said)

    def hint(self, item: Item, said: list[ChecklistAnswer]) -> str:
        return item.hint

    def remember(self, item: Item, said: list[ChecklistAnswer]) -> None:
        """Nothing is filled in for the person unless a form says so."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for item in self.standard.items:
            if cleaned.get(f"found_{item.key}") == Found.NOT_APPLICABLE and not cleaned.get(
                f"reason_{item.key}"
            ):
                self.add_error(f"reason_{item.key}", f"Enter why {item.in_sentence} is not applicable")
        return cleaned

    @property
    def rendering(self) -> dict[str, dict[str, Any]]:
        """The reason is shown under the choice "not applicable", the date under "missing"."""
        return {f"found_{item.key}": _looks(item) for item in self.standard.items}

    @property
    def sections(self) -> list[tuple[str, list[str]]]:
        """The parts of the standard, each with the questions of its items."""
        return [
            (title, [f"found_{item.key}" for item in self.standard.of_part(part)])
            for part, title in PARTS.items()
        ]

    def arguments(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        checklist = {item.key: self._answer(item, cleaned) for item in self.standard.items}
        return {**cleaned, "checklist": checklist}

    def _answer(self, item: Item, cleaned: dict[str, Any]) -> Answer:
        """What was typed under a choice counts with that choice alone."""
        found, reason = cleaned.pop(f"found_{item.key}"), cleaned.pop(f"reason_{item.key}")
        expected_on: date | None = cleaned.pop(f"expected_{item.key}", None)
        return Answer(
            found,
            reason if found == Found.NOT_APPLICABLE else "",
            expected_on if found == Found.MISSING else None,
        )


def _looks(item: Item) -> dict[str, Any]:
    reveals = {Found.NOT_APPLICABLE.value: f"reason_{item.key}"}
    if item.dated:
        reveals[Found.MISSING.value] = f"expected_{item.key}"
    return {"classes": "govuk-radios--small", "size": "s", "conditional": reveals}


class SubmitForm(ChecklistForm):
    code_test = forms.ChoiceField(
        label="Which test should the prosecutor apply?",
        choices=list(CODE_TESTS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Select which test the prosecutor should apply"},
    )
    case_summary = long_text(
        "Summary of the case",
        hint="Include what points away from the suspect, and the likely defence",
        error="Enter a summary of the case",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._begin_with(code_test=self.record.code_test, case_summary=self.record.case_summary)

    def standard_asked(self) -> Standard:
        """A round begins under the version of today."""
        return standard_now()

    def remember(self, item: Item, said: list[ChecklistAnswer]) -> None:
        """A correction begins with what the submitter found of the last round."""
        for known in said:
            if known.checker == Checker.SUBMITTER:
                self._begin_with(
                    **{
                        f"found_{item.key}": known.found,
                        f"reason_{item.key}": known.reason,
                        f"expected_{item.key}": known.expected_on,
                    }
                )

    def _begin_with(self, **values: Any) -> None:
        self.initial = {**self.initial, **values}


class VerifyForm(ChecklistForm):
    """The own finding of who checks the file of each item, beside what those before them found."""

    def hint(self, item: Item, said: list[ChecklistAnswer]) -> str:
        """What the item is, then "Submitter: present. Supervisor: not applicable: …"."""
        return " ".join(_sentences([item.hint, *(each.told for each in said)]))

    def clean(self) -> dict[str, Any]:
        """What is passed on lacks nothing; each item that it lacks is told at once."""
        cleaned = super().clean()
        for item in self.standard.items:
            missing = cleaned.get(f"found_{item.key}") == Found.MISSING
            if missing and not cleaned.get(f"expected_{item.key}"):
                self.add_error(f"found_{item.key}", f"{item.label}: this is missing. Return the file")
        return cleaned


def _sentences(parts: Iterable[str]) -> Iterable[str]:
    return (f"{part}." for part in parts if part)


class SignOffForm(VerifyForm):
    supervisor_comments = long_text(
        "Supervisor's comments", hint="Say why both stages of the Code are met", error="Enter your comments"
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # They are written after the file was checked.
        self.order_fields([name for name in self.fields if name != "supervisor_comments"])
