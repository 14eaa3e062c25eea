"""The verbs on how long a case is kept. Administrators of its force, or of its area, do them.

Call each under the lock of the case.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from casework.access.ending import spell_end
from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.pages.dates import govuk_date
from casework.retention.classes import classes
from casework.retention.closing import closed_require
from casework.retention.models import CaseRetention, LegalHold
from casework.retention.selectors import proposal_of, retention_of
from casework.retention.writing import ROUTE, event_write, spell_begin

WITHDRAW_FIRST = "Withdraw the proposal to erase the case first"


def classable_require(case: CaseFile, at: datetime) -> date:
    """The day on which it closed. RuleBroken unless it is, and while somebody proposes to erase the case."""
    if proposal_of(case):
        raise RuleBroken(WITHDRAW_FIRST)
    return closed_require(case, at)


def keepable_require(case: CaseFile, at: datetime) -> CaseRetention:
    """Its class. RuleBroken before its review is due, and while somebody proposes to erase the case."""
    kept = retention_of(case)
    if timezone.localdate(at) < kept.review_on:
        raise RuleBroken(f"The review of this case is not due before {govuk_date(kept.review_on)}")
    if proposal_of(case):
        raise RuleBroken(WITHDRAW_FIRST)
    return kept


@in_transaction
def retention_set(*, case: CaseFile, kind: str, by: Actor, at: datetime) -> CaseRetention:
    """Give a closed case its class; its review counts from the closure, or the last by which it was kept.

    Raises RuleBroken for a class that is not held, and as `classable_require` does.
    """
    if kind not in classes():
        raise RuleBroken("Select how long the case is kept", field="kind")
    closed = classable_require(case, at)
    review_on = classes()[kind].next_review(max(filter(None, (closed, _kept_on(case)))))
    details = {"kind": kind, "closed_on": closed, "review_on": review_on}
    kept, _ = CaseRetention.objects.update_or_create(
        case_file=case, defaults={**details, "set_at": at, "set_by": by.person}
    )
    event_write(case, "class_set", by, at, moved_to=kind)
    return kept


@in_transaction
def case_keep(*, case: CaseFile, by: Actor, at: datetime) -> CaseRetention:
    """Say that the case was reviewed and is still needed: the next review counts from today.

    Raises RuleBroken as `keepable_require` does.
    """
    kept, today = keepable_require(case, at), timezone.localdate(at)
    kept.review_on, kept.set_at, kept.set_by = kept.kind_held.next_review(today), at, by.person
    kept.save(update_fields=["review_on", "set_at", "set_by"])
    event_write(case, "kept", by, at)
    return kept


def _kept_on(case: CaseFile) -> date | None:
    """The day of the last review by which somebody kept the case, if there was one. One query."""
    kept = case.events.filter(route=ROUTE, verb="kept").order_by("pk").last()
    return timezone.localdate(kept.at) if kept else None


@in_transaction
def hold_set(*, case: CaseFile, reason: str, by: Actor, at: datetime) -> LegalHold:
    """Keep the case until the hold ends, whatever its class says. Raises RuleBroken without a reason."""
    hold = spell_begin(LegalHold(), case=case, reason=reason, by=by, at=at)
    event_write(case, "legal_hold_begun", by, at)
    return hold


@in_transaction
def hold_end(*, case: CaseFile, hold: LegalHold, reason: str, by: Actor, at: datetime) -> None:
    """End a hold. Raises RuleBroken for one of the other organisation, and one that has ended."""
    if hold.organisation_id != by.organisation.pk:
        raise RuleBroken("Only the organisation that holds the case can end its hold")
    spell_end(hold, reason=reason, by=by, at=at)
    event_write(case, "legal_hold_ended", by, at)
