from __future__ import annotations

from typing import Any

from django import forms

from casework.casefiles.models import CaseFile, Suspect
from casework.forms import choices_offer
from casework.milestones.models import Milestone
from casework.pages.fields import GovukDateField


class MilestoneForm(forms.Form):
    suspect = forms.ChoiceField(
        label="Which suspect or defendant?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select the suspect or defendant",
            "invalid_choice": "Select a suspect or defendant from the list",
        },
    )
    kind = forms.ChoiceField(
        label="What happened?",
        choices=Milestone.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what happened", "invalid_choice": "Select what happened"},
    )
    on = GovukDateField(
        noun="The date it happened",
        label="When did it happen?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )

    def __init__(self, *args: Any, case: CaseFile, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.suspects = {each.reference: each for each in case.suspects.all()}
        choices_offer(self, "suspect", [(key, f"{each.called} {key}") for key, each in self.suspects.items()])

    def clean_suspect(self) -> Suspect:
        return self.suspects[self.cleaned_data["suspect"]]
