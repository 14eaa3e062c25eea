"""The append-only record of what was done. A database trigger refuses change and removal."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.db import models

from casework.events.words import WITHIN_A_SIDE, event_words
from casework.people.roles import WORKING_ROLES, Side, side_of


def person(help_text: str, *, index: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=index,
        help_text=help_text,
    )


class Event(models.Model):
    case_file = models.ForeignKey("casework.CaseFile", on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(db_index=True)
    actor = person("Who did it; nobody for what the clock does", index=True)
    role = models.CharField(max_length=20, blank=True)
    organisation = models.ForeignKey(
        "casework.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    on_behalf_of = person("The colleague who is away and whose work it was")
    step = models.CharField(max_length=60, blank=True, help_text="In which work it was done: route and step")
    route = models.CharField(
        max_length=30, help_text="The concern that it belongs to, as in the folder names"
    )
    verb = models.CharField(max_length=60)
    subject = models.UUIDField(null=True, help_text="The record that was acted on")
    moved_from = models.CharField(max_length=30, blank=True)
    moved_to = models.CharField(max_length=30, blank=True)
    handed_from = person("Who held the work before")
    handed_to = person("Who holds the work now")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["case_file", "-at"], name="event_case_latest")]

    def __str__(self) -> str:
        return f"{self.route}.{self.verb}"

    @property
    def words(self) -> str:
        return event_words(self.route, self.verb)

    def reason_for(self, sides: Collection[Side]) -> str:
        """Its reason for somebody of these sides; nothing, if it is the other side's own affair. No query.

        Every page that shows the reason of an event asks here.
        """
        is_own = self.verb in WITHIN_A_SIDE and self.role in WORKING_ROLES
        return self.reason if not is_own or side_of(self.role) in sides else ""

    @property
    def done_by(self) -> str:
        """Who did it, and for whom, as a page shows it. Reads actor and on_behalf_of."""
        if self.actor is None:
            return "Done by the service"
        behalf = f" for {self.on_behalf_of.signature}" if self.on_behalf_of else ""
        return f"{self.actor.signature}{behalf}"
