"""Choosing the kind of a document, sending its file, and withdrawing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from casework.casefiles.models import CaseFile, Suspect
from casework.documents.errors import FileRefused
from casework.documents.formats import ACCEPTED, FORMATS, format_of
from casework.documents.kinds import Kind, kinds
from casework.documents.names import name_cleaned
from casework.documents.receiving import Sent
from casework.forms import choices_offer, long_text
from casework.pages.fields import GovukDateField

MEGABYTE = 1024 * 1024


class KindForm(forms.Form):
    kind = forms.ChoiceField(
        label="What kind of document is it?",
        error_messages={
            "required": "Select the kind of document",
            "invalid_choice": "Select the kind of document from the list",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        offered = [(kind.code, kind.described) for kind in kinds().values()]
        choices_offer(self, "kind", [("", "Select a kind"), *offered])


class FileForm(forms.Form):
    """A version: its file, when it was received, and a note."""

    file = forms.FileField(
        label="Select the file",
        widget=forms.FileInput(attrs={"accept": ",".join(FORMATS)}),
        error_messages={"required": "Select a file", "empty": "The selected file is empty"},
    )
    received_on = GovukDateField(
        noun="The date on which it was received",
        label="When was it received?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )
    note = long_text(
        "Note",
        hint="What a colleague must know of this version, such as what changed",
        required=False,
        rows=3,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        largest = settings.DOCUMENT_MAX_BYTES // MEGABYTE
        self.fields["file"].help_text = f"{ACCEPTED}, up to {largest}MB, without a password or macros"

    def clean_file(self) -> Sent:
        """The file, once it is known to be of the format that its name says."""
        file: UploadedFile = self.cleaned_data["file"]
        # A larger one has not been received to its end.
        if (file.size or 0) > settings.DOCUMENT_MAX_BYTES:
            largest = settings.DOCUMENT_MAX_BYTES // MEGABYTE
            raise ValidationError(f"The selected file must be smaller than {largest}MB")
        name = name_cleaned(file.name or "")
        content: Any = file
        try:
            return Sent(content, name, format_of(content, name).media_type)
        except FileRefused as refusal:
            raise ValidationError(refusal.message) from None

    def arguments(self) -> dict[str, Any]:
        """What the verb gets beside the file."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class DocumentForm(FileForm):
    """The first version, and whom the document is about."""

    suspect = forms.ChoiceField(
        label="Is it about one suspect?",
        required=False,
        error_messages={"invalid_choice": "Select a suspect from the list"},
    )
    field_order = ("file", "received_on", "suspect", "note")

    def __init__(self, *args: Any, case: CaseFile, kind: Kind, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.suspects = {suspect.reference: suspect for suspect in case.suspects.all()}
        named = [(each.reference, f"{each.called} {each.reference}") for each in self.suspects.values()]
        choices_offer(self, "suspect", [("", "No, about the case"), *named])

    def clean_suspect(self) -> Suspect | None:
        return self.suspects.get(self.cleaned_data["suspect"])

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "kind": self.kind.code}


class VersionForm(FileForm):
    """`after` is the version that the page showed as the latest."""

    after = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": "Open the page again"})


class WithdrawForm(forms.Form):
    reason = long_text(
        "Why is it withdrawn?",
        hint="For example, it belongs to another case. The document is kept, with this reason",
        error="Enter why it is withdrawn",
        rows=3,
    )
