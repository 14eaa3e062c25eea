"""What people are told about open work: kept for good, and read in the product even if no mail arrives."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from notifications.ladders.stages import Stage


class NoticeQuerySet(models.QuerySet["Notice"]):
    def standing(self) -> NoticeQuerySet:
        """Those that were not taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def of_work(self, keys: Iterable[int]) -> NoticeQuerySet:
        """Those of these pieces of work, by their keys. No query of its own."""
        # One array: over thousands of values the ORM takes longer than PostgreSQL.
        return self.filter(RawSQL("obligation_id = ANY(%s)", [list(keys)], BooleanField()))


class Notice(models.Model):
    """One person is told of one stage of one due date of open work.

    It may be taken back while nobody has read it and no mail has said it: a date that moves away and back
    is told then.
    """

    # Without indexes of their own where one of those below begins with them: a sweep writes many thousands.
    obligation = models.ForeignKey(
        "casework.Obligation", on_delete=models.PROTECT, related_name="notices", db_index=False
    )
    stage = models.CharField(max_length=10, choices=Stage.choices)
    occurrence = models.PositiveSmallIntegerField(
        default=0, help_text="Which of its stage: days before the date, or the how many-th repetition"
    )
    due_on = models.DateField(null=True, help_text="The due date that is told; none if it is about no date")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices", db_index=False
    )
    message = models.ForeignKey(
        "notifications.Message",
        null=True,
        on_delete=models.PROTECT,
        related_name="notices",
        help_text="The mail that says it; none for somebody without an address",
    )
    of_opening = models.BooleanField(
        default=False,
        help_text="Whether it is there for its recipient without its case: of an opening in an emergency",
    )
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    # Whether it must not say of which case it is, to a recipient for whom that is not there.
    case_is_withheld: bool = False

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["recipient", "-created_at"],
                name="notice_of_person",
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.Index(
                fields=["recipient"],
                name="notice_unread",
                condition=Q(withdrawn_at__isnull=True, seen_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "stage", "occurrence", "due_on", "recipient"],
                name="notice_told_once",
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"
