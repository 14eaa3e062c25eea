from __future__ import annotations

from typing import Any

from django import forms

from casework.casefiles.models import urn_normalised, urn_validator
from casework.forms import choices_offer
from casework.pages.fields import GovukDateField
from casework.people.choices import people_in_role
from casework.people.models import User
from casework.people.roles import UNIT_ROLES, Role


class RegisterForm(forms.Form):
    """A case of one of the units in which the person investigates or supervises."""

    urn = forms.CharField(
        label="Unique reference number (URN)",
        help_text="11 characters, like 20AA0123426",
        error_messages={"required": "Enter the URN"},
    )
    unit = forms.ChoiceField(label="Unit", error_messages={"required": "Select the unit"})
    officer_in_case = forms.ChoiceField(
        label="Officer in the case", error_messages={"required": "Select the officer in the case"}
    )
    reported_on = GovukDateField(
        noun="The date of the report",
        label="When was it reported?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )
    crime_number = forms.CharField(
        label="Crime number",
        required=False,
        max_length=30,
        help_text="If there is one",
        error_messages={"max_length": "Crime number must be 30 characters or less"},
    )
    rendering = {"urn": {"width": 20}, "crime_number": {"width": 20}}

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        held = [membership for membership in user.memberships_held if membership.role in UNIT_ROLES]
        self.units = {str(held_in.unit.pk): held_in.unit for held_in in held if held_in.unit}
        self.officers = {
            str(person.pk): person
            for organisation in {membership.organisation_id for membership in held}
            for person in people_in_role(Role.INVESTIGATOR, organisation)
        }
        choices_offer(self, "unit", [(key, unit.name) for key, unit in self.units.items()])
        officers = [(key, person.signature) for key, person in self.officers.items()]
        choices_offer(self, "officer_in_case", [("", "Choose an officer"), *officers])
        if str(user.pk) in self.officers:
            self.fields["officer_in_case"].initial = str(user.pk)

    def clean_urn(self) -> str:
        """As it is stored: in capitals, without the spaces and slashes that people type."""
        urn = urn_normalised(self.cleaned_data["urn"])
        urn_validator(urn)
        return urn

    def arguments(self) -> dict[str, Any]:
        chosen = dict(self.cleaned_data)
        return {
            **chosen,
            "unit": self.units[chosen["unit"]],
            "officer_in_case": self.officers[chosen["officer_in_case"]],
        }


class PersonForm(forms.Form):
    family_name = forms.CharField(
        label="Family name", max_length=100, error_messages={"required": "Enter the family name"}
    )
    given_names = forms.CharField(label="Given names", max_length=100, required=False)
    date_of_birth = GovukDateField(
        noun="The date of birth",
        label="Date of birth",
        help_text="If it is known. For example, 27 3 1990",
        required=False,
        not_in_future=True,
    )


class SuspectForm(PersonForm):
    identified_on = GovukDateField(
        noun="The date of identification",
        label="When was the suspect identified?",
        help_text="If it is known. For example, 27 3 2026",
        required=False,
        not_in_future=True,
    )


class VictimForm(PersonForm):
    pass


class OffenceForm(forms.Form):
    wording = forms.CharField(
        label="Offence",
        max_length=200,
        help_text="For example, rape of a woman aged 16 or over",
        error_messages={"required": "Enter the offence"},
    )
    provision = forms.CharField(
        label="Act and section",
        max_length=100,
        required=False,
        help_text="For example, Sexual Offences Act 2003 section 1",
    )
    committed_from = GovukDateField(
        noun="The first date of the offence",
        label="When was it committed, or from when?",
        help_text="If it is known. For example, 27 3 2026",
        required=False,
        not_in_future=True,
    )
    committed_to = GovukDateField(
        noun="The last date of the offence",
        label="Until when?",
        help_text="If it was over a period",
        required=False,
        not_in_future=True,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("committed_from"), cleaned.get("committed_to")
        if last and not first:
            self.add_error("committed_from", "Enter the first date of the offence")
        elif first and last and last < first:
            self.add_error(
                "committed_to", "The last date of the offence must be the same as or after the first"
            )
        return cleaned
