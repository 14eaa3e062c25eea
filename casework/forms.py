"""What the forms of all concerns share: the record that they are about, and the arguments that they give."""

from __future__ import annotations

import re
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from casework.errors import RuleBroken
from casework.numbers import whole_number
from casework.routes.models import RouteRecord

LONG_TEXT = 4000
# Control characters but for tab and line ends, blanks of no width, and those that turn the text around.
UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\u3164\ufeff]"
)


def plain_text(value: str) -> None:
    """Refuse what cannot be seen: it could hide words, or show them in another order."""
    if UNREADABLE.search(value):
        raise ValidationError("Remove the characters that cannot be seen, or type the text again")


def one_line(value: str) -> None:
    """Refuse line ends, which no box of one line sends: they could begin a line elsewhere."""
    if len(value.splitlines()) > 1:
        raise ValidationError("Type it on one line")


class LongTextField(forms.CharField):
    """A text of several lines. A browser sends two characters for a line end, and its counter counts one."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


def long_text(
    label: str, *, hint: str = "", required: bool = True, error: str = "", rows: int = 5
) -> forms.CharField:
    """A text area with a count; `error` is what an empty one is told."""
    return LongTextField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        validators=[plain_text],
        error_messages={
            "required": error or f"Enter {label[0].lower()}{label[1:]}",
            "max_length": f"{label} must be {LONG_TEXT:,} characters or less",
        },
    )


def line(label: str, limit: int, *, error: str = "", hint: str = "") -> forms.CharField:
    """A text of one line; `error` is what an empty one is told, and without it the line may be empty."""
    messages = {"max_length": f"{label} must be {limit} characters or less"}
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(error),
        max_length=limit,
        validators=[plain_text, one_line],
        error_messages={**messages, "required": error} if error else messages,
    )


def choices_offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Set the choices of a field that depend on the case or the person."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - a field of another kind is a mistake of ours
    field.choices = choices


def refusal_show(form: forms.Form, refusal: RuleBroken) -> None:
    """Put what a verb refused beside the field that it is about, or on the form as a whole."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


class StepForm(forms.Form):
    """A step of a route: `arguments()` are the keyword arguments of its verb."""

    # Each form is of one kind of record, and reads what that kind holds.
    record: Any

    def __init__(self, *args: Any, record: RouteRecord, **kwargs: Any):
        self.record = record
        super().__init__(*args, **{"auto_id": "%s", **kwargs})

    def unjudged(self) -> Self:
        """The same with what was typed, and nothing said of what is wrong with it: it is not sent yet."""
        judge_nothing(self)
        return self

    def arguments(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


def judge_nothing(form: forms.Form) -> None:
    """Show what was typed into it, and nothing of what is wrong with it."""
    form._errors = ErrorDict()  # type: ignore[attr-defined]  # Django judges a form that has none yet


class RepeatingStepForm(StepForm):
    """A step that carries several of the same thing, such as the items of an action plan.

    `part_form` is the form of one; the page shows `parts` and a button that adds a
    blank one. `argument` names the verb's argument for the list. The first `required_parts`
    are asked for; wholly blank further parts are left out.
    """

    part_form: type[forms.Form]
    part_name: str
    argument: str
    required_parts = 1
    max_parts = 30
    COUNT = "parts"

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.parts = [self._part(index) for index in range(self._count())]

    def _count(self) -> int:
        asked = str(self.data.get(self.COUNT, "")) if self.is_bound else ""
        count = whole_number(asked, digits=3) or 1
        count += bool(self.is_bound and "add" in self.data)
        return min(max(count, 1), self.max_parts)

    def _part(self, index: int) -> forms.Form:
        part = self.part_form(
            self.data if self.is_bound else None,
            prefix=f"part-{index + 1}",
            auto_id="%s",
            empty_permitted=index >= self.required_parts,
            use_required_attribute=False,
        )
        part.error_subject = f"{self.part_name} {index + 1}"  # type: ignore[attr-defined]
        return part

    @property
    def asks_for_another(self) -> bool:
        """The person pressed "add another": show the page again, with nothing judged."""
        return self.is_bound and "add" in self.data

    def unjudged(self) -> Self:
        for part in self.parts:
            judge_nothing(part)
        return super().unjudged()

    def is_valid(self) -> bool:
        valid = [super().is_valid(), *(part.is_valid() for part in self.parts)]
        return all(valid)

    def arguments(self) -> dict[str, Any]:
        filled = [part.cleaned_data for part in self.parts if part.has_changed()]
        return {**super().arguments(), self.argument: filled}
