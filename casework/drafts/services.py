"""Saving a draft, removing it, and keeping what was sent by somebody whose session had ended."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from casework.casefiles.models import CaseFile
from casework.database import in_transaction
from casework.drafts.models import Draft, UnsentForm
from casework.drafts.place import Place
from casework.drafts.typed import Typed
from casework.obligations.models import Obligation
from casework.people.models import User


@in_transaction
def draft_save(
    *, person: User, place: Place, wanted: QuerySet[Any, Any], typed: Typed, at: datetime
) -> Draft | None:
    """Keep what the person typed, in place of what they had kept before; None where it is wanted no more.

    `wanted` finds the open work, or the record where it stands, while the form may still be sent. Who
    sends it holds the lock of the case until the work is over and its drafts are removed, and so does
    this: a draft that comes late finds nothing, or is removed with the others. A lock of the work alone
    would come before that of the case's record, which the sender holds by then. Three queries.
    """
    _case_lock(wanted)
    row = wanted.first()
    if row is None:
        return None
    draft = Draft(
        person=person,
        case_file_id=row.case_file_id,
        round=row.round,
        typed=typed,
        saved_at=at,
        **place._asdict(),
    )
    (saved,) = Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["person", "subject", "kind", "outcome"],
        update_fields=["round", "typed", "saved_at"],
    )
    return saved


def _case_lock(wanted: QuerySet[Any, Any]) -> None:
    of_case = CaseFile.objects.filter(pk__in=wanted.order_by().values("case_file"))
    list(of_case.select_for_update(of=("self",), no_key=True).values_list("pk"))


def drafts_remove(*, person: User, subject: uuid.UUID, kind: str, outcome: str = "") -> None:
    """Remove the person's drafts of this work, or of one form of it. One query."""
    drafts = Draft.objects.filter(person=person, subject=subject, kind=kind)
    (drafts.filter(outcome=outcome) if outcome else drafts).delete()


def unsent_keep(*, person: int, place: Place, typed: Typed, at: datetime) -> UnsentForm:
    """Keep what was sent without a session, for the person (by key) who had opened the form. One query."""
    return UnsentForm.objects.create(person_id=person, typed=typed, kept_at=at, **place._asdict())


def unsent_remove(*, key: uuid.UUID | str) -> None:
    """Forget what was kept under this key. One query."""
    UnsentForm.objects.filter(pk=key).delete()


def drafts_tidy(*, now: datetime) -> int:
    """Delete drafts that are old or whose work is over, and what nobody came back for; how many drafts.

    Repeats and overlaps do no harm. Three queries.
    """
    UnsentForm.objects.filter(kept_at__lt=now - timedelta(seconds=settings.SESSION_COOKIE_AGE)).delete()
    wanted = Obligation.objects.open().filter(subject=OuterRef("subject"), kind=OuterRef("kind"))
    old = Draft.objects.filter(saved_at__lt=now - timedelta(days=settings.CASEWORK_DRAFT_DAYS))
    # What is done beside the steps has no work that could be over.
    over = Draft.objects.filter(~Exists(wanted), kind__contains=".")
    return old.delete()[0] + over.delete()[0]
