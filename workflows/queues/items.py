from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from casework.obligations.models import Obligation
from casework.pages.dates import govuk_date
from casework.people.models import User
from casework.whose_clock.selectors import CaseClock, clocks_of
from casework.whose_clock.words import time_words
from workflows.queues.bounces import returned_words
from workflows.queues.filters import ROUTE_NAMES

# By what a list may annotate, the tag of the row and its colour.
TAGS = {"updated": ("Updated", "blue"), "has_draft": ("Draft saved", "yellow")}


def clocks_of_work(rows: Iterable[Obligation]) -> dict[UUID, CaseClock]:
    """Whose clock runs in the cases of the work, by case. Two queries; reads the cases loaded with it."""
    cases = {row.case_file_id: row.case_file.registered_at for row in rows}
    return clocks_of(cases, timezone.now())


def work_item(
    work: Obligation, user: User, clock: CaseClock | None = None, warning: str = ""
) -> dict[str, object]:
    """One piece of work as the lists show it. Reads the case and the owner that were loaded with it,
    and what a list may have annotated: the names in TAGS. The clock of its case is for lists of
    several cases.
    """
    return {
        "title": work.title,
        "context": f"{work.case_file.urn}, {work.about}" if work.about else work.case_file.urn,
        "href": step_href(work),
        "due": work.due_on,
        "note": ". ".join(said for said in (_held(work), warning) if said),
        "tags": [tag for annotation, tag in TAGS.items() if getattr(work, annotation, False)],
        "facts": [
            ("Kind", ROUTE_NAMES.get(work.route, "")),
            ("Whose turn", work.turn.label),
            ("Round", work.round if work.round > 1 else None),
            ("File returned", returned_words(work)),
            ("Claimed by", _holder(work, user)),
            ("Case", time_words(clock.days, clock.party) if clock else None),
        ],
    }


def _held(work: Obligation) -> str:
    return f"On hold until {govuk_date(work.held_until)}" if work.held_until else ""


def step_href(work: Obligation) -> str:
    return reverse("step", kwargs={"urn": work.case_file.urn, "task": work.task})


def _holder(work: Obligation, user: User) -> str:
    if work.owner is None:
        return "nobody yet"
    if work.owner_id in user.stands_in_for:
        return f"{work.owner.signature}, who is away: you stand in"
    return "you" if work.owner_id == user.pk else work.owner.signature
