"""Who is kept from a case, whom a restricted case is open to, and who broke in. Kept for ever.

Each row says from when; one that ends says when, by whom and why. A database trigger refuses
every other change, and removal.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q


def _person(**options: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        **options,
    )


class SpellQuerySet(models.QuerySet[Any]):
    def in_force(self) -> SpellQuerySet:
        return self.filter(ended_at__isnull=True)


class Spell(models.Model):
    """Something that holds of a case from one moment to another, each with who said so and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_file = models.ForeignKey("casework.CaseFile", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    begun_at = models.DateTimeField()
    begun_by = _person()
    ended_at = models.DateTimeField(null=True)
    ended_by = _person(null=True)
    ended_because = models.TextField(blank=True)

    objects = SpellQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["begun_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__gte=F("begun_at"), ended_by__isnull=False),
                name="%(class)s_ends_after_it_begins",
            )
        ]


def _once(*fields: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=fields, condition=Q(ended_at__isnull=True), name=f"%(class)s_once_{fields[0]}"
    )


class CaseBar(Spell):
    """Somebody has no part in a case, whatever role they hold or are given."""

    class Kind(models.TextChoices):
        SUSPECT = "suspect", "They are a suspect in the case"
        WITNESS = "witness", "They are a witness in the case"
        RELATIVE = "relative", "They are related or close to somebody in the case"
        COMPLAINED_OF = "complained_of", "There is a complaint about them in the case"

    person = _person()
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta(Spell.Meta):
        # By the person first: every request of theirs asks for it.
        constraints = [*Spell.Meta.constraints, _once("person", "case_file")]

    def __str__(self) -> str:
        return f"{self.person} barred"


class CaseRestriction(Spell):
    """The case is open to its own list of people alone."""

    class Meta(Spell.Meta):
        constraints = [*Spell.Meta.constraints, _once("case_file")]

    def __str__(self) -> str:
        return "Restricted"


class CaseAdmission(Spell):
    """Somebody is on the list of a restricted case. It gives no role: it lets those that they hold count."""

    person = _person()

    class Meta(Spell.Meta):
        constraints = [*Spell.Meta.constraints, _once("person", "case_file")]

    def __str__(self) -> str:
        return f"{self.person} admitted"
