"""The verbs on the documents of a case."""

from __future__ import annotations

from datetime import date, datetime

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile, Suspect
from casework.database import in_transaction
from casework.documents.kinds import kinds
from casework.documents.models import Document, DocumentVersion, DocumentWithdrawal
from casework.documents.receiving import Received
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.guards import day_happened

ROUTE = "documents"
MOST_DOCUMENTS = 1_000
MOST_VERSIONS = 100


@in_transaction
def document_add(
    *,
    case: CaseFile,
    by: Actor,
    at: datetime,
    kind: str,
    received_on: date,
    file: Received,
    suspect: Suspect | None = None,
    note: str = "",
) -> Document:
    """Attach a document in its first version. It belongs to the organisation for which it is added.

    Raises RuleBroken for a kind that is not held, somebody else's suspect, and a day on which it
    cannot have been received: to come, or before the offence was reported.
    """
    _kind_held(kind)
    _suspect_of_case(suspect, case)
    case = _locked(case)
    _received(received_on, at=at, since=case.reported_on)
    number = case.documents.count() + 1
    if number > MOST_DOCUMENTS:
        raise RuleBroken(f"A case can hold {MOST_DOCUMENTS:,} documents, and this one does")
    document = Document.objects.create(
        case_file=case,
        number=number,
        kind=kind,
        suspect=suspect,
        organisation=by.organisation,
        added_at=at,
    )
    _version_create(document, 1, by, at, received_on, note, file)
    _event(document, by, at, "document_added", document.kind_held.label)
    return document


@in_transaction
def document_version_add(
    *,
    case: CaseFile,
    document: Document,
    by: Actor,
    at: datetime,
    after: int,
    received_on: date,
    file: Received,
    note: str = "",
) -> DocumentVersion:
    """Attach a new version; the earlier ones stay. `after` is the version that its sender knew as the latest.

    Raises RuleBroken for a withdrawn document, one of another organisation and a day before that of the
    latest version, and when somebody else has added a version since.
    """
    case = _locked(case)
    _changeable(document, by)
    latest = document.versions.order_by("number").last()
    if latest is None or latest.number != after:
        raise RuleBroken("Somebody has added a new version since you opened the page. Check it, then go on")
    if after >= MOST_VERSIONS:
        raise RuleBroken("Add this as a document of its own: this one has too many versions")
    _received(received_on, at=at, since=latest.received_on)
    version = _version_create(document, after + 1, by, at, received_on, note, file)
    _event(document, by, at, "document_version_added", f"version {version.number}")
    return version


@in_transaction
def document_withdraw(*, case: CaseFile, document: Document, by: Actor, at: datetime, reason: str) -> None:
    """Say that a document no longer counts, and why. It is kept, and hidden from the list.

    Raises RuleBroken for one that is withdrawn already and one of another organisation.
    """
    _locked(case)
    _changeable(document, by)
    DocumentWithdrawal.objects.create(
        document=document, reason=reason, withdrawn_at=at, withdrawn_by=by.person
    )
    _event(document, by, at, "document_withdrawn", reason)


@in_transaction
def document_refuse(
    *,
    case: CaseFile,
    by: Actor,
    at: datetime,
    signature: str,
    kind: str = "",
    document: Document | None = None,
) -> None:
    """Record that a file was refused because the scanner calls it `signature`. Nothing of it is kept.

    It was to be a document of this kind, or a version of this document.
    """
    event_record(
        case=case,
        by=by,
        at=at,
        route=ROUTE,
        verb="document_refused",
        subject=document.pk if document else None,
        reason=f"{document or kinds()[kind].label}: {signature}",
    )


def _changeable(document: Document, by: Actor) -> None:
    """Guard: the document counts, and is of the organisation for which somebody acts. One query."""
    if document.organisation_id != by.organisation.pk:
        raise RuleBroken("Only who added this document can change it")
    if DocumentWithdrawal.objects.filter(document=document).exists():
        raise RuleBroken("This document was withdrawn")


def _kind_held(kind: str) -> None:
    if kind not in kinds():
        raise RuleBroken("Select the kind of document", field="kind")


def _suspect_of_case(suspect: Suspect | None, case: CaseFile) -> None:
    if suspect and suspect.case_file_id != case.pk:
        raise RuleBroken("Select a suspect of this case", field="suspect")


def _locked(case: CaseFile) -> CaseFile:
    """The case under its lock: the numbers of documents and versions follow one another."""
    return CaseFile.objects.select_for_update(of=["self"], no_key=True).get(pk=case.pk)


def _received(on: date, *, at: datetime, since: date) -> None:
    day_happened(on, at=at, since=since, what="The date on which it was received", field="received_on")


def _version_create(
    document: Document, number: int, by: Actor, at: datetime, received_on: date, note: str, file: Received
) -> DocumentVersion:
    return DocumentVersion.objects.create(
        document=document,
        number=number,
        received_on=received_on,
        note=note,
        file=file.kept.file,
        name=file.name,
        media_type=file.media_type,
        size=file.kept.size,
        sha256=file.kept.sha256,
        scanned=file.scanned,
        hidden=list(file.hidden),
        added_at=at,
        added_by=by.person,
    )


def _event(document: Document, by: Actor, at: datetime, verb: str, words: str) -> None:
    event_record(
        case=document.case_file,
        by=by,
        at=at,
        route=ROUTE,
        verb=verb,
        subject=document.pk,
        reason=f"{document.reference}: {words}",
    )
