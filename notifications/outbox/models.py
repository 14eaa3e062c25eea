"""The outbox: mails that are owed. What one says is made from its notices when it is sent."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self, now: datetime) -> MessageQuerySet:
        """Those to send now, the oldest first; also those whose sender was lost. No query of its own."""
        waiting = self.filter(state__in=[Message.State.READY, Message.State.SENDING], not_before__lte=now)
        return waiting.order_by("not_before", "pk")


class Message(models.Model):
    """One mail owed to one person."""

    class Kind(models.TextChoices):
        NOTICE = "notice", "One notice"
        DIGEST = "digest", "All notices since the last digest"
        TEST = "test", "A test to oneself"
        SIGN_IN = "sign_in", "One's sign-in was changed by an administrator"

    class State(models.TextChoices):
        READY = "ready", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        DEAD = "dead", "Given up"
        VOID = "void", "No longer true, not sent"
        HELD = "held", "Held: nobody knows whether it was sent"

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        help_text="Its reference too, by which a receiver drops a second copy and a provider finds the first",
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Nobody asks for the mails of a person: a sweep writes many thousands.
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    formal = models.BooleanField(
        default=False, help_text="Not sent again while nobody knows what became of the first try"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    not_before = models.DateTimeField(help_text="Its next try, or the end of its sender's lease")
    lease_token = models.UUIDField(null=True, help_text="Whose it is while it is being sent")
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(
        null=True, help_text="Written before it is handed over, where it must not go out twice"
    )
    last_error = models.CharField(max_length=60, blank=True, help_text="Kind and code, never the text")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The administrator who said what became of it",
    )
    settled_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                name="message_waiting",
                condition=Q(state__in=["ready", "sending"]),
            ),
            models.Index(
                fields=["not_before"], name="message_trouble", condition=Q(state__in=["dead", "held"])
            ),
        ]
        constraints = [
            # Two sweeps gather into the same digest.
            models.UniqueConstraint(
                fields=["recipient", "not_before"],
                name="message_one_digest",
                condition=Q(kind="digest", state="ready", attempts=0),
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"
