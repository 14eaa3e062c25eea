"""One GOV.UK component for each kind of Django widget.

`control(widget, question)` chooses by the widget's class: a new kind of widget is one more function here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from markupsafe import Markup

from casework.pages import govuk
from casework.pages.fields import PARTS, GovukDateWidget

# The only widget attributes that the design system's text input has a use for: no placeholder, no required.
INPUT_ATTRIBUTES = ("autocomplete", "autocapitalize", "inputmode", "spellcheck")

Params = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """A bound field with what the page says about it; `extra` goes to the component as it is."""

    bound: BoundField
    size: str = "m"
    heading: bool = False
    classes: str = ""
    width: int | None = None
    rows: int = 5
    hints: Mapping[Any, str] = field(default_factory=dict)
    conditional: Mapping[str, Markup] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of the control, or of the first control of a group."""
        return control_id(self.bound)

    def params(self, **more: Any) -> Params:
        """Return the parameters that every component shares, then `more`, then the page's own."""
        shared: Params = {"name": self.bound.html_name, "classes": self.classes}
        if self.bound.help_text:
            shared["hint"] = {"text": str(self.bound.help_text)}
        if self.bound.errors:
            shared["errorMessage"] = {"text": first_error(self.bound)}
        return shared | more | dict(self.extra)

    def label(self) -> Params:
        """Return the label of a single control."""
        return self._heading("govuk-label")

    def fieldset(self) -> Params:
        """Return the fieldset, with its legend, of a group of controls."""
        return {"legend": self._heading("govuk-fieldset__legend")}

    def _heading(self, block: str) -> Params:
        return {
            "text": str(self.bound.label),
            "isPageHeading": self.heading,
            "classes": f"{block}--{self.size}",
        }


def control_id(bound: BoundField) -> str:
    """Return the id of a field's control; the first radio or checkbox of a group carries it too."""
    return bound.auto_id or bound.html_name


def first_error(bound: BoundField) -> str:
    """Return a field's first error in words."""
    # Not a slice: one of Django's ErrorList gives raw errors, which print as "['…']".
    return str(bound.errors[0])


def wrong_parts(bound: BoundField) -> tuple[str, ...]:
    """Return the boxes of a date that its errors are about: all three unless an error says which."""
    for error in bound.errors.as_data():
        if error.params and "parts" in error.params:
            return tuple(error.params["parts"])
    return PARTS if bound.errors else ()


def options(widget: forms.widgets.ChoiceWidget) -> Iterator[tuple[str, str]]:
    """Yield the values and texts of a choice, groups flattened."""
    for value, text in widget.choices:
        members = text if isinstance(text, list | tuple) else [(value, text)]
        for member_value, member_text in members:
            yield str(member_value), str(member_text)


def chosen_values(bound: BoundField) -> set[str]:
    """Return the values now chosen, from what was sent or else from the initial value."""
    value = bound.value()
    if value is None:
        return {""}
    return {str(each) for each in value} if isinstance(value, list | tuple | set) else {str(value)}


@singledispatch
def control(widget: forms.Widget, question: Question) -> Markup:
    """Return the markup of a question whose widget is of a given class."""
    raise TypeError(f"The page kit has no control for {type(widget).__name__} ({question.bound.name})")


@control.register(forms.HiddenInput)
@control.register(forms.MultipleHiddenInput)
def hidden_input(widget: forms.Widget, question: Question) -> Markup:
    return Markup(question.bound.as_widget())  # noqa: S704 - Django has escaped it


@control.register(forms.widgets.Input)
def text_input(widget: forms.widgets.Input, question: Question) -> Markup:
    width = f" govuk-input--width-{question.width}" if question.width else ""
    params = question.params(
        id=question.id,
        label=question.label(),
        type=widget.input_type,
        value=widget.format_value(question.bound.value()),
    )
    params["classes"] = f"{params['classes']}{width}"
    attributes = {name: widget.attrs[name] for name in INPUT_ATTRIBUTES if name in widget.attrs}
    return govuk.render("input", params | attributes)


