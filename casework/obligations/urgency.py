"""How pressing work is, from its dates alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import models

from casework.deadlines.calendar import OutsideCalendar, working_days_after, working_days_before


class Urgency(models.TextChoices):
    CRITICAL = "critical", "Critically overdue"
    OVERDUE = "overdue", "Overdue"
    SOON = "soon", "Due soon"
    LATER = "later", "Not due yet"
    HELD = "held", "On hold"


class UrgencyLimits(NamedTuple):
    critical_to: date
    soon_to: date


def urgency_limits(today: date) -> UrgencyLimits:
    """The last due date that is critically overdue today, and the last that is due soon (both inclusive)."""
    critical, soon = settings.CASEWORK_CRITICAL_AFTER_WORKING_DAYS, settings.CASEWORK_DUE_SOON_WORKING_DAYS
    try:
        return UrgencyLimits(working_days_before(today, critical), working_days_after(today, soon))
    except OutsideCalendar:
        # No date is promised here, only an order: days do, so that the lists still open.
        return UrgencyLimits(today - timedelta(days=critical), today + timedelta(days=soon))
