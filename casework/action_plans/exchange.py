"""What goes to and fro about an item: answers, verdicts, requests for more time, messages.

A row each, and nothing is overwritten: triggers refuse change and removal, but for the one decision
that an open request for more time is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from casework.events.models import person
from casework.pages.dates import govuk_date
from casework.people.roles import Side
from casework.people.signing import signed


def about_item(related_name: str) -> models.ForeignKey:
    return models.ForeignKey("casework.ActionPlanItem", on_delete=models.PROTECT, related_name=related_name)


class Told(NamedTuple):
    """One thing of the exchange as a page tells it."""

    title: str
    by: str
    at: datetime
    text: str


class Entry(models.Model):
    """A row about one item: by whom and when."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = person("The colleague who was away, where somebody did it for them")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["pk"]

    @property
    def done_by(self) -> str:
        """Reads by and on_behalf_of."""
        return signed(self.by, self.on_behalf_of)

    def told(self) -> Iterator[Told]:
        """What it tells, in the order of time. Reads who did it."""
        raise NotImplementedError


class ItemAnswer(Entry):
    """What the police answered in a round. Of a partly done item, `outstanding` says what is left."""

    class Answer(models.TextChoices):
        DONE = "done", "Done"
        PARTLY = "partly", "Partly done"
        CANNOT = "cannot", "Cannot be done"

    item = about_item("answers")
    round = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=10, choices=Answer)
    text = models.TextField(help_text="What was done, or the reason why it cannot be")
    outstanding = models.TextField(blank=True)
    outstanding_by = models.DateField(null=True)

    class Meta(Entry.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="item_answer_says_something"),
            models.CheckConstraint(
                condition=~Q(answer="partly") | ~Q(outstanding="") & Q(outstanding_by__isnull=False),
                name="item_answer_partly_says_the_rest",
            ),
        ]

    def __str__(self) -> str:
        return self.get_answer_display()

    def told(self) -> Iterator[Told]:
        rest = f"\nOutstanding, by {govuk_date(self.outstanding_by)}: {self.outstanding}"
        text = self.text + (rest if self.outstanding else "")
        yield Told(f"Answer of round {self.round}: {self}", self.done_by, self.at, text)


class ItemVerdict(Entry):
    """What the CPS made of the last answer. `rest_due_on`: accepted so far, and the rest wanted by then."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        RETURNED = "returned", "Returned"

    item = about_item("verdicts")
    round = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.TextField(blank=True)
    rest_due_on = models.DateField(null=True)

    class Meta(Entry.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="returned") | ~Q(reason=""), name="item_returned_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()

    def told(self) -> Iterator[Told]:
        rest = f" so far, the rest due on {govuk_date(self.rest_due_on)}" if self.rest_due_on else ""
        yield Told(
            f"Answer of round {self.round} {str(self).lower()}{rest}", self.done_by, self.at, self.reason
        )


class ItemMessage(Entry):
    """A message about an item, that moves nothing."""

    item = about_item("messages")
    side = models.CharField(max_length=10, choices=Side)
    text = models.TextField()

    def __str__(self) -> str:
        return f"Message of the {self.get_side_display()}"

    def told(self) -> Iterator[Told]:
        yield Told(self.get_side_display(), self.done_by, self.at, self.text)


class ExtensionRequest(Entry):
    """The police ask for more time; the CPS decides once. The date that stood before is kept."""

    class Decision(models.TextChoices):
        GRANTED = "granted", "Granted"
        SHORTENED = "shortened", "Granted for a shorter time"
        REFUSED = "refused", "Refused"
        LAPSED = "lapsed", "Answered before it was decided"

    item = about_item("extensions")
    old_due_on = models.DateField()
    asked_for = models.DateField()
    reason = models.TextField()
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_due_on = models.DateField(null=True, help_text="The date that stands since the decision")
    decision_reason = models.TextField(blank=True)
    decided_by = person("Who decided")
    decided_for = person("The colleague who was away, where somebody decided for them")
    decided_at = models.DateTimeField(null=True)

    class Meta(Entry.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(decision=""), name="extension_open_once_per_item"
            ),
            models.CheckConstraint(
                condition=Q(asked_for__gt=F("old_due_on")), name="extension_asks_for_a_later_date"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | ~Q(decision="") & Q(decided_at__isnull=False, decided_due_on__isnull=False),
                name="extension_decided_with_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["refused", "shortened"]) | ~Q(decision_reason=""),
                name="extension_not_granted_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"More time, to {self.asked_for}"

    def told(self) -> Iterator[Told]:
        """The request with both dates, and what became of it. Reads who decided too."""
        asked = f"More time asked for: {govuk_date(self.asked_for)} instead of {govuk_date(self.old_due_on)}"
        yield Told(asked, self.done_by, self.at, self.reason)
        if self.decided_by and self.decided_at:
            decided = (
                f"More time, {self.get_decision_display().lower()}: due {govuk_date(self.decided_due_on)}"
            )
            by = signed(self.decided_by, self.decided_for)
            yield Told(decided, by, self.decided_at, self.decision_reason)