@control.register(forms.NumberInput)
def number_input(widget: forms.NumberInput, question: Question) -> Markup:
    # The design system advises against type=number: it scrolls away values and hides what cannot be read.
    decimal = isinstance(question.bound.field, forms.FloatField | forms.DecimalField)
    params = question.params(
        id=question.id,
        label=question.label(),
        classes=f"{question.classes} govuk-input--width-{question.width or 5}".strip(),
        value=widget.format_value(question.bound.value()),
        inputmode="decimal" if decimal else "numeric",
    )
    return govuk.render("input", params)


@control.register(forms.PasswordInput)
def password_input(widget: forms.PasswordInput, question: Question) -> Markup:
    # A password is never sent back to the page, even when the form is refused.
    params = question.params(
        id=question.id,
        label=question.label(),
        autocomplete=widget.attrs.get("autocomplete", "current-password"),
    )
    return govuk.render("password-input", params)


@control.register(forms.FileInput)
def file_upload(widget: forms.FileInput, question: Question) -> Markup:
    accept = {"accept": widget.attrs["accept"]} if "accept" in widget.attrs else {}
    params = question.params(
        id=question.id,
        label=question.label(),
        javascript=True,
        multiple=widget.allow_multiple_selected,
        attributes=accept,
    )
    return govuk.render("file-upload", params)


@control.register(forms.Textarea)
def textarea(widget: forms.Textarea, question: Question) -> Markup:
    params = question.params(
        id=question.id, label=question.label(), value=question.bound.value() or "", rows=str(question.rows)
    )
    limit = getattr(question.bound.field, "max_length", None)
    if limit:
        return govuk.render("character-count", params | {"maxlength": str(limit)})
    return govuk.render("textarea", params)


@control.register(forms.Select)
def select(widget: forms.Select, question: Question) -> Markup:
    chosen = chosen_values(question.bound)
    items = [{"value": value, "text": text, "selected": value in chosen} for value, text in options(widget)]
    return govuk.render("select", question.params(id=question.id, label=question.label(), items=items))


@control.register(forms.SelectMultiple)
def select_multiple(widget: forms.SelectMultiple, question: Question) -> Markup:
    raise TypeError(f"The design system has no multiple select: use checkboxes for {question.bound.name}")


def choice_item(question: Question, value: str, text: str, chosen: set[str]) -> Params:
    """Return one radio or checkbox with its hint and with what it reveals."""
    item: Params = {"value": value, "text": text, "checked": value in chosen}
    hint = {str(key): words for key, words in question.hints.items()}.get(value)
    if hint:
        item["hint"] = {"text": hint}
    if value in question.conditional:
        item["conditional"] = {"html": question.conditional[value]}
    return item


def choice_group(component: str, widget: forms.widgets.ChoiceWidget, question: Question) -> Markup:
    """Return radios or checkboxes. An empty choice is left out: choosing nothing is the empty choice."""
    chosen = chosen_values(question.bound)
    items = [choice_item(question, value, text, chosen) for value, text in options(widget) if value]
    # The first item's id is the prefix itself, which the error summary links to.
    return govuk.render(
        component, question.params(idPrefix=question.id, fieldset=question.fieldset(), items=items)
    )


@control.register(forms.RadioSelect)
def radios(widget: forms.RadioSelect, question: Question) -> Markup:
    return choice_group("radios", widget, question)


@control.register(forms.CheckboxSelectMultiple)
def checkboxes(widget: forms.CheckboxSelectMultiple, question: Question) -> Markup:
    return choice_group("checkboxes", widget, question)


@control.register(forms.CheckboxInput)
def single_checkbox(widget: forms.CheckboxInput, question: Question) -> Markup:
    item: Params = {"value": "on", "text": str(question.bound.label), "checked": bool(question.bound.value())}
    params = question.params(idPrefix=question.id, items=[item])
    if "hint" in params:
        item["hint"] = params.pop("hint")
    return govuk.render("checkboxes", params)


@control.register(GovukDateWidget)
def date_input(widget: GovukDateWidget, question: Question) -> Markup:
    bound, wrong = question.bound, wrong_parts(question.bound)
    items = [
        {
            "name": widget.part_name(bound.html_name, part),
            "id": widget.part_name(question.id, part),
            "label": part.capitalize(),
            "value": text,
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part in wrong else ""),
        }
        for part, text in zip(PARTS, widget.parts_of(bound.value()), strict=True)
    ]
    params = question.params(id=question.id, fieldset=question.fieldset(), items=items)
    return govuk.render("date-input", params)
