from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from casework.casefiles.models import CaseFile
from casework.escalations.ladder import ladder_of
from casework.escalations.services import FIRST
from casework.forms import StepForm, choices_offer, line, long_text
from casework.obligations.models import Obligation
from casework.people.models import User
from casework.people.roles import Side

WHOLE_CASE, WHOLE_CASE_WORDS = "case", "The case as a whole"


class RaiseForm(forms.Form):
    """What is stuck, to whom it is put, and why. `work` is what is open on the case."""

    about = forms.ChoiceField(
        label="What is it about?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is about"},
    )
    to = forms.ChoiceField(
        label="Who should answer it?",
        help_text="Who cannot settle it takes it to the next rank",
        widget=forms.RadioSelect,
        error_messages={"required": "Select who should answer it"},
    )
    why = long_text(
        "Why are you escalating it?",
        hint="Say what has been tried. Do not name victims or suspects",
        error="Enter why you are escalating it",
    )

    share = forms.BooleanField(required=False)

    def __init__(self, *args: Any, case: CaseFile, work: Iterable[Obligation], **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        self.fields["share"].label = f"{case.area.name} may see this case from now on"
        self.fields["share"].help_text = "Needed to put something to the CPS: nothing has been sent to it yet"
        if case.shared_with_cps_at:
            del self.fields["share"]
        self.work = {str(owed.pk): owed for owed in work}
        described = [(key, _described(owed)) for key, owed in self.work.items()]
        rungs = [rung for side in Side for rung in ladder_of(side) if rung.key in FIRST]
        choices_offer(self, "about", [*described, (WHOLE_CASE, WHOLE_CASE_WORDS)])
        choices_offer(self, "to", [(rung.key, rung.label) for rung in rungs])

    def clean(self) -> dict[str, Any]:
        """As the arguments of the verb."""
        cleaned = super().clean() or {}
        about = self.work.get(cleaned.pop("about", ""))
        work, subject = (_described(about), about.subject) if about else (WHOLE_CASE_WORDS, None)
        return {**cleaned, "work": work, "subject": subject}


def _described(owed: Obligation) -> str:
    return f"{owed.title} ({owed.about})" if owed.about else owed.title


class SettleForm(StepForm):
    agreed = long_text(
        "What was agreed?", hint="Who does what, and by when", error="Enter what was agreed", rows=3
    )


class FurtherForm(StepForm):
    reason = long_text("Why can it not be settled here?", error="Enter why it cannot be settled here", rows=3)


class PostForm(forms.Form):
    """Who stands on a rung: the post, and the account of who holds it."""

    post = line(
        "Post", 100, error="Enter the post", hint="Such as Detective Superintendent, Public Protection"
    )
    person = forms.ChoiceField(
        label="Whose account is told?",
        help_text="Without one, everybody in the role is told",
        required=False,
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        self.people = {str(person.pk): person for person in people}
        names = [(key, person.signature) for key, person in self.people.items()]
        choices_offer(self, "person", [("", "Everybody in the role"), *names])

    def clean_person(self) -> User | None:
        return self.people.get(self.cleaned_data["person"])
