"""The statements as they were made, and what was said of each since. Rows here are never changed or removed:
triggers of the database refuse it (Criminal Justice Act 1967, section 9; Victims' Code 2020, right 7)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.victim_statements.models import How


class ReadAloud(models.TextChoices):
    """What the victim wants done with the statement in court; the court decides (Victims' Code, right 7)."""

    VICTIM = "victim", "Read aloud by the victim"
    OTHER = "other", "Read aloud for the victim"
    RECORDED = "recorded", "A recording of it played"
    NOT_READ = "not_read", "Not read aloud"


class GivenBy(models.TextChoices):
    """Who makes it: for a child, or somebody who cannot, another may (Victims' Code, right 7)."""

    VICTIM = "victim", "The victim"
    PARENT = "parent", "A parent or guardian, for a child"
    CARER = "carer", "A carer, for a victim who cannot make it themselves"


class Kept(models.Model):
    """A row that somebody recorded, and that stays as it was recorded."""

    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["pk"]


class VictimPersonalStatement(Kept):
    """A statement as it was made; a further one adds to it, and none is changed or taken back.

    `subject` is the offer or the checkpoint at which it was taken. Whether the victim had been told that
    the defence sees it is not known of older ones.
    """

    victim = models.ForeignKey("casework.Victim", on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveSmallIntegerField(
        help_text="Of the victim: 1 is the first, the others are further"
    )
    made_on = models.DateField()
    given_by = models.CharField(max_length=10, choices=GivenBy, default=GivenBy.VICTIM)
    defence_told = models.BooleanField(
        null=True, help_text="Told, before they signed, that the defence sees it once it is served"
    )
    subject = models.UUIDField(null=True)
    document = models.ForeignKey(
        "casework.Document",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The signed copy",
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["victim", "number"], name="statement_numbered_once_per_victim")
        ]

    def __str__(self) -> str:
        return "Statement" if self.number == 1 else f"Further statement {self.number}"

    @property
    def preference(self) -> VpsPreference:
        """The preference that stands. No query when the preferences are loaded."""
        return list(self.preferences.all())[-1]

    @property
    def is_held(self) -> bool:
        """Whether the CPS has confirmed that it holds it. A query, unless the receipt is loaded."""
        return hasattr(self, "receipt")


class VpsPreference(Kept):
    """What the victim wants done with a statement: the first as it was signed, each later one a change."""

    statement = models.ForeignKey(
        VictimPersonalStatement, on_delete=models.PROTECT, related_name="preferences"
    )
    read_aloud = models.CharField(max_length=10, choices=ReadAloud)
    reader = models.CharField(max_length=100, blank=True, help_text="Who reads it for the victim")
    stated_on = models.DateField()

    class Meta(Kept.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(read_aloud="other") | Q(reader=""), name="vps_preference_reader_for_the_victim"
            )
        ]

    def __str__(self) -> str:
        by = f", by {self.reader}" if self.reader else ""
        return f"{self.get_read_aloud_display()}{by}"


class VpsReceipt(Kept):
    """The CPS confirms that it holds a statement with its preference."""

    statement = models.OneToOneField(
        VictimPersonalStatement, on_delete=models.PROTECT, related_name="receipt"
    )

    def __str__(self) -> str:
        return f"{self.statement}, received"


class VpsCopy(Kept):
    """A copy that the victim asked for, and was given."""

    statement = models.ForeignKey(VictimPersonalStatement, on_delete=models.PROTECT, related_name="copies")
    given_on = models.DateField()
    how = models.CharField(max_length=10, choices=How)

    def __str__(self) -> str:
        return f"{self.statement}, copy"
