"""Erasing a case: whether it may go, and its going, with all that any table or the store has of it.

A function of the database removes the rows: it follows the foreign keys from the case, so that a table
that is added later goes too. Each watched row that goes is an entry of the audit record, by its key alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils import timezone

from casework.access.ending import spell_end
from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.database import in_transaction, violates
from casework.documents import storage
from casework.documents.models import DocumentVersion
from casework.errors import RuleBroken
from casework.pages.dates import govuk_date, govuk_datetime
from casework.people.models import RoleEvent
from casework.retention.closing import closed_require
from casework.retention.models import CaseRetention, ErasedCase, ErasureProposal, LegalHold
from casework.retention.selectors import proposal_of, retention_of
from casework.retention.writing import event_write, spell_begin

# So that whoever keeps the records of either side finds a proposal that nobody made, or a hold that nobody
# ended, before the case is gone. The database asks for the same.
STANDS_FOR = timedelta(days=1)
OWN_FOR = timedelta(days=30)
GIVES = (
    *(RoleEvent.Verb.ACCOUNT_MADE, RoleEvent.Verb.ROLE_ADDED, RoleEvent.Verb.ACCOUNT_REACTIVATED),
    *(RoleEvent.Verb.PASSWORD_RESET, RoleEvent.Verb.SECOND_FACTOR_RESET, RoleEvent.Verb.PROVIDER_LINKED),
)


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
        raise RuleBroken("The case was opened again since its class was set. Set the class again")
    if LegalHold.objects.in_force().filter(case_file=case).exists():
        raise RuleBroken("A legal hold is on this case")
    first = erasable_from(case, kept)
    if timezone.localdate(at) < first:
        raise RuleBroken(f"This case is kept until {govuk_date(first)}")
    return kept


@in_transaction
def erasure_propose(*, case: CaseFile, reason: str, by: Actor, at: datetime) -> ErasureProposal:
    """Say that the case was reviewed and need not be kept. Somebody else erases it.

    Raises RuleBroken without a reason, as `erasable_require` does, and for a case that somebody has
    proposed.
    """
    erasable_require(case, at)
    try:
        with transaction.atomic():
            proposal = spell_begin(ErasureProposal(), case=case, reason=reason, by=by, at=at)
    except IntegrityError as error:
        if not violates(error, "erasure_proposed_once"):
            raise
        raise RuleBroken("Somebody has proposed to erase this case already") from None
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

    Call it under the lock of the case. Its files leave the store after the commit; what a crash, or a store
    that is away, leaves of them goes with the hourly tidying. Raises RuleBroken as `erasable_require` does,
    and unless somebody else has proposed it a day ago: of the other organisation, where both had the case.
    """
    kept = erasable_require(case, at)
    proposal = _agreed(case, by, at)
    _settled_require(case, kept, proposal, at)
    versions = DocumentVersion.objects.filter(document__case_file=case)
    files = list(versions.values_list("file", flat=True))
    _files_leave(files)
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
        files=files,
        # The database puts its own in this place.
        written_in=0,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT casework_case_erase(%s)", [case.pk])
    return erased


def _agreed(case: CaseFile, by: Actor, at: datetime) -> ErasureProposal:
    proposal = proposal_of(case)
    if proposal is None:
        raise RuleBroken("Somebody else must first propose to erase this case")
    if proposal.begun_by_id == by.person.pk:
        raise RuleBroken("Somebody else must erase the case that you proposed")
    if case.shared_with_cps_at and proposal.organisation_id == by.organisation.pk:
        raise RuleBroken("Both sides had this case: the other organisation must erase it")
    if not case.shared_with_cps_at:
        _two_people_require(proposal.begun_by_id, by.person.pk, at)
    return proposal


def _two_people_require(proposer: int, eraser: int, at: datetime) -> None:
    """Guard for two of one organisation: nobody has of late made either account, or a way to sign in to it.

    One query. Whoever administers accounts could be both otherwise. What the command line did is trusted:
    who runs it needs no second person.
    """
    given = RoleEvent.objects.filter(
        person__in=(proposer, eraser), actor__isnull=False, verb__in=GIVES, at__gt=at - OWN_FOR
    )
    if given.exists():
        raise RuleBroken(
            f"Both people must have had their role and their sign-in for {OWN_FOR.days} days. "
            "Ask another administrator to erase this case"
        )


def _settled_require(case: CaseFile, kept: CaseRetention, proposal: ErasureProposal, at: datetime) -> None:
    """Nothing was said of its keeping for a day: no class, no hold, no proposal. One query."""
    released = LegalHold.objects.filter(case_file=case).aggregate(at=Max("ended_at"))["at"]
    since = max(filter(None, (kept.set_at, proposal.begun_at, released)))
    if at < since + STANDS_FOR:
        raise RuleBroken(f"This case can be erased from {govuk_datetime(since + STANDS_FOR)}")


def _files_leave(files: Sequence[UUID]) -> None:
    """After the commit. The case is gone by then, whatever becomes of its files, and the answer says so."""

    def discard() -> None:
        for file in files:
            storage.discard(file)

    transaction.on_commit(discard, robust=True)
