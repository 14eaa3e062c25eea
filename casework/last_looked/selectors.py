"""What others did on a case since somebody last looked at it.

Their own acts never count, nor that somebody took work up or put it back: whose it is now is on every row.
A case that they never looked at has no changes: all of it is new to them, and the list says what is wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from casework.casefiles.models import CaseFile
from casework.documents.telling import events_across, events_of
from casework.events.models import Event
from casework.last_looked.models import CaseLook
from casework.obligations.models import ObligationQuerySet
from casework.people.models import User

UNREMARKABLE = ("claimed", "released")


@dataclass(frozen=True)
class Changes:
    """The events since the last look, the newest first; `newest` is the newest event of the case at all."""

    newest: int
    since: datetime | None = None
    after: int = 0
    events: tuple[Event, ...] = ()


def changes_for(person: User, case: CaseFile) -> Changes:
    """What has changed since the person last looked. One query, and one more if there may be anything."""
    looks = CaseLook.objects.filter(person=person, case_file=case)
    events = Event.objects.filter(case_file=case).order_by().values("case_file")
    newest, seen, at = CaseFile.objects.values_list(
        Subquery(events.annotate(newest=Max("pk")).values("newest")),
        Subquery(looks.values("seen")),
        Subquery(looks.values("looked_at")),
    ).get(pk=case.pk)
    if seen is None or seen >= (newest or 0):
        return Changes(newest or 0, at, seen or newest or 0)
    later = news(events_of(case, person), person).filter(pk__gt=seen, pk__lte=newest)
    return Changes(newest, at, seen, tuple(later.select_related("actor", "on_behalf_of")))


def news(told: QuerySet[Event], person: User) -> QuerySet[Event]:
    """Those of the events that are news to the person, seen or not. No query of its own."""
    return told.exclude(actor=person).exclude(verb__in=UNREMARKABLE)


def is_news(event: Event, person: User) -> bool:
    """Whether it is among these."""
    return event.actor_id != person.pk and event.verb not in UNREMARKABLE


def _looks_behind(person: User) -> QuerySet[CaseLook]:
    told = events_across(person).filter(case_file=OuterRef("case_file"), pk__gt=OuterRef("seen"))
    return CaseLook.objects.filter(Exists(news(told, person)), person=person)


def is_updated(person: User) -> Exists:
    """The condition on open work: others changed its case since the person looked. No query of its own."""
    return Exists(_looks_behind(person).filter(case_file=OuterRef("case_file")))


def with_updated(work: ObligationQuerySet, person: User) -> ObligationQuerySet:
    """Annotate `updated` with it."""
    return work.annotate(updated=is_updated(person))
