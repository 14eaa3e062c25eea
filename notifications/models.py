"""The outbox of notices to people, and the pulse of the sweep that fills it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from notifications.ladder import Stage, stage_reached


class NoticeQuerySet(models.QuerySet["Notice"]):
    def waiting(self, now: datetime) -> NoticeQuerySet:
        """Those to send now, the oldest first; also those whose sender was lost. No query of its own."""
        waiting = self.filter(state__in=[Notice.State.READY, Notice.State.SENDING], not_before__lte=now)
        return waiting.order_by("not_before", "pk")


class Notice(models.Model):
    """One mail owed to one person about one stage of one due date. Its words are made when it is sent."""

    class State(models.TextChoices):
        READY = "ready", "Ready"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        DEAD = "dead", "Given up"
        VOID = "void", "No longer true, not sent"

    obligation = models.ForeignKey("casework.Obligation", on_delete=models.PROTECT, related_name="notices")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    due_on = models.DateField()
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    not_before = models.DateTimeField(help_text="Its next try, or the end of its sender's lease")
    lease_token = models.UUIDField(null=True, help_text="Whose it is while it is being sent")
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=60, blank=True, help_text="Kind and SMTP code, never the text")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                name="notice_waiting",
                condition=Q(state__in=["ready", "sending"]),
            ),
        ]
        constraints = [
            # Nobody was told by a void one: a date that moves away and back is told.
            models.UniqueConstraint(
                fields=["obligation", "stage", "due_on", "recipient"],
                name="notice_told_once",
                condition=~Q(state="void"),
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"

    def holds(self, now: datetime) -> bool:
        """Whether what it says is still so. Reads obligation and recipient: a query each if not loaded."""
        obligation = self.obligation
        return (
            obligation.closed_at is None
            and obligation.due_on == self.due_on
            and stage_reached(self.due_on, now, obligation.role, obligation.kind) == self.stage
            and self.recipient.is_active
        )


class Heartbeat(models.Model):
    """When something that must keep running last did its round."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
