"""How early each victim was offered a statement, and whether again near the trial.

Joint thematic inspection, phase two (2022), recommendation 9: at the earliest time, with an update nearer
the trial.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from casework.casefiles.models import Suspect, Victim
from casework.deadlines.counted import Counted
from casework.hearings.models import Hearing
from casework.victim_statements.models import VpsCheckpoint
from casework.victim_statements.statement_models import VictimPersonalStatement


@dataclass(frozen=True)
class Figures:
    """Of one victim: the days that matter, None for what has not happened.

    `made_on` and `asked_on` are the last day until the trial on which a statement was made, and on which
    the victim answered a further offer.
    """

    today: date
    reported_on: date
    offered_on: date | None
    charged_on: date | None
    trial_on: date | None
    made_on: date | None
    asked_on: date | None

    @property
    def days_to_offer(self) -> int | None:
        """Days from the report to the first offer."""
        return (self.offered_on - self.reported_on).days if self.offered_on else None

    @property
    def is_offered_before_charge(self) -> bool | None:
        """Whether it was offered by the day of the first charge; None before anybody is charged."""
        if self.charged_on is None:
            return None
        return self.offered_on is not None and self.offered_on <= self.charged_on

    @property
    def is_asked_near_trial(self) -> bool | None:
        """Whether the victim answered an offer near the trial; None before the trial has come."""
        return self._is_near(self.asked_on)

    @property
    def is_updated_near_trial(self) -> bool | None:
        """Whether the victim made a statement near the trial; None before the trial has come."""
        return self._is_near(self.made_on)

    @cached_property
    def near_trial(self) -> Counted | None:
        """From when a day is near the trial."""
        return Counted("VPS_NEAR_TRIAL", self.trial_on) if self.trial_on else None

    def _is_near(self, day: date | None) -> bool | None:
        if self.near_trial is None:
            return None
        if day and day >= self.near_trial.due_on:
            return True
        return False if self.near_trial.since <= self.today else None


FIELDS = ("case_file__reported_on", "vps_offer__offered_on", "charged_on", "trial_on", "made_on", "asked_on")


def figures_read(victims: QuerySet[Victim]) -> QuerySet[Any, Any]:
    """The victims with what Figures hold, to be asked for by FIELDS. No query of its own."""
    charged = Suspect.objects.filter(case_file=OuterRef("case_file"), charged_on__isnull=False)
    trials = Hearing.objects.filter(case_file=OuterRef("case_file"), kind=Hearing.Kind.TRIAL)
    trials = trials.exclude(position=Hearing.Position.VACATED)
    made = VictimPersonalStatement.objects.filter(victim=OuterRef("pk"), made_on__lte=OuterRef("trial_on"))
    asked = VpsCheckpoint.objects.filter(victim=OuterRef("pk"), offered_on__lte=OuterRef("trial_on"))
    return (
        victims.order_by()
        .annotate(
            charged_on=Subquery(charged.order_by("charged_on").values("charged_on")[:1]),
            trial_on=Subquery(trials.order_by("-on").values("on")[:1]),
        )
        .annotate(
            made_on=Subquery(made.order_by("-made_on").values("made_on")[:1]),
            asked_on=Subquery(asked.order_by("-offered_on").values("offered_on")[:1]),
        )
    )
