"""Erasing a case: whether it may go, and its going, with all that any table or the store has of it.

A function of the database removes the rows: it follows the foreign keys from the case, so that a table
that is added later goes too. Each watched row that goes is an entry of the audit record, by its key alone.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from casework.access.ending import spell_end
from casework.access.kept import barred_and_admitted
from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.database import in_transaction, violates
from casework.documents import storage
from casework.documents.models import DocumentVersion
from casework.errors import RuleBroken
from casework.pages.dates import govuk_date
from casework.retention.agreement import agreed_require, settled_require
from casework.retention.closing import closed_require
from casework.retention.models import CaseRetention, ErasedCase, ErasureProposal, LegalHold
from casework.retention.selectors import proposal_of, retention_of
from casework.retention.writing import event_write, spell_begin

PROPOSED = "Somebody has proposed to erase this case already"


def erasable_from(case: CaseFile, kept: CaseRetention) -> date:
    """The first day on which the case may go: its review, or the end of its time, whichever is later.

    One query. It is counted anew each time: a birthday may have been put right since.
    """
    births = list(case.suspects.values_list("date_of_birth", flat=True))
    until = kept.kind_held.kept_until(closed_on=kept.closed_on, reported_on=case.reported_on, births=births)
    return max(kept.review_on, until)


def erasable_require(case: CaseFile, at: datetime) -> CaseRetention:
    """Its class. Raises RuleBroken unless it is closed as then, no hold is on it and its time is over."""
    kept = retention_of(case)
    if closed_require(case, at) != kept.closed_on:
        raise RuleBroken("The case closed on another day than its class says. Set the class again")
    if LegalHold.objects.in_force().filter(case_file=case).exists():
        raise RuleBroken("A legal hold is on this case")
    first = erasable_from(case, kept)
    if timezone.localdate(at) < first:
        raise RuleBroken(f"This case is kept until {govuk_date(first)}")
    return kept


def proposable_require(case: CaseFile, at: datetime) -> None:
    """Raises RuleBroken as `erasable_require` does, and for a case that somebody has proposed."""
    erasable_require(case, at)
    if proposal_of(case):
        raise RuleBroken(PROPOSED)


def agreement_require(case: CaseFile, by: Actor, at: datetime) -> tuple[CaseRetention, ErasureProposal]:
    """Its class and the proposal. Raises RuleBroken unless `by` may erase the case now."""
    kept = erasable_require(case, at)
    proposal = agreed_require(case, by)
    settled_require(case, kept, proposal, at)
    return kept, proposal


@in_transaction
def erasure_propose(*, case: CaseFile, reason: str, by: Actor, at: datetime) -> ErasureProposal:
    """Say that the case was reviewed and need not be kept. Somebody else erases it.

    Raises RuleBroken without a reason, and as `proposable_require` does.
    """
    proposable_require(case, at)
    try:
        with transaction.atomic():
            proposal = spell_begin(ErasureProposal(), case=case, reason=reason, by=by, at=at)
    except IntegrityError as error:
        if not violates(error, "erasure_proposed_once"):
            raise
        raise RuleBroken(PROPOSED) from None
    event_write(case, "erasure_proposed", by, at)
    return proposal


@in_transaction
def erasure_withdraw(*, case: CaseFile, reason: str, by: Actor, at: datetime) -> None:
    """Take a proposal back, or turn it down: either organisation may. Raises RuleBroken without one."""
    proposal = proposal_of(case)
    if proposal is None:
        raise RuleBroken("Nobody proposes to erase this case")
    spell_end(proposal, reason=reason, by=by, at=at)
    event_write(case, "erasure_withdrawn", by, at)


@in_transaction
def case_erase(*, case: CaseFile, by: Actor, at: datetime) -> ErasedCase:
    """Remove the case and all that is kept of it. Nothing brings it back.

    Call it under the lock of the case. Its files leave the store after the commit; what fails or a crash
    leaves of them is taken up by the hourly tidying. Raises RuleBroken as `erasable_require` does, and unless
    somebody else has proposed it a day ago: of the other organisation, where both had the case.
    """
    kept, proposal = agreement_require(case, by, at)
    barred, open_to = barred_and_admitted(case)
    versions = DocumentVersion.objects.filter(document__case_file=case)
    files = list(versions.values_list("file", flat=True))
    # Robust: the case is gone by then, whatever becomes of its files, and the answer says so.
    transaction.on_commit(lambda: storage.discard_each(files), robust=True)
    erased = ErasedCase.objects.create(
        id=case.pk,
        urn=case.urn,
        force_id=case.force_id,
        area_id=case.area_id if case.shared_with_cps_at else None,
        kind=kept.kind,
        closed_on=kept.closed_on,
        review_on=kept.review_on,
        proposed_by=proposal.begun_by,
        erased_by=by.person,
        erased_at=at,
        barred=barred,
        open_to=open_to,
        files=files,
        # The database puts its own in this place.
        written_in=0,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT casework_case_erase(%s)", [case.pk])
    return erased
