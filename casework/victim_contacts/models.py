"""The duty to tell a victim of something, and what was done about it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.deadlines.counted import Counted
from casework.people.roles import Side
from casework.routes.models import RouteRecord
from casework.victim_contacts.notifiable import topic_label


class VictimContact(RouteRecord):
    """One victim is to be told of one thing (Code of Practice for Victims of Crime 2020)."""

    route = "victim_contacts"
    OUTLIVES_CASE = True

    class Position(models.TextChoices):
        POLICE = "police", "Contact with the victim by the police"
        WITNESS_CARE = "witness_care", "Contact with the victim by witness care"
        LIAISON = "victim_liaison", "Contact with the victim by the CPS"
        TOLD = "told", "Victim told"
        NOT_WANTED = "not_wanted", "Victim does not want to be told"

    OWED = {
        Position.POLICE: Side.POLICE,
        Position.WITNESS_CARE: Side.POLICE,
        Position.LIAISON: Side.CPS,
    }
    ABOUT = ("victim", "suspect")
    MOVES_WITH = {"due_on": "limit_on"}

    victim = models.ForeignKey("casework.Victim", on_delete=models.PROTECT, related_name="contact_duties")
    suspect = models.ForeignKey(
        "casework.Suspect",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Whom it is about",
    )
    event = models.ForeignKey(
        "casework.Event",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="What the victim is told of; nothing for an agreed update",
    )
    position = models.CharField(max_length=20, choices=Position)
    topic = models.CharField(max_length=20, help_text="A topic of data/notifiable.json")
    matter = models.CharField(
        max_length=40, blank=True, help_text="The record, or the kind of hearing, that like events are about"
    )
    tell = models.TextField(help_text="What the victim is told, without personal data")
    right = models.PositiveSmallIntegerField(help_text="The right of the Victims' Code")
    rule = models.CharField(max_length=40, blank=True, help_text="The rule of its limit")
    since_on = models.DateField(help_text="The day from which the limit is counted")
    limit_on = models.DateField(help_text="The last day by the Code, or the day that was agreed")
    due_on = models.DateField(help_text="By when: the limit, or the next date to try")
    replaced = models.PositiveSmallIntegerField(
        default=0, help_text="How many earlier events it has replaced, of which the victim was not told"
    )

    class Meta:
        ordering = ["-opened_at", "victim__reference"]

    @property
    def about(self) -> str:
        told = [self.victim.reference, topic_label(self.topic, self.matter)]
        return ", ".join([*told, self.suspect.reference] if self.suspect else told)

    @property
    def attempts(self) -> int:
        """How often the victim could not be reached. A query, unless the entries are loaded."""
        return sum(not entry.reached for entry in self.entries.all())

    @property
    def goes_to_supervisor(self) -> bool:
        """Whether it was tried in vain so often that who leads the work is to decide what else is done."""
        return self.owed_by is not None and self.attempts >= settings.CASEWORK_ATTEMPTS_BEFORE_SUPERVISOR

    def counted(self, clock: str) -> Counted | None:
        """The limit of the Code; a next date to try, and an agreed update, are what somebody set."""
        return Counted(self.rule, self.since_on) if self.rule and self.due_on == self.limit_on else None


class ContactEntry(models.Model):
    """A contact with a victim, or an attempt at one. Append-only: the log of what was said."""

    class Channel(models.TextChoices):
        TELEPHONE = "telephone", "Telephone"
        VIDEO = "video", "Video call"
        IN_PERSON = "in_person", "In person"
        LETTER = "letter", "Letter"
        EMAIL = "email", "Email"
        TEXT = "text", "Text message"
        THROUGH = "through", "Through the ISVA or another person named in the contact plan"

    duty = models.ForeignKey(VictimContact, on_delete=models.PROTECT, related_name="entries")
    reached = models.BooleanField(help_text="Whether the victim was told; without, it was an attempt")
    on = models.DateField()
    channel = models.CharField(max_length=20, choices=Channel)
    tell = models.TextField(help_text="What the victim was to be told then")
    said = models.TextField(blank=True)
    questions = models.TextField(blank=True)
    why_not = models.TextField(blank=True)
    next_on = models.DateField(null=True, help_text="The next update that was agreed, or the next attempt")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reached=True, why_not="") & ~Q(said="")
                | Q(reached=False, said="", next_on__isnull=False) & ~Q(why_not=""),
                name="contact_entry_says_what_was_told_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return "Contact" if self.reached else "Attempt"


class ContactPlan(models.Model):
    """How one victim is to be contacted, as agreed. A version is never changed: a change adds one."""

    class Frequency(models.IntegerChoices):
        WEEKLY = 7, "Every week"
        FORTNIGHTLY = 14, "Every two weeks"
        MONTHLY = 28, "Every four weeks"
        EVENTS = 0, "Only when something happens"

    victim = models.ForeignKey("casework.Victim", on_delete=models.PROTECT, related_name="contact_plans")
    version = models.PositiveSmallIntegerField()
    enhanced = models.BooleanField(help_text="Enhanced rights: the victim of a sexual offence has them")
    standard_reason = models.TextField(blank=True)
    frequency = models.PositiveSmallIntegerField(choices=Frequency, help_text="Days between agreed updates")
    channel = models.CharField(max_length=20, choices=ContactEntry.Channel)
    safe_contact = models.TextField(help_text="Which number, address and time are safe, and which are not")
    language = models.CharField(max_length=60, blank=True, help_text="If not English")
    interpreter = models.BooleanField(default=False)
    through = models.TextField(blank=True, help_text="The ISVA or another person through whom contact goes")
    stop = models.BooleanField(default=False, help_text="The victim wants no contact")
    stop_reason = models.TextField(blank=True)
    stop_until = models.DateField(null=True, help_text="The last day of it; without, until it is changed")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["victim__reference", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["victim", "version"], name="contact_plan_version_once"),
            models.CheckConstraint(
                condition=Q(enhanced=True) | ~Q(standard_reason=""), name="contact_plan_standard_why"
            ),
            models.CheckConstraint(
                condition=Q(stop=False, stop_reason="", stop_until__isnull=True)
                | Q(stop=True) & ~Q(stop_reason=""),
                name="contact_plan_stopped_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Contact plan, version {self.version}"

    def stops(self, day: date) -> bool:
        """Whether the victim wants no contact on that day."""
        return self.stop and (self.stop_until is None or day <= self.stop_until)
