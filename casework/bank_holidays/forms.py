from __future__ import annotations

from django import forms

from casework.forms import long_text
from casework.pages.fields import GovukDateField


class SourceForm(forms.Form):
    """Why a bank holiday is taken out."""

    source = long_text(
        "Where is this announced?",
        hint="The proclamation or announcement, with its date. Do not name a person",
        error="Enter the proclamation or announcement",
        rows=2,
    )


class AddForm(SourceForm):
    day = GovukDateField(
        noun="The day", label="Which day becomes a bank holiday?", help_text="For example, 27 3 2027"
    )
    field_order = ["day", "source"]
