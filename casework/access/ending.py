"""Ending what holds of a case: once, with who did so and why."""

from __future__ import annotations

from datetime import datetime

from casework.access.models import Spell
from casework.access.policy import Actor
from casework.errors import RuleBroken


def spell_end(spell: Spell, *, reason: str, by: Actor, at: datetime) -> None:
    """End it now. One query. Raises RuleBroken without a reason, and for one that somebody has ended."""
    reason_require(reason)
    lasting = type(spell)._default_manager.filter(pk=spell.pk, ended_at__isnull=True)
    if not lasting.update(ended_at=at, ended_by=by.person, ended_because=reason):
        raise RuleBroken("This has ended already")


def reason_require(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("Enter a reason", field="reason")
