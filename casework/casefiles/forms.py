from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from casework.casefiles.models import CaseFile, urn_normalised, urn_validator
from casework.forms import choices_offer, line
from casework.organisations.models import Unit
from casework.pages.fields import GovukDateField
from casework.people.choices import officers_for, people_in_role, units_of_role
from casework.people.models import User
from casework.people.roles import UNIT_ROLES, Role


class CaseDetailsForm(forms.Form):
    """What may be changed of a case after it is registered. `officers` are those who may be in the case."""

    officer_in_case = forms.ChoiceField(
        label="Officer in the case",
        error_messages={
            "required": "Select the officer in the case",
            "invalid_choice": "Select an officer from the list",
        },
    )
    reported_on = GovukDateField(
        noun="The date of the report",
        label="When was it reported?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )
    crime_number = line("Crime number", 30, hint="If there is one")
    rendering = {"crime_number": {"width": 20}}

    def __init__(self, *args: Any, officers: Iterable[User], **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        self.officers = {str(person.pk): person for person in officers}
        units = units_of_role(Role.INVESTIGATOR, [person.pk for person in self.officers.values()])
        choices = [
            (key, f"{person.signature}, {units[person.pk]}" if person.pk in units else person.signature)
            for key, person in self.officers.items()
        ]
        choices_offer(self, "officer_in_case", [("", "Choose an officer"), *choices])

    def clean_officer_in_case(self) -> User:
        return self.officers[self.cleaned_data["officer_in_case"]]


class CaseAmendForm(CaseDetailsForm):
    """The officer may stay who is in the case now, even if they investigate no more."""

    def __init__(self, *args: Any, case: CaseFile, **kwargs: Any):
        officers = [*officers_for(case), case.officer_in_case]
        held = {
            "officer_in_case": str(case.officer_in_case_id),
            "reported_on": case.reported_on,
            "crime_number": case.crime_number,
        }
        super().__init__(*args, officers=officers, initial=held, **kwargs)
        self.fields["officer_in_case"].help_text = "Those of the force who can have this case"


class RegisterForm(CaseDetailsForm):
    """A case of one of the units in which the person investigates or supervises."""

    urn = forms.CharField(
        label="Unique reference number (URN)",
        help_text="11 characters, like 20AA0123426",
        error_messages={"required": "Enter the URN"},
    )
    unit = forms.ChoiceField(
        label="Unit",
        error_messages={"required": "Select the unit", "invalid_choice": "Select a unit from the list"},
    )
    field_order = ("urn", "unit", "officer_in_case", "reported_on", "crime_number")
    rendering = {"urn": {"width": 20}, **CaseDetailsForm.rendering}

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        held = [membership for membership in user.memberships_held if membership.role in UNIT_ROLES]
        forces = {membership.organisation_id for membership in held}
        officers = [person for force in forces for person in people_in_role(Role.INVESTIGATOR, force)]
        super().__init__(*args, officers=officers, **kwargs)
        self.units = {str(held_in.unit.pk): held_in.unit for held_in in held if held_in.unit}
        choices_offer(self, "unit", [(key, unit.name) for key, unit in self.units.items()])
        if str(user.pk) in self.officers:
            self.fields["officer_in_case"].initial = str(user.pk)

    def clean_urn(self) -> str:
        """As it is stored: in capitals, without the spaces and slashes that people type."""
        urn = urn_normalised(self.cleaned_data["urn"])
        urn_validator(urn)
        return urn

    def clean_unit(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        urn, unit = cleaned.get("urn"), cleaned.get("unit")
        if urn and unit and urn[2:4] != unit.code:
            self.add_error(
                "urn",
                f"Characters 3 and 4 of the URN are {urn[2:4]}, but must be {unit.code} "
                f"for a case of {unit.name}",
            )
        return cleaned


class PersonForm(forms.Form):
    family_name = line("Family name", 100, error="Enter the family name")
    given_names = line("Given names", 100)
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
    wording = line(
        "Offence", 200, error="Enter the offence", hint="For example, rape of a woman aged 16 or over"
    )
    provision = line("Act and section", 100, hint="For example, Sexual Offences Act 2003 section 1")
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
