from __future__ import annotations

from typing import Any

from casework.court_timetable.anchors import FOLLOWS
from casework.forms import StepForm, long_text
from casework.pages.fields import GovukDateField


class ServeForm(StepForm):
    """The next stage is asked for where there is one."""

    served_on = GovukDateField(
        noun="The date of service",
        label="When was it served or done?",
        help_text="For example, 27 3 2026",
        not_in_future=True,
    )
    next_due_on = GovukDateField(
        noun="The date of the next stage",
        label="Which date did the court direct for the next stage?",
        help_text="Leave it empty to keep the usual period. For example, 27 3 2027",
        required=False,
    )
    note = long_text("Note (optional)", required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.record.stage not in FOLLOWS:
            del self.fields["next_due_on"]
