"""What will be overdue on a day to come, if nobody does anything until then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from casework.obligations.models import ObligationQuerySet


@dataclass(frozen=True)
class Rehearsed:
    """How much open work is late today, comes due before the day, and is due on it; and all of it by urgency
    as of that day. What is late on the day is the first two."""

    work: ObligationQuerySet
    late: int
    comes_due: int
    due_then: int

    @property
    def overdue(self) -> int:
        return self.late + self.comes_due

    @property
    def number(self) -> int:
        return self.overdue + self.due_then


def rehearsed(work: ObligationQuerySet, *, on: date, today: date) -> Rehearsed:
    """Of open work. One query, and that of whoever reads `work`, whatever the number of rows."""
    due = work.filter(due_on__lte=on)
    counted = due.order_by().aggregate(
        late=Count("pk", filter=Q(due_on__lt=today)),
        comes_due=Count("pk", filter=Q(due_on__gte=today, due_on__lt=on)),
        due_then=Count("pk", filter=Q(due_on=on, due_on__gte=today)),
    )
    return Rehearsed(due.with_urgency(today=on), **counted)
