from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms

from casework.casefiles.models import CaseFile
from casework.clinics.models import LONGEST, SHORTEST, ClinicBooking, ClinicSession
from casework.clinics.services import Hours
from casework.forms import choices_offer, line, long_text
from casework.organisations.models import Organisation
from casework.pages.clock_field import ClockField
from casework.pages.dates import govuk_time
from casework.pages.fields import GovukDateField
from casework.people.choices import people_in_role
from casework.people.models import User
from casework.people.roles import Role

LIKE = "For example, 27 3 2027"


class HoursForm(forms.Form):
    """Where a session is held, and its hours."""

    place = line(
        "Police station",
        100,
        error="Enter the police station",
        hint="As officers call it, with the room if they need it",
    )
    starts_at = ClockField(what="The time that it begins", label="From", help_text="For example, 9:30am")
    ends_at = ClockField(what="The time that it ends", label="To", help_text="For example, 4pm")
    slot_minutes = forms.IntegerField(
        label="Length of a slot in minutes",
        min_value=SHORTEST,
        max_value=LONGEST,
        error_messages={
            "required": "Enter the length of a slot in minutes",
            "invalid": "The length of a slot must be a number, like 45",
            "min_value": f"The length of a slot must be {SHORTEST} minutes or more",
            "max_value": f"The length of a slot must be {LONGEST} minutes or less",
        },
    )
    remote_possible = forms.BooleanField(label="A slot can be held by video", required=False)
    rendering: dict[str, dict[str, Any]] = {"starts_at": {"width": 10}, "ends_at": {"width": 10}}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})

    def arguments(self) -> dict[str, Any]:
        asked = dict(self.cleaned_data)
        hours = Hours(asked.pop("starts_at"), asked.pop("ends_at"), asked.pop("slot_minutes"))
        return {**asked, "hours": hours}


