"""The documents of a case: what it holds, adding one or a new version, withdrawing one, fetching a file."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.access.policy import Actor, actor_on, get_case_for
from casework.casefiles.models import CaseFile
from casework.documents import services, storage
from casework.documents.errors import FileInfected
from casework.documents.forms import DocumentForm, KindForm, VersionForm, WithdrawForm
from casework.documents.kinds import kinds
from casework.documents.models import Document, DocumentVersion
from casework.documents.receiving import file_received
from casework.documents.scanning import scanner_configured
from casework.documents.selectors import documents_for
from casework.documents.uploads import takes_documents
from casework.errors import RuleBroken
from casework.events.models import Event
from casework.forms import refusal_show
from casework.incidents.services import FETCH_FILE, incident_record_once
from casework.pages.answers import done, form_page
from casework.people.request import SignedInRequest
from casework.people.roles import WORKING_ROLES
from workflows.engine import work
from workflows.pages.case import case_context
from workflows.pages.seen import key_of, last_of, seen_in, unless_overtaken
from workflows.pages.unsent import typed_again

logger = logging.getLogger(__name__)
PER_PAGE = 50
# A file runs nothing and loads nothing, should a browser show it after all.
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@require_safe
def documents(request: SignedInRequest, urn: str) -> HttpResponse:
    """Those that count; with `?withdrawn=1` the withdrawn ones too."""
    case = get_case_for(request.user, urn)
    withdrawn = request.GET.get("withdrawn") == "1"
    read = documents_for(case, request.user)
    page = Paginator(read if withdrawn else read.current(), PER_PAGE)
    context = {
        **case_context(request, case, "documents"),
        "title": f"Documents ({page.count})",
        "page": page.get_page(request.GET.get("page")),
        "withdrawn": withdrawn,
        "query": "withdrawn=1" if withdrawn else "",
        "may_add": actor_on(case, request.user, WORKING_ROLES) is not None,
    }
    return render(request, "workflows/documents.html", context)


@require_safe
def document(request: SignedInRequest, urn: str, number: int) -> HttpResponse:
    case = get_case_for(request.user, urn)
    found = get_object_or_404(documents_for(case, request.user), number=number)
    context = {
        **case_context(request, case, "documents"),
        "title": f"{found.reference}: {found.kind_held.label}",
        "document": found,
        "versions": list(reversed(found.versions.all())),
        "may_change": not found.is_withdrawn and _owner(request, case, found) is not None,
    }
    return render(request, "workflows/document.html", context)


@require_http_methods(["GET", "POST"])
def document_kind(request: SignedInRequest, urn: str) -> HttpResponse:
    """What is it? The page of its kind asks for the file."""
    case = _case_of_worker(request, urn)
    form = KindForm(request.POST or None)
    if form.is_valid():
        return redirect("document_add", urn=case.urn, kind=form.cleaned_data["kind"])
    return _form_page(request, case, form, title="Add a document", submit="Continue", back="documents")


@takes_documents
@require_http_methods(["GET", "POST"])
def document_add(request: SignedInRequest, urn: str, kind: str) -> HttpResponse:
    case = _case_of_worker(request, urn)
    if kind not in kinds():
        raise Http404
    form = DocumentForm(request.POST or None, request.FILES or None, case=case, kind=kinds()[kind])

    def own_last(case: CaseFile) -> Event | None:
        return last_of(case, services.ROUTE, verb="document_added", actor=request.user)

    seen = key_of(own_last(case))
    verb = unless_overtaken(services.document_add, seen_in(request, seen), own_last)
    if form.is_valid() and (added := _with_file(request, case, form, verb, kind=kind)):
        messages.success(request, f"{added.reference} added.")
        return redirect("documents", urn=case.urn)
    title = f"Add a document: {kinds()[kind].label}"
    return _form_page(
        request, case, form, title=title, submit="Add the document", back="document_kind", seen=seen
    )


@takes_documents
@require_http_methods(["GET", "POST"])
def version_add(request: SignedInRequest, urn: str, number: int) -> HttpResponse:
    case, found = _own_document(request, urn, number)
    form = VersionForm(request.POST or None, request.FILES or None, initial={"after": found.versions.count()})
    verb = services.document_version_add
    if form.is_valid() and (added := _with_file(request, case, form, verb, document=found)):
        messages.success(request, f"Version {added.number} of {found.reference} added.")
        return redirect("document", urn=case.urn, number=number)
    title = f"Add a new version of {found.reference}, {found.kind_held.label}"
    return _form_page(
        request, case, form, title=title, submit="Add the version", back="document", number=number
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, urn: str, number: int) -> HttpResponse:
    case, found = _own_document(request, urn, number)
    form = WithdrawForm(request.POST or None, auto_id="%s")
    verb = services.document_withdraw
    if done(form, lambda: _act(request, case, verb, document=found, **form.cleaned_data)):
        messages.success(request, f"{found.reference} withdrawn.")
        return redirect("documents", urn=case.urn)
    title = f"Withdraw {found.reference}, {found.kind_held.label}"
    return _form_page(
        request, case, form, title=title, submit="Withdraw the document", back="document", number=number
    )


@require_safe
def download(request: SignedInRequest, urn: str, number: int, version: int) -> FileResponse | HttpResponse:
    """The file, to be saved and never shown in place; to nobody whom another site sends here.

    For a file that the store does not have, as after a restore without it, a page says so: an incident.
    """
    case = get_case_for(request.user, urn)
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise PermissionDenied
    read = documents_for(case, request.user).filter(number=number).values("pk")
    versions = DocumentVersion.objects.select_related("document__case_file")
    found = get_object_or_404(versions, document__in=read, number=version)
    try:
        file = storage.path_of(found.file).open("rb")
    except OSError as error:
        return _file_missing(request, case, found, error)
    return FileResponse(
        file,
        as_attachment=True,
        filename=found.download_name,
        content_type=found.media_type,
        headers={"Content-Security-Policy": SANDBOX, "Cross-Origin-Resource-Policy": "same-origin"},
    )


def _file_missing(
    request: SignedInRequest, case: CaseFile, version: DocumentVersion, error: OSError
) -> HttpResponse:
    """Gone, and not "not found": the person reads the case, and the record is to say so."""
    incident = incident_record_once(
        error=error,
        doing=FETCH_FILE,
        at=timezone.now(),
        case=case,
        step=f"{version.document.reference}, version {version.number}",
    )
    logger.error("incident %s: %s, %s", incident.reference, incident.error, FETCH_FILE)
    context = {
        **case_context(request, case, "documents"),
        "title": f"The file of {version.document.reference} cannot be fetched",
        "version": version,
        "reference": incident.reference,
    }
    return render(request, "workflows/document_missing.html", context, status=410)


def _case_of_worker(request: SignedInRequest, urn: str) -> CaseFile:
    case = get_case_for(request.user, urn)
    if actor_on(case, request.user, WORKING_ROLES) is None:
        raise PermissionDenied
    return case


def _own_document(request: SignedInRequest, urn: str, number: int) -> tuple[CaseFile, Document]:
    """The case and the document, or 403 for somebody who does not act for the organisation that added it."""
    case = get_case_for(request.user, urn)
    found = get_object_or_404(documents_for(case, request.user).current(), number=number)
    if _owner(request, case, found) is None:
        raise PermissionDenied
    return case, found


def _owner(request: SignedInRequest, case: CaseFile, found: Document) -> Actor | None:
    actor = actor_on(case, request.user, WORKING_ROLES)
    return actor if actor and actor.organisation.pk == found.organisation_id else None


def _with_file(
    request: SignedInRequest, case: CaseFile, form: Any, verb: Callable[..., Any], **subject: Any
) -> Any:
    """Do the verb with the file of the form, scanned and kept; or None, and the form says why not."""
    try:
        with _refusal_recorded(request, case, **subject), file_received(form.cleaned_data["file"]) as file:
            return _act(request, case, verb, file=file, **{**form.arguments(), **subject})
    except RuleBroken as refusal:
        refusal_show(form, refusal)
    return None


@contextmanager
def _refusal_recorded(request: SignedInRequest, case: CaseFile, **subject: Any) -> Iterator[None]:
    """Write an event of an infected file. While none can be written its sender is told that instead."""
    try:
        yield
    except FileInfected as infected:
        _act(request, case, services.document_refuse, signature=infected.signature, **subject)
        raise


def _act(request: SignedInRequest, case: CaseFile, verb: Callable[..., Any], **arguments: Any) -> Any:
    return work.act_on_case(
        case=case, by=request.user, roles=WORKING_ROLES, at=timezone.now(), verb=verb, **arguments
    )


def _form_page(
    request: SignedInRequest,
    case: CaseFile,
    form: forms.Form,
    *,
    title: str,
    submit: str,
    back: str,
    seen: str = "",
    **where: int,
) -> HttpResponse:
    context = {
        **case_context(request, case, "documents"),
        **typed_again(request, case, form),
        "title": title,
        "submit": submit,
        "seen": seen,
        "caption": f"Case {case.urn}",
        "back_href": reverse(back, kwargs={"urn": case.urn, **where}),
        "unscanned": form.is_multipart() and not scanner_configured(),
    }
    return form_page(request, form, template="workflows/document_form.html", **context)
