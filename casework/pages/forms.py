"""Django forms on GOV.UK pages: the questions, and the summary of what is wrong.

In a template: `{{ error_summary(form) }}`, then `{{ fields(form) }}` or each `{{ field(form.decision) }}`.

A form may say how its questions look in an attribute `rendering`, by field:

    rendering = {
        "decision": {"hints": {"accept": "…"}, "conditional": {"reject": "reason"}},
        "reason": {"rows": 3},
    }

A conditional names the field, or the fields, of the same form that a choice reveals. A long form may say in
an attribute `sections` which questions that follow one another belong together, each with its heading:

    sections = [("Material", ["found_mg11", "found_abe"]), …]

One of several forms on a page may have an attribute `error_subject` ("Item 2"), which begins its errors in
the summary.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from django.forms import BaseForm, BaseFormSet, CheckboxInput
from django.forms.boundfield import BoundField
from markupsafe import Markup

from casework.pages import govuk
from casework.pages.controls import Question, control, control_id, first_error, wrong_parts
from casework.pages.fields import GovukDateWidget

QUESTION_OPTIONS = ("size", "heading", "classes", "width", "rows", "hints")

ErrorItem = dict[str, str]


def field(bound: BoundField, **options: Any) -> Markup:
    """Return one question.

    Options, over those of the form's `rendering`: size (s, m, l, xl) and heading (it is the page's h1) of the
    label or legend; classes of the control; width in characters of a text input (2, 3, 4, 5, 10, 20, 30);
    rows of a textarea; hints and conditional by choice. Others go to the GOV.UK component as parameters.
    """
    chosen = rendering(bound.form).get(bound.name, {}) | options
    revealed = {str(value): reveal(bound.form, what) for value, what in chosen.pop("conditional", {}).items()}
    known = {name: chosen.pop(name) for name in QUESTION_OPTIONS if name in chosen}
    known.setdefault("size", "l" if known.get("heading") else "m")
    question = Question(bound, conditional=revealed, extra=chosen, **known)
    return control(bound.field.widget, question)


def fields(form: BaseForm, *, heading: bool = False, **options: Any) -> Markup:
    """Return all questions of a form in order, each revealed one inside its choice, hidden fields first.

    With `heading`, the first label is the page's h1.
    """
    asked = top_level(form)
    parts = [field(bound) for bound in form.hidden_fields()]
    for title, together in groupby(asked, key=section_of(form)):
        shown = [field(bound, heading=heading and bound is asked[0], **options) for bound in together]
        parts += [section(title, shown)] if title else shown
    return Markup("\n").join(parts)


def section_of(form: BaseForm) -> Callable[[BoundField], str]:
    """Return what tells the heading of a question's section, or nothing for one that is in none."""
    titles = {name: title for title, names in getattr(form, "sections", ()) for name in names}
    return lambda bound: titles.get(bound.name, "")


def section(title: str, shown: Iterable[Markup]) -> Markup:
    """Return several questions as one group under a heading."""
    heading = Markup('<h2 class="govuk-fieldset__heading">{}</h2>').format(title)
    legend = {"html": heading, "classes": "govuk-fieldset__legend--m"}
    return govuk.render("fieldset", {"legend": legend, "html": Markup("\n").join(shown)})


def rendering(form: BaseForm) -> Mapping[str, dict[str, Any]]:
    """Return what a form says about the look of its fields."""
    return getattr(form, "rendering", {})


def names(what: str | Iterable[str]) -> list[str]:
    """Return the field names of a conditional, which may be one or several."""
    return [what] if isinstance(what, str) else list(what)


def reveal(form: BaseForm, what: Markup | str | Iterable[str]) -> Markup:
    """Return what a choice reveals: markup as it is, or the named fields of the form."""
    if isinstance(what, Markup):
        return what
    return Markup("\n").join(field(form[name], size="s") for name in names(what))


def top_level(form: BaseForm) -> list[BoundField]:
    """Return the visible fields that no choice of the same form reveals."""
    conditionals = [options.get("conditional", {}) for options in rendering(form).values()]
    revealed = {name for each in conditionals for what in each.values() for name in names(what)}
    return [bound for bound in form.visible_fields() if bound.name not in revealed]


def asks_only(form: BaseForm, title: str) -> bool:
    """Tell whether the form's one question is the page's title, so that its label can be the page's h1."""
    asked = top_level(form)
    if len(asked) != 1 or isinstance(asked[0].field.widget, CheckboxInput):
        return False
    return str(asked[0].label) == str(title)


def error_summary(*subjects: Any, title: str = "There is a problem") -> Markup:
    """Return the error summary of a page, or nothing when nothing is wrong.

    A subject is a form, a formset, a list of them, None, or an error of the page itself as {"text", "href"}.
    Errors come in the order of the subjects and of their fields, each linked to the control to put it right.
    """
    items = list(error_items(subjects))
    if not items:
        return Markup("")
    return govuk.render("error-summary", {"titleText": title, "errorList": items})


def has_errors(*subjects: Any) -> bool:
    """Tell whether the error summary of these subjects would say anything."""
    return any(True for _ in error_items(subjects))


def error_items(subject: Any) -> Iterator[ErrorItem]:
    """Yield the entries of the error summary for a subject of `error_summary`."""
    if subject is None:
        return
    if isinstance(subject, Mapping):
        yield dict(subject)
    elif isinstance(subject, BaseForm):
        yield from form_error_items(subject)
    else:
        yield from group_error_items(subject)


def group_error_items(group: Any) -> Iterator[ErrorItem]:
    """Yield the entries of a formset or a list, those of the formset as a whole first."""
    members = list(group)
    if isinstance(group, BaseFormSet) and group.is_bound:
        for message in group.non_form_errors():
            yield linked(str(message), first_control(members[0]) if members else None)
    for member in members:
        yield from error_items(member)


def form_error_items(form: BaseForm) -> Iterator[ErrorItem]:
    """Yield the entries of one form: those of the form as a whole, then by field."""
    if not form.is_bound:
        return
    subject = getattr(form, "error_subject", "")
    prefix = f"{subject}: " if subject else ""
    hidden = [first_error(bound) for bound in form.hidden_fields() if bound.errors]
    for message in [*form.non_field_errors(), *hidden]:
        yield linked(f"{prefix}{message}", first_control(form))
    for bound in form.visible_fields():
        if bound.errors:
            yield linked(f"{prefix}{first_error(bound)}", bound)


def first_control(form: BaseForm) -> BoundField | None:
    """Return the first question of a form: the place to put right what has no field of its own."""
    return next(iter(form.visible_fields()), None)


def linked(text: str, bound: BoundField | None) -> ErrorItem:
    """Return an entry of the summary that links to a field's control, if there is one."""
    return {"text": text} | ({"href": f"#{error_target(bound)}"} if bound else {})


def error_target(bound: BoundField) -> str:
    """Return the id that an error links to: the control, the first of a group, a date's first wrong part."""
    widget = bound.field.widget
    if isinstance(widget, GovukDateWidget):
        return widget.part_name(control_id(bound), (*wrong_parts(bound), "day")[0])
    return control_id(bound)
