"""The import of a police records export, by an administrator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from casework.errors import RuleBroken
from casework.people.request import SignedInRequest
from workflows.imports import import_and_start
from workflows.pages.people import administrator


class ImportForm(forms.Form):
    file = forms.FileField(
        label="Police records export",
        help_text="A CSV or JSON file of at most 5MB",
        error_messages={"required": "Select a file", "empty": "The selected file is empty"},
    )
    atomic = forms.BooleanField(
        label="Import nothing if any row is wrong", required=False, help_text="Otherwise the good cases go in"
    )

    def arguments(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        return {"content": file.read(), "name": file.name, "atomic": self.cleaned_data["atomic"]}


def import_records(request: SignedInRequest) -> HttpResponse:
    """Take the file and say what went in, what did not, and why, row by row."""
    actor = administrator(request)
    form = ImportForm(request.POST or None, request.FILES or None, auto_id="%s")
    report = None
    if form.is_valid():
        try:
            report = import_and_start(by=actor, at=timezone.now(), **form.arguments())
        except RuleBroken as refusal:
            form.add_error("file", refusal.message)
    context = {
        "title": "Import police records",
        "form": form,
        "submit": "Import the file",
        "back_href": reverse("overview"),
        "report": report,
    }
    return render(request, "workflows/import.html", context, status=422 if form.errors else 200)
