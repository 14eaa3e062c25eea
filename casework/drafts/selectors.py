"""The reads of drafts. Every one asks for a person's own: nobody sees another's."""

from __future__ import annotations

import uuid

from django.db.models import Exists, OuterRef

from casework.drafts.models import Draft
from casework.obligations.models import ObligationQuerySet
from casework.people.models import User


def drafts_of(person: User, subject: uuid.UUID, kind: str) -> dict[str, Draft]:
    """The person's drafts of this work, by outcome. One query."""
    found = Draft.objects.filter(person=person, subject=subject, kind=kind)
    return {draft.outcome: draft for draft in found.order_by("saved_at")}


def has_draft(person: User) -> Exists:
    """The condition on open work: the person has a draft of it. No query of its own."""
    own = Draft.objects.filter(person=person, subject=OuterRef("subject"), kind=OuterRef("kind"))
    return Exists(own)


def with_drafts(work: ObligationQuerySet, person: User) -> ObligationQuerySet:
    """Annotate `has_draft` with it."""
    return work.annotate(has_draft=has_draft(person))
