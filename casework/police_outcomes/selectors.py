from __future__ import annotations

from django.db.models import Prefetch

from casework.police_outcomes.models import PoliceOutcome


def police_outcomes_shown() -> Prefetch:
    """The outcomes of files, with all that a page says of them. One query."""
    return Prefetch("police_outcomes", PoliceOutcome.objects.select_related("suspect", "recorded_by"))
