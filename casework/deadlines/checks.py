from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Warning, register
from django.utils import timezone

from casework.deadlines.holidays import DATA, years_held


@register()
def calendar_reaches_far_enough(**kwargs: Any) -> list[CheckMessage]:
    """Warn a year ahead: beyond the bank holidays that are held a limit in working days is an error."""
    last = years_held()[-1]
    if timezone.localdate().year < last:
        return []
    return [
        Warning(
            f"Bank holidays are held to the end of {last} only",
            hint=f"Add the next years, which GOV.UK publishes, to {DATA.name}",
            id="casework.W001",
        )
    ]
