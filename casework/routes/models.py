"""What the records of all concerns share: a case, a position, and whose turn it is there."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from casework.deadlines.counted import Counted
from casework.people.roles import Side


class RouteRecord(models.Model):
    """A record that is worked on step by step.

    A subclass has `position` (TextChoices whose labels name the work that is due
    there), `route` (its concern) and `OWED` (who owes that work, by position; a
    position that is not in it is at rest and its label says what came of it).
    """

    route: ClassVar[str]
    OWED: ClassVar[dict[str, Side]]
    # The relations that `about` reads, for who loads many records.
    ABOUT: ClassVar[tuple[str, ...]] = ()
    # A date that is the same as another while a rule gives that one, and so is counted anew with it.
    MOVES_WITH: ClassVar[dict[str, str]] = {}
    # Whether the work is wanted in a case that the police have ended.
    OUTLIVES_CASE: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_file = models.ForeignKey("casework.CaseFile", on_delete=models.PROTECT, related_name="+")
    position: models.CharField
    round = models.PositiveSmallIntegerField(default=1, help_text="How often the work has come round")
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(
        null=True, help_text="Since when the work on it is no longer wanted; its position is kept"
    )

    class Meta:
        abstract = True

    @property
    def about(self) -> str:
        """Which of several this is, by reference and never by name. A query, unless ABOUT is loaded."""
        return ""

    def counted(self, clock: str) -> Counted | None:
        """How a date that it holds was counted, by the name of its field; None for one that somebody set."""
        return None

    @property
    def owed_by(self) -> Side | None:
        return None if self.withdrawn_at else self.OWED.get(self.position)

    def words_for(self, side: Side | None) -> str:
        """The position for a reader on a side: "Triage needed" for us, "Waiting for CPS: triage" for them."""
        label = self.get_position_display()  # type: ignore[attr-defined]
        if self.withdrawn_at:
            return f"Withdrawn: {label[0].lower()}{label[1:]}"
        if self.owed_by is None:
            return label
        if self.owed_by == side:
            return f"{label} needed"
        other = "the police" if self.owed_by == Side.POLICE else "the CPS"
        return f"Waiting for {other}: {label[0].lower()}{label[1:]}"
