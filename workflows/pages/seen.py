"""What was recorded since a page was opened: of two who do the same, or who sends it twice, one is told.

The page sends back what it was made from, as `seen`; the same is asked again under the lock of the case.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.events.models import Event
from casework.people.models import User
from workflows.engine import work

# The last event of the case of those that count.
LastIn = Callable[[CaseFile], Event | None]


def digest(values: Mapping[str, Any]) -> str:
    """Stands for the values that the page was made from: a page made from others is out of date."""
    return hashlib.sha256(json.dumps(dict(values), default=str, sort_keys=True).encode()).hexdigest()[:16]


def last_of(case: CaseFile, route: str, **which: Any) -> Event | None:
    """The last event of a route of those that are asked for. One query."""
    events = case.events.filter(route=route, **which)
    return events.select_related("actor").order_by("pk").last()


def key_of(last: Event | None) -> str:
    return str(last.pk) if last else "0"


def overtaken_by(last: Event | None, user: User) -> work.WorkRefused:
    """Who changed it since the person opened the page."""
    if last and last.actor == user:
        return work.WorkRefused(
            "You have recorded this since you opened the page. Check it before you save again"
        )
    who = last.actor.signature if last and last.actor else "Someone"
    return work.WorkRefused(f"{who} changed this since you opened the page. Check it, then save again")


def unless_overtaken(verb: Callable[..., Any], seen: str, last_in: LastIn) -> Callable[..., Any]:
    """The verb, refused under the case's lock where something else was recorded last than was `seen`."""

    @wraps(verb)
    def under_lock(*, case: CaseFile, by: Actor, **arguments: Any) -> Any:
        if key_of(last := last_in(case)) != seen:
            raise overtaken_by(last, by.person)
        return verb(case=case, by=by, **arguments)

    return under_lock


def seen_in(request: HttpRequest, now: str) -> str:
    """What the page was made from that was sent; of one that does not say it, what is `now`."""
    return request.POST.get("seen", now)
