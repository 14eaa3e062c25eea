"""How long a case is kept, what holds it, who wants it erased, and what is left once it is.

Holds and proposals only end, as a trigger of the database sees to; of an erased case nothing changes any
more. What is left of it says which record went, when and by whom, and nothing of what it held.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from casework.access.models import Spell
from casework.retention.classes import RetentionClass, classes


class CaseRetention(models.Model):
    """The class of a closed case, and when it is looked at next. Set anew when the case closes again."""

    case_file = models.OneToOneField(
        "casework.CaseFile", primary_key=True, on_delete=models.PROTECT, related_name="retention"
    )
    kind = models.CharField(max_length=30, help_text="A code of data/classes.json")
    closed_on = models.DateField(help_text="The day from which nobody owed anything and no court was seised")
    review_on = models.DateField(db_index=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.kind}, review on {self.review_on}"

    @property
    def kind_held(self) -> RetentionClass:
        return classes()[self.kind]


class OfOrganisation(Spell):
    """What one of the two sides says of the keeping of a case, and that side alone ends."""

    organisation = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta(Spell.Meta):
        abstract = True


class LegalHold(OfOrganisation):
    """The case is kept whatever its class says: an appeal, an inquiry, a claim. There may be several."""

    def __str__(self) -> str:
        return "Held"


class ErasureProposal(OfOrganisation):
    """Somebody reviewed the case and found that it is no longer needed; somebody else is to agree."""

    class Meta(OfOrganisation.Meta):
        constraints = [
            *OfOrganisation.Meta.constraints,
            models.UniqueConstraint(
                fields=["case_file"], condition=Q(ended_at__isnull=True), name="erasure_proposed_once"
            ),
        ]

    def __str__(self) -> str:
        return "Erasure proposed"


class ErasedCase(models.Model):
    """What is left of a case. Its key is that of the case, by which the audit record names it."""

    id = models.UUIDField(primary_key=True, editable=False)
    urn = models.CharField("URN", max_length=11, unique=True)
    force = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(
        "casework.Organisation",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Where the CPS had the case too",
    )
    kind = models.CharField(max_length=30, help_text="The class by which it was kept")
    closed_on = models.DateField()
    review_on = models.DateField(help_text="The review after which it went")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    erased_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    erased_at = models.DateTimeField(db_index=True)
    files = ArrayField(
        models.UUIDField(),
        default=list,
        editable=False,
        help_text="Their names in the store",
    )
    # Keys of people and nothing of why: whom the list of what was erased does not show this row.
    barred = ArrayField(models.BigIntegerField(), default=list, help_text="Who was barred from the case")
    open_to = ArrayField(
        models.BigIntegerField(),
        null=True,
        help_text="Who was on its list; null unless it was restricted",
    )
    written_in = models.BigIntegerField(
        editable=False, help_text="The transaction, set by the database: rows go in no other"
    )

    class Meta:
        ordering = ["-erased_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(erased_by=F("proposed_by")), name="erased_by_two_people")
        ]

    def __str__(self) -> str:
        return self.urn

    @property
    def kind_held(self) -> RetentionClass:
        return classes()[self.kind]
