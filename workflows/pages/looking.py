"""Looking at a case: what others did on it since the person last did, told once."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.events.models import Event
from casework.last_looked.selectors import Changes, changes_for, is_news
from casework.last_looked.services import case_looked_at
from casework.numbers import whole_number
from casework.people.request import SignedInRequest


def looked(request: SignedInRequest, case: CaseFile) -> Changes:
    """What has changed since the person last looked; from now on they have seen it. Up to three queries.

    What happens while the page is made is not among it, and is told the next time.
    """
    changes = changes_for(request.user, case)
    case_looked_at(person=request.user, case=case, seen=changes.newest, at=timezone.now())
    return changes


def marked(request: SignedInRequest, events: Iterable[Event], after: int) -> list[Event]:
    """The events, each with `is_new`: it is news to the person, and later than the one of that number."""
    found = list(events)
    for event in found:
        event.is_new = event.pk > after and is_news(event, request.user)  # type: ignore[attr-defined]
    return found


def after_asked(request: SignedInRequest, changes: Changes) -> int:
    """The event after which the log marks entries as new: as the link to it says, or the last one seen."""
    asked = whole_number(request.GET.get("since", ""))
    return changes.after if asked is None else asked
