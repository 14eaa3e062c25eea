"""The import of a police records export, by an administrator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from casework.access.policy import Actor
from casework.errors import RuleBroken
from casework.imports.report import ImportReport
from casework.pages.answers import form_page
from casework.people.administering import as_administrator
from casework.people.request import SignedInRequest
from workflows.imports import import_and_start

# The page answers within a request; the command takes files of any size that an import takes.
LARGEST_MB = 1


class ImportForm(forms.Form):
    file = forms.FileField(
        label="Police records export",
        help_text=f"A CSV or JSON file of at most {LARGEST_MB}MB",
        error_messages={"required": "Select a file", "empty": "The selected file is empty"},
    )
    atomic = forms.BooleanField(
        label="Import nothing if any row is wrong", required=False, help_text="Otherwise the good cases go in"
    )

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is too large for the page: it has been received by now, but is not parsed."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_MB * 1024 * 1024:
            raise forms.ValidationError(
                f"The selected file must be {LARGEST_MB}MB or smaller. "
                "Import a larger one with the command manage.py import_records"
            )
        return file

    def arguments(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        return {"content": file.read(), "name": file.name, "atomic": self.cleaned_data["atomic"]}


@require_http_methods(["GET", "POST"])
def import_records(request: SignedInRequest) -> HttpResponse:
    """Take the file and say what went in, what did not, and why, row by row."""
    actor = as_administrator(request.user)
    form = ImportForm(request.POST or None, request.FILES or None, auto_id="%s")
    context = {
        "title": "Import police records",
        "submit": "Import the file",
        "back_href": reverse("overview"),
        "report": imported(form, actor) if form.is_valid() else None,
    }
    return form_page(request, form, template="workflows/import.html", **context)


def imported(form: ImportForm, by: Actor) -> ImportReport | None:
    """What came of the file; None when nothing of it could be read, and the form says why."""
    try:
        report = import_and_start(by=by, at=timezone.now(), **form.arguments())
    except RuleBroken as refusal:
        form.add_error("file", refusal.message)
        return None
    if report.refused:
        form.add_error("file", f"The selected file {report.refused}")
        return None
    return report
