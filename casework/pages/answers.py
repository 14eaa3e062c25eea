"""What a page with a form answers when it is sent."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from casework.errors import RuleBroken
from casework.forms import refusal_show


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, be it nothing; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def done(form: forms.Form, verb: Callable[[], object]) -> bool:
    """Do what a sent form asks for, or leave on the form why it was not done."""
    if not form.is_valid():
        return False
    try:
        verb()
    except RuleBroken as refusal:
        refusal_show(form, refusal)
        return False
    return True


def form_page(
    request: HttpRequest, form: forms.Form, *, template: str = "pages/form.html", **context: object
) -> HttpResponse:
    """The page of a form; one with errors says so in its status too."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
