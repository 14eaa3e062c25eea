"""What the pages of the clinic days do with a form."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpResponse

from casework.errors import RuleBroken
from casework.forms import refusal_show
from workflows.pages.step import status_of


def attempt(form: forms.Form, verb: Callable[[], HttpResponse]) -> tuple[HttpResponse | None, int]:
    """What doing what the form asks for gives; or None, with the status of the page that says why not."""
    if not form.is_bound:
        return None, 200
    if not form.is_valid():
        return None, 422
    try:
        return verb(), 200
    except RuleBroken as refusal:
        refusal_show(form, refusal)
        return None, status_of(refusal)
