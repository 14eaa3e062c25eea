"""A matter that goes up by rank until it is settled; who stands on each rung, and when it is told."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from casework.people.roles import Side
from casework.routes.models import RouteRecord


class Escalation(RouteRecord):
    """Something on a case that is put to a higher rung, of one's own side or of the other."""

    route = "escalations"

    class Position(models.TextChoices):
        SUPERVISOR = "supervisor", "Supervisor's answer to an escalation"
        GATEKEEPER = "gatekeeper", "Gatekeeper's answer to an escalation"
        UNIT_HEAD = "unit_head", "Unit head's answer to an escalation"
        CHIEF = "chief", "Chief Crown Prosecutor's answer to an escalation"
        MEETING = "meeting", "Joint meeting's answer to an escalation"
        SETTLED = "settled", "Escalation settled"

    OWED = {
        Position.SUPERVISOR: Side.POLICE,
        Position.GATEKEEPER: Side.POLICE,
        Position.UNIT_HEAD: Side.CPS,
        Position.CHIEF: Side.CPS,
        Position.MEETING: Side.POLICE,
    }

    position = models.CharField(max_length=20, choices=Position)
    number = models.PositiveSmallIntegerField()
    work = models.CharField(max_length=160, help_text="What it is about, in words without personal data")
    subject = models.UUIDField(null=True, help_text="The record that it is about; none for the whole case")
    why = models.TextField()
    raised_side = models.CharField(max_length=10, choices=Side)
    internal = models.BooleanField(help_text="Among one side, so that the other does not read it")
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed = models.TextField(blank=True, help_text="What was agreed when it was settled")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case_file", "number"], name="escalation_numbered_once"),
            models.CheckConstraint(
                condition=~models.Q(position="settled") | ~models.Q(agreed=""),
                name="escalation_settled_says_what_was_agreed",
            ),
        ]

    @property
    def about(self) -> str:
        return f"Escalation {self.number}"

    def read_by(self, side: Side | None) -> bool:
        """Whether a reader on this side may read what it is about: not the other side's own matters."""
        return not self.internal or side == self.raised_side


class EscalationPost(models.Model):
    """Who stands on a rung for a force or an area: a post, and the account of who holds it."""

    organisation = models.ForeignKey(
        "casework.Organisation", on_delete=models.PROTECT, related_name="escalation_posts"
    )
    rung = models.CharField(max_length=20)
    post = models.CharField(max_length=100, help_text="Detective Superintendent, Public Protection")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["organisation", "rung"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "rung"], name="escalation_post_once_a_rung")
        ]

    def __str__(self) -> str:
        return self.post


class RungChange(models.Model):
    """From its moment on, after how many working days each rung of a force or an area is told.

    Rows are written once; a trigger holds it.
    """

    organisation = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="The how many-th change there")
    days = models.JSONField(help_text="Working days after the due date, by the key of the rung")
    reason = models.TextField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            # Two people cannot both make the next change.
            models.UniqueConstraint(fields=["organisation", "number"], name="rungs_changed_one_by_one"),
        ]

    def __str__(self) -> str:
        return f"ranks, change {self.number}"
