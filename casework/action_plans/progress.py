"""How a plan stands, and how often more time was asked for: derived from its items, never stored."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, F, Q

from casework.people.roles import Side

# A verdict is of the round before the one that it began.
RETURNED = Q(items__verdicts__verdict="returned", items__verdicts__round=F("items__round") - 1)


class ActionPlanQuerySet(models.QuerySet[Any]):
    def with_progress(self, today: date) -> ActionPlanQuerySet:
        """Annotate the number of items, withdrawn ones apart: all that are `wanted`, and of these

        `accepted`, to `check`, waiting for a decision on more time (`extension`), with the police
        (`answer`), of which `returned` and `overdue` on a day. No query of its own.
        """
        with_police = Q(items__position="answer")
        at = ("accepted", "check", "extension", "answer")
        return self.annotate(
            wanted=_items(Q()),
            **{position: _items(Q(items__position=position)) for position in at},
            returned=_items(with_police & RETURNED),
            overdue=_items(with_police & Q(items__due_on__lt=today)),
        )

    def with_extensions(self) -> ActionPlanQuerySet:
        """Annotate how often more time was `asked` for, and `granted`, `shortened` and `refused`.

        No query of its own.
        """
        decided = {
            decision: _extensions(Q(items__extensions__decision=decision))
            for decision in ("granted", "shortened", "refused")
        }
        return self.annotate(asked=_extensions(Q()), **decided)


def _items(condition: Q) -> Count:
    wanted = Q(items__withdrawn_at__isnull=True)
    return Count("items", filter=wanted & condition, distinct=True)


def _extensions(condition: Q) -> Count:
    return Count("items__extensions", filter=condition, distinct=True)


def progress_words(plan: Any, side: Side | None) -> str:
    """How a plan of `with_progress` stands, for a reader: "3 of 5 answered, 1 returned, 1 overdue"."""
    if plan.accepted == plan.wanted:
        return f"All {plan.wanted} accepted" if plan.wanted else "All withdrawn"
    answered = plan.accepted + plan.check
    counts = [
        (plan.returned, "returned to you" if side == Side.POLICE else "returned"),
        (plan.check, "to check" if side == Side.CPS else "being checked by the CPS"),
        (plan.extension, "waiting for more time" if side != Side.CPS else "asking for more time"),
        (plan.overdue, "overdue"),
    ]
    said = [f"{number} {words}" for number, words in counts if number]
    return ", ".join([f"{answered} of {plan.wanted} answered", *said])