class PlanForm(HoursForm):
    """A session, or one in each week; `area` is where the prosecutors and the forces are."""

    force = forms.ChoiceField(
        label="Police force",
        error_messages={"required": "Select the police force", "invalid_choice": "Select the police force"},
    )
    prosecutor = forms.ChoiceField(
        label="Prosecutor",
        error_messages={
            "required": "Select the prosecutor",
            "invalid_choice": "Select a prosecutor from the list",
        },
    )
    on = GovukDateField(noun="The date of the session", label="Date", help_text=LIKE, must_be_future=True)
    repeat = forms.ChoiceField(
        label="Is it held every week?",
        choices=[("once", "No, on this day only"), ("weekly", "Yes, on this day of every week")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select whether it is held every week",
            "invalid_choice": "Select whether it is held every week",
        },
    )
    until = GovukDateField(
        noun="The last day",
        label="Until",
        required=False,
        must_be_future=True,
        help_text="Bank holidays, and days on which the prosecutor is away, are left out",
    )
    rendering = {
        **HoursForm.rendering,
        "repeat": {"conditional": {"weekly": "until"}},
    }
    field_order = (
        "force",
        "place",
        "prosecutor",
        "on",
        "repeat",
        "until",
        "starts_at",
        "ends_at",
        "slot_minutes",
        "remote_possible",
    )

    def __init__(self, *args: Any, area: Organisation, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.forces = {str(force.pk): force for force in area.forces.all()}
        self.prosecutors = prosecutors_of(area.pk)
        choices_offer(self, "force", offered("Select a force", self.forces, str))
        choices_offer(self, "prosecutor", offered("Select a prosecutor", self.prosecutors, signature))

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if asked.get("repeat") == "weekly" and not asked.get("until") and "until" not in self.errors:
            self.add_error("until", "Enter the last day")
        return asked

    def arguments(self) -> dict[str, Any]:
        asked = super().arguments()
        if asked.pop("repeat") == "once":
            asked["until"] = None
        asked["force"] = self.forces[asked["force"]]
        return {**asked, "prosecutor": self.prosecutors[asked["prosecutor"]]}


class CancelSessionForm(forms.Form):
    reason = long_text(
        "Why is the session cancelled?",
        hint="The officers whose slots are released read this. Name nobody of a case",
        error="Enter why the session is cancelled",
        rows=3,
    )
    rendering = {"reason": {"rows": 3}}


class RearrangeForm(forms.Form):
    """Another day, another prosecutor, or both. What is booked meanwhile goes along."""

    on = GovukDateField(noun="The date of the session", label="Date", help_text=LIKE)
    prosecutor = forms.ChoiceField(
        label="Prosecutor",
        error_messages={
            "required": "Select the prosecutor",
            "invalid_choice": "Select a prosecutor from the list",
        },
    )
    bookings = forms.ChoiceField(
        label="What becomes of the bookings?",
        choices=[
            ("keep", "They go along, to the same slots"),
            ("release", "They are released, and the officers book again"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select what becomes of the bookings",
            "invalid_choice": "Select what becomes of the bookings",
        },
    )
    reason = long_text(
        "Why is the session rearranged?",
        hint="The officers who have booked read this. Name nobody of a case",
        error="Enter why the session is rearranged",
        rows=3,
    )
    rendering = {"reason": {"rows": 3}}

    def __init__(self, *args: Any, session: ClinicSession, booked: bool, **kwargs: Any):
        initial = {"on": session.on, "prosecutor": session.prosecutor_id}
        super().__init__(*args, **{"auto_id": "%s", "initial": initial, **kwargs})
        self.prosecutors = prosecutors_of(session.area_id)
        choices_offer(self, "prosecutor", offered("Select a prosecutor", self.prosecutors, signature))
        if not booked:
            del self.fields["bookings"]

    def arguments(self) -> dict[str, Any]:
        asked = dict(self.cleaned_data)
        keep = asked.pop("bookings", "keep") == "keep"
        return {**asked, "prosecutor": self.prosecutors[asked["prosecutor"]], "keep_bookings": keep}


class BookForm(forms.Form):
    """A slot of a session for a case."""

    slot = forms.ChoiceField(
        label="Which slot?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select a slot",
            "invalid_choice": "The slots of this session have changed meanwhile. Choose another",
        },
    )
    mode = forms.ChoiceField(
        label="How is it held?",
        choices=ClinicBooking.Mode.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select how it is held",
            "invalid_choice": "This session is held at the station only",
        },
    )
    note = long_text(
        "Note for the prosecutor (optional)",
        hint="What you want to go through. Name no victim, witness or suspect: use S1, V1",
        required=False,
    )
    share = forms.BooleanField(required=False)
    rendering = {"note": {"rows": 3}}

    def __init__(self, *args: Any, session: ClinicSession, case: CaseFile, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        self.slots_offer(session.slots)
        if not session.remote_possible:
            choices_offer(self, "mode", ClinicBooking.Mode.choices[:1])
        self.fields["share"].label = f"{case.area.name} may see this case from now on"
        if case.shared_with_cps_at:
            del self.fields["share"]

    def slots_offer(self, slots: list[datetime]) -> None:
        """Which slots the page shows. Any of the session can be sent: the verb says whether it is free."""
        choices_offer(self, "slot", [(slot_key(slot), govuk_time(slot)) for slot in slots])

    def arguments(self) -> dict[str, Any]:
        asked = dict(self.cleaned_data)
        return {"starts_at": slot_moment(asked.pop("slot")), **asked}


class UrnForm(forms.Form):
    """For which case a slot of a session is booked."""

    urn = line("For which case?", 20, error="Enter the URN of the case", hint="Its URN, like 20AA0123426")


class CancelBookingForm(forms.Form):
    reason = long_text(
        "Why is the slot given back?",
        hint="Others can book it at once",
        error="Enter why the slot is given back",
        rows=3,
    )
    rendering = {"reason": {"rows": 3}}


class AttendanceForm(forms.Form):
    attended = forms.ChoiceField(
        label="Was the slot attended?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select whether the slot was attended",
            "invalid_choice": "Select whether the slot was attended",
        },
    )
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=ClinicBooking.Outcome.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Select what came of it"},
    )
    rendering = {"attended": {"conditional": {"yes": "outcome"}}}

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if asked.get("attended") == "yes" and not asked.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", "Select what came of it")
        return asked

    def arguments(self) -> dict[str, Any]:
        attended = self.cleaned_data["attended"] == "yes"
        return {"attended": attended, "outcome": self.cleaned_data["outcome"] if attended else ""}


def prosecutors_of(area: int) -> dict[str, User]:
    return {str(person.pk): person for person in people_in_role(Role.PROSECUTOR, area)}


def offered(none: str, people: dict[str, Any], words: Any) -> list[tuple[str, str]]:
    return [("", none), *((key, words(each)) for key, each in people.items())]


def signature(person: User) -> str:
    return person.signature


def slot_key(slot: datetime) -> str:
    """How a slot is named in a form: in UTC, since an hour comes twice on one day of the year."""
    return slot.astimezone(UTC).strftime("%Y%m%dT%H%MZ")


def slot_moment(key: str) -> datetime:
    return datetime.strptime(key, "%Y%m%dT%H%MZ").replace(tzinfo=UTC)
