"""The auditor's pages: who saw a case, what a person saw, and reading that is unusual.

They are for the lawfulness of what is done here, for self-monitoring and for the Commissioner, and for no
measure of anybody's performance (Data Protection Act 2018, section 62(4)).
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.access.policy import actor_on, get_case_for
from casework.audit.forms import ReasonForm
from casework.audit.models import AuditEntry, AuditReason
from casework.audit.selectors import (
    Line,
    all_lines_of,
    audited_by,
    entries_of_case,
    entries_of_reason,
    lines_of,
    people_audited_by,
    reason_held,
)
from casework.audit.services import audit_reason_give
from casework.audit.unusual import RULES, unusual_reading
from casework.casefiles.models import CaseFile
from casework.organisations.models import Organisation
from casework.pages.answers import form_page, sent
from casework.pages.csv import csv_answer
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.people.roles import Role
from workflows.pages.case import case_context

PER_PAGE = 50
DAYS = 30
HEAD = (
    *("Stream", "Number", "Time (UTC)", "Person", "Role", "Organisation", "Operation", "What", "Case"),
    *("Subject", "Outcome", "Details"),
)


def auditor_of(request: SignedInRequest) -> Organisation:
    """The force or area whose auditor the person is, the first by name of several, or 403."""
    for organisation in audited_by(request.user):
        return organisation
    raise PermissionDenied


@require_safe
def audit(request: SignedInRequest) -> HttpResponse:
    """The people of the force or area, and what of their reading was unusual in the last days."""
    auditor_of(request)
    people, now = people_audited_by(request.user), timezone.now()
    found = unusual_reading(
        list(people.values_list("pk", flat=True)),
        places=[place.pk for place in audited_by(request.user)],
        since=now - timedelta(days=DAYS),
        until=now,
    )
    named = User.objects.in_bulk({line.person for line in found})
    context = {
        "title": "Audit",
        "unusual": [(line, named[line.person]) for line in found],
        "rules": RULES,
        "days": DAYS,
        "page": Paginator(people, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "workflows/audit.html", context)


@require_safe
def case_audit(request: SignedInRequest, urn: str) -> HttpResponse:
    """Who did what in a case, and who saw it."""
    case = _case_audited(request, urn)
    context = {
        **case_context(request, case, "case_audit"),
        "title": "Who saw this case",
        **_page(request, entries_of_case(case.pk)),
        "export_href": reverse("case_audit_export", kwargs={"urn": case.urn}),
    }
    return render(request, "workflows/audit_entries.html", context)


@require_http_methods(["GET", "POST"])
def case_audit_export(request: SignedInRequest, urn: str) -> HttpResponse:
    """Ask why before what was done in a case is taken out."""
    case = _case_audited(request, urn)
    back = reverse("case_audit", kwargs={"urn": case.urn})
    return _ask(request, "Take out the record of a case", case.urn, back, case=case)


@require_http_methods(["GET", "POST"])
def audit_person(request: SignedInRequest, person: int) -> HttpResponse:
    """Ask why before what a person did and saw is shown; 404 for somebody of another force or area."""
    auditor_of(request)
    found = get_object_or_404(people_audited_by(request.user), pk=person)
    back = reverse("audit")
    return _ask(request, "Look at what a person did and saw", found.signature, back, person=found)


@require_safe
def audit_look(request: SignedInRequest, reason: int) -> HttpResponse:
    """What a reason opened, for an hour and for who gave it."""
    held = _reason(request, reason)
    context = {
        "title": "Record of a person" if held.person else "Record of a case",
        "about": held.person.signature if held.person else str(held.case_file),
        "reason": held.reason,
        **_page(request, entries_of_reason(held, request.user)),
        "export_href": reverse("audit_look_export", kwargs={"reason": held.pk}),
    }
    return render(request, "workflows/audit_entries.html", context)


@require_safe
def audit_look_export(request: SignedInRequest, reason: int) -> HttpResponse:
    """The same whole, as the Commissioner may ask for it."""
    held = _reason(request, reason)
    lines = all_lines_of(entries_of_reason(held, request.user), request.user)
    return csv_answer(f"audit-{held.pk}", timezone.localdate(), HEAD, map(cells, lines))


def cells(line: Line) -> list[object]:
    """A row of the table; of a case that its reader cannot see without what could tell which it is.

    Nor are there hashes, by which a guess at what is left out could be checked: the stream and the number
    find an entry for whoever verifies the record.
    """
    entry = line.entry
    stream, subject, details = "", "", ""
    if line.seen:
        stream, subject = str(entry.stream), entry.subject
        details = json.dumps(_told(entry.details), sort_keys=True)
    return [
        *(stream, entry.number, entry.at.isoformat(), line.person, entry.role, line.organisation),
        *(line.operation, entry.what, line.case, subject, entry.outcome, details),
    ]


def _told(details: dict[str, Any]) -> dict[str, Any]:
    """Without the cases that a search showed: each has its own row, which tells what its reader may know."""
    return {name: said for name, said in details.items() if name not in {"cases", "number"}}


def _case_audited(request: SignedInRequest, urn: str) -> CaseFile:
    case = get_case_for(request.user, urn)
    if actor_on(case, request.user, [Role.AUDITOR]) is None:
        raise PermissionDenied
    return case


def _reason(request: SignedInRequest, key: int) -> AuditReason:
    auditor_of(request)
    held = reason_held(request.user, key, timezone.now())
    if held is None or (held.case_file_id and held.case_file is None):
        raise Http404
    if held.case_file is not None:
        _case_audited(request, held.case_file.urn)
    return held


def _page(request: SignedInRequest, entries: QuerySet[AuditEntry]) -> dict[str, object]:
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "lines": lines_of(page.object_list, request.user)}


def _ask(
    request: SignedInRequest,
    title: str,
    about: str,
    back: str,
    *,
    person: User | None = None,
    case: CaseFile | None = None,
) -> HttpResponse:
    form = ReasonForm(sent(request))
    if form.is_valid():
        given = audit_reason_give(
            auditor=request.user,
            organisation=auditor_of(request),
            person=person,
            case=case,
            at=timezone.now(),
            **form.cleaned_data,
        )
        return redirect("audit_look", reason=given.pk)
    return form_page(request, form, title=title, submit="Continue", back_href=back, caption=about)
