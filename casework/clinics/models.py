"""Clinic days: the embedded prosecutor at a police station, in slots that officers book for their cases."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from casework.absences.models import Absence
from casework.access.policy import NOBODY
from casework.clinics.slots import moment, slots_between
from casework.pages.dates import govuk_day, govuk_time
from casework.people.models import User
from casework.people.roles import WORKING_ROLES, Role, Side

SHORTEST, LONGEST = 5, 240


def person(help_text: str = "", **options: object) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=help_text,
        **options,  # type: ignore[arg-type]
    )


class ClinicSessionQuerySet(models.QuerySet["ClinicSession"]):
    def visible_to(self, user: User) -> ClinicSessionQuerySet:
        """Those of the force or the area in which the person works or audits. No query of its own."""
        if not user.is_active:
            return self.filter(NOBODY)
        reads = {*WORKING_ROLES, Role.AUDITOR}
        places = {held.organisation_id for held in user.memberships_held if held.role in reads}
        return self.filter(Q(force__in=places) | Q(area__in=places))

    def standing(self) -> ClinicSessionQuerySet:
        """Those that were not cancelled, nor rearranged."""
        return self.filter(cancelled_at__isnull=True)

    def with_taken(self) -> ClinicSessionQuerySet:
        """Annotate `taken`, how many slots are booked. No query of its own."""
        booked = ClinicBooking.objects.standing().filter(session=OuterRef("pk")).order_by()
        number = booked.values("session").annotate(number=Count("pk")).values("number")
        return self.annotate(taken=Coalesce(Subquery(number), 0))

    def with_room(self) -> ClinicSessionQuerySet:
        """Those with a slot that is not booked, annotated likewise. No query of its own."""
        return self.with_taken().filter(taken__lt=F("capacity"))  # type: ignore[misc]

    def away(self) -> ClinicSessionQuerySet:
        """Those on a day on which the prosecutor has recorded that they are away. No query of its own."""
        days: OuterRef = OuterRef("on")
        away = Absence.objects.in_force(days).filter(person=OuterRef("prosecutor"))  # type: ignore[arg-type]
        return self.filter(Exists(away))


class ClinicSession(models.Model):
    """Some hours of a prosecutor at a station on a day, cut into slots.

    One that was cancelled stays. One that was rearranged is cancelled, and another one is made from it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    force = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=100, help_text="The police station, as officers call it")
    on = models.DateField()
    starts_at = models.TimeField(help_text="By the clocks of England and Wales")
    ends_at = models.TimeField(help_text="By the same clocks")
    slot_minutes = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField(help_text="How many slots that makes")
    prosecutor = person()
    remote_possible = models.BooleanField(help_text="Whether a slot can be held by video")
    rearranged_from = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="rearranged_to"
    )
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = person(null=True)
    cancel_reason = models.TextField(blank=True)
    sequence = models.PositiveIntegerField(default=0, help_text="How often it was changed, for calendars")
    changed_at = models.DateTimeField()

    objects = ClinicSessionQuerySet.as_manager()

    class Meta:
        ordering = ["on", "starts_at", "id"]
        indexes = [
            models.Index(fields=["force", "on"], name="clinic_session_of_force"),
            models.Index(fields=["area", "on"], name="clinic_session_of_area"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), capacity__gte=1), name="clinic_session_has_a_slot"
            ),
            models.CheckConstraint(
                condition=Q(slot_minutes__range=(SHORTEST, LONGEST)), name="clinic_session_slot_length"
            ),
        ]

    def __str__(self) -> str:
        return f"{govuk_day(self.on)} at {self.place}"

    @property
    def begins(self) -> datetime:
        return moment(self.on, self.starts_at)

    @property
    def ends(self) -> datetime:
        return moment(self.on, self.ends_at)

    @property
    def slots(self) -> list[datetime]:
        """When each slot begins, in UTC."""
        return slots_between(self.begins, self.ends, self.slot_minutes)

    @property
    def times(self) -> str:
        """ "9:30am to midday"."""
        return f"{govuk_time(self.begins)} to {govuk_time(self.ends)}"


