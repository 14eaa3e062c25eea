"""The form in which an action plan is set, item by item."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from casework.action_plans.models import ActionPlanItem
from casework.action_plans.proposals import PlanProposal
from casework.casefiles.models import Suspect
from casework.deadlines.calendar import working_day_from
from casework.deadlines.rules import due_on
from casework.forms import RepeatingStepForm, line, long_text, plain_text
from casework.pages.fields import GovukDateField
from casework.private_material import (
    JUSTIFIED,
    PrivateMaterial,
    justified_check,
    necessity_text,
    proportionality_text,
)

LEAVE_OUT = "leave_out"
# What is there before anybody has typed anything makes no item.
PREFILLED = {"due_on", "suspects"}


class ItemForm(forms.Form):
    what = forms.CharField(
        label="What is needed?",
        max_length=250,
        validators=[plain_text],
        error_messages={
            "required": "Enter what is needed",
            "max_length": "What is needed must be 250 characters or less",
        },
    )
    why = long_text("Why is it needed?", error="Enter why it is needed", rows=2)
    line_of_inquiry = line("Line of inquiry", 250, hint="The reasonable line that it belongs to")
    line_of_inquiry.label = "Line of inquiry (optional)"
    category = forms.ChoiceField(
        label="Category",
        choices=[("", "Choose a category"), *ActionPlanItem.Category.choices],
        error_messages={"required": "Select a category"},
    )
    suspects = forms.MultipleChoiceField(
        label="Whom is it about?",
        help_text="Select all that apply. If you select nobody, it is about the suspect of this decision",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = GovukDateField(
        noun="The date the answer is due",
        label="When is the answer due?",
        help_text="For example, 27 3 2027",
        must_be_future=True,
        working_day=True,
    )
    asks_for = forms.ChoiceField(
        label="Does it ask for third-party material or a download of a device? (optional)",
        help_text="If it does, say why that is necessary and proportionate",
        choices=[("no", "No"), *PrivateMaterial.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    necessity = necessity_text()
    proportionality = proportionality_text()
    leave_out = forms.BooleanField(label="Leave this item out", required=False)

    def __init__(self, *args: Any, suspects: list[Suspect], may_leave_out: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.people = {str(suspect.pk): suspect for suspect in suspects}
        if len(suspects) > 1:
            names = [(key, f"{suspect.called} {suspect}") for key, suspect in self.people.items()]
            self.fields["suspects"].choices = names  # type: ignore[attr-defined]
        else:
            del self.fields["suspects"]
        if not may_leave_out:
            del self.fields[LEAVE_OUT]

    def has_changed(self) -> bool:
        """Whether there is an item: something was typed, and it is not left out."""
        left_out = LEAVE_OUT in self.fields and bool(self[LEAVE_OUT].data)
        return not left_out and bool(set(self.changed_data) - PREFILLED)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        justified_check(self, cleaned.get("asks_for", ""))
        return cleaned

    def item(self) -> dict[str, Any]:
        """What the verb takes of it. Reasons for what it does not ask are left out."""
        said = {name: value for name, value in self.cleaned_data.items() if name != LEAVE_OUT}
        if said["asks_for"] not in PrivateMaterial.values:
            said |= {"asks_for": "", **dict.fromkeys(JUSTIFIED, "")}
        return {**said, "suspects": [self.people[key] for key in said.get("suspects", ())]}


class ActionPlanForm(RepeatingStepForm):
    """The items of a plan. Those of a proposed plan that was sent back are offered again."""

    part_form = ItemForm
    part_name = "Item"
    argument = "items"

    def __init__(self, *args: Any, record: Any, **kwargs: Any):
        self.suspects = list(record.case_file.suspects.all())
        self.offered = items_sent_back(record)
        super().__init__(*args, record=record, **kwargs)

    def _count(self) -> int:
        return super()._count() if self.is_bound else max(len(self.offered), 1)

    def _part(self, index: int) -> ItemForm:
        prefix = f"part-{index + 1}"
        added = self.asks_for_another and f"{prefix}-what" not in self.data
        first = {"due_on": working_day_from(due_on("ACTION_PLAN_ITEM", timezone.localdate()))}
        offered = self.offered[index] if not self.is_bound and index < len(self.offered) else {}
        part = ItemForm(
            self.data if self.is_bound and not added else None,
            prefix=prefix,
            auto_id="%s",
            initial={"suspects": [str(self.record.suspect_id)], **first, **offered},
            empty_permitted=index > 0 or self._left_out(index),
            use_required_attribute=False,
            suspects=self.suspects,
            may_leave_out=self._count() > 1,
        )
        part.error_subject = f"{self.part_name} {index + 1}"  # type: ignore[attr-defined]
        return part

    def _left_out(self, index: int) -> bool:
        return self.is_bound and bool(self.data.get(f"part-{index + 1}-{LEAVE_OUT}"))

    def arguments(self) -> dict[str, Any]:
        items = [part.item() for part in self.parts if isinstance(part, ItemForm) and part.has_changed()]
        return {**self.cleaned_data, self.argument: items}


def items_sent_back(decision: Any) -> list[dict[str, Any]]:
    """What the items of the last proposed plan say, if it was sent back. Up to three queries."""
    last = PlanProposal.objects.filter(decision=decision).last()
    if last is None or last.verdict != PlanProposal.Verdict.SENT_BACK:
        return []
    asked = [item.asked() for item in last.items.prefetch_related("suspects")]
    return [{**each, "suspects": [str(suspect.pk) for suspect in each["suspects"]]} for each in asked]
