"""What a page with a form answers when it is sent."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casework.errors import RuleBroken


def done(form: forms.Form, verb: Callable[[], object]) -> bool:
    """Do what a sent form asks for, or leave on the form why it was not done."""
    if not form.is_valid():
        return False
    try:
        verb()
    except RuleBroken as refusal:
        form.add_error(refusal.field, refusal.message)
        return False
    return True


def form_page(
    request: HttpRequest, form: forms.Form, *, template: str = "pages/form.html", **context: object
) -> HttpResponse:
    """The page of a form; one with errors says so in its status too."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