class ClinicEvent(models.Model):
    """Something done to a session. A database trigger refuses change and removal."""

    class Verb(models.TextChoices):
        PLANNED = "planned", "Session planned"
        CHANGED = "changed", "Session changed"
        CANCELLED = "cancelled", "Session cancelled"
        REARRANGED = "rearranged", "Session rearranged"
        REARRANGED_FROM = "rearranged_from", "Session made by rearranging another"

    session = models.ForeignKey(ClinicSession, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    actor = person()
    role = models.CharField(max_length=20)
    on_behalf_of = person("The colleague who is away", null=True)
    verb = models.CharField(max_length=20, choices=Verb)
    words = models.TextField(blank=True, help_text="The reason, or what was changed")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.verb

    @property
    def done_by(self) -> str:
        """Who did it, and for whom. Reads actor and on_behalf_of."""
        behalf = f" for {self.on_behalf_of.signature}" if self.on_behalf_of else ""
        return f"{self.actor.signature}{behalf}"


class ClinicBookingQuerySet(models.QuerySet["ClinicBooking"]):
    def standing(self) -> ClinicBookingQuerySet:
        """Those that hold their slot: not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def open(self) -> ClinicBookingQuerySet:
        """Those that stand, and of which nobody has recorded yet whether they were attended."""
        return self.standing().filter(attended__isnull=True)


class ClinicBooking(models.Model):
    """A slot that is held for a case. One that was cancelled stays, and leaves the slot to others."""

    class Mode(models.TextChoices):
        STATION = "station", "At the station"
        VIDEO = "video", "By video"

    class Outcome(models.TextChoices):
        ADVICE_GIVEN = "advice_given", "Advice given"
        MORE_NEEDED = "more_needed", "More is needed first"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(ClinicSession, on_delete=models.PROTECT, related_name="bookings")
    starts_at = models.DateTimeField(help_text="When the slot begins: one of those of the session")
    case_file = models.ForeignKey("casework.CaseFile", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        "casework.EarlyAdviceRequest", on_delete=models.PROTECT, related_name="clinic_bookings"
    )
    follow_up = models.BooleanField(help_text="Booked after advice had been given")
    mode = models.CharField(max_length=10, choices=Mode)
    note = models.TextField(blank=True)
    booked_by = person()
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = person(null=True)
    cancelled_side = models.CharField(max_length=10, choices=Side, blank=True)
    cancel_reason = models.TextField(blank=True)
    attended = models.BooleanField(null=True)
    outcome = models.CharField(max_length=15, choices=Outcome, blank=True)
    sequence = models.PositiveIntegerField(default=0, help_text="How often it was changed, for calendars")
    changed_at = models.DateTimeField()

    objects = ClinicBookingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "starts_at"],
                condition=Q(cancelled_at__isnull=True),
                name="clinic_slot_booked_once",
            ),
            models.UniqueConstraint(
                fields=["case_file"],
                condition=Q(cancelled_at__isnull=True, attended__isnull=True),
                name="clinic_booking_open_once_per_case",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(attended=True), name="clinic_outcome_of_what_was_attended"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(attended__isnull=True),
                name="clinic_booking_cancelled_or_attended",
            ),
        ]

    def __str__(self) -> str:
        return f"booking {self.pk}"

    @property
    def ends(self) -> datetime:
        """When the slot ends. Reads the session."""
        return self.starts_at + timedelta(minutes=self.session.slot_minutes)

    @property
    def is_open(self) -> bool:
        return self.cancelled_at is None and self.attended is None

    @property
    def moved_from(self) -> str:
        """Where it was before its session was rearranged, or nothing. Reads the session and that one."""
        before = self.session.rearranged_from
        if before is None or before.cancelled_at is None or self.booked_at > before.cancelled_at:
            return ""
        return str(before)

    @property
    def slot(self) -> str:
        """ "Tuesday 1 December 2026 at 9:30am, Lloyd House". Reads the session."""
        return f"{govuk_day(self.starts_at)} at {govuk_time(self.starts_at)}, {self.session.place}"


class CalendarFeed(models.Model):
    """The secret address at which a calendar program reads somebody's dates. Only its hash is kept."""

    class Scope(models.TextChoices):
        PERSON = "person", "Their own"
        TEAM = "team", "Of the team that they lead"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds"
    )
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.PERSON)
    token_hash = models.CharField(max_length=64, blank=True, help_text="Empty once it was ended")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "scope"], name="calendar_feed_one_of_a_scope"),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="calendar_feed_opened_by_one_token"
            ),
        ]

    def __str__(self) -> str:
        return f"calendar feed {self.pk}"
