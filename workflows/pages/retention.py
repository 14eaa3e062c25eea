"""An administrator's pages of how long cases are kept: what is due, holds, and erasing a case.

They are reached without access to the case, and show its URN, its class and days: nothing of what is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.access.forms import ReasonForm
from casework.access.policy import Actor, administrator_of
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.events.models import Event
from casework.pages.answers import done, form_page, sent
from casework.people.administering import as_administrator
from casework.people.request import SignedInRequest
from casework.retention import erasure, selectors, services
from casework.retention.closing import closed_on
from casework.retention.forms import ClassForm, EraseForm
from casework.retention.models import CaseRetention
from casework.retention.writing import ROUTE
from casework.sign_in.again import proof_required
from workflows.engine import work
from workflows.pages.seen import key_of, last_of, seen_in, unless_overtaken

PER_PAGE = 50
LISTS: Mapping[str, tuple[str, Callable[..., Any]]] = {
    "due": ("Review due", lambda user: selectors.due(user, timezone.localdate())),
    "held": ("Under a legal hold", selectors.held),
    "none": ("No open work, and no class", selectors.without_class),
    "erased": ("Erased", selectors.erased),
}


@dataclass(frozen=True)
class Change:
    """What is done to the keeping of a case with one form: its verb and its words."""

    verb: Callable[..., Any]
    form: type[forms.Form]
    title: str
    submit: str
    told: str
    intro: str = ""


CHANGES = {
    "class": Change(
        services.retention_set, ClassForm, "Set the retention class", "Set the class", "Class set."
    ),
    "keep": Change(
        services.case_keep,
        forms.Form,
        "Keep the case for another term?",
        "Keep the case",
        "Kept. The next review counts from today.",
        "You have reviewed the case, and it is still needed.",
    ),
    "hold": Change(
        services.hold_set,
        ReasonForm,
        "Put a legal hold on the case",
        "Put the hold on",
        "The case is held.",
        "Nobody can erase the case before your organisation ends the hold.",
    ),
    "propose": Change(
        erasure.erasure_propose,
        ReasonForm,
        "Propose to erase the case",
        "Propose to erase it",
        "Proposed. Somebody else must erase the case.",
        "You have reviewed the case, and it is no longer needed.",
    ),
    "withdraw": Change(
        erasure.erasure_withdraw,
        ReasonForm,
        "Withdraw the proposal to erase the case",
        "Withdraw the proposal",
        "The case is not to be erased.",
    ),
}
END_HOLD = Change(services.hold_end, ReasonForm, "End the legal hold", "End the hold", "The hold has ended.")


@require_safe
def retention(request: SignedInRequest) -> HttpResponse:
    """One of the lists; the first is that of the reviews that are due."""
    as_administrator(request.user)
    shown = request.GET.get("show", "due")
    if shown not in LISTS:
        raise Http404
    title, found = LISTS[shown]
    page = Paginator(found(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": f"Retention: {title[0].lower()}{title[1:]} ({page.paginator.count})",
        "tabs": [
            {"text": words, "href": f"?show={key}", "active": key == shown}
            for key, (words, _) in LISTS.items()
        ],
        "shown": shown,
        "page": page,
        "query": f"show={shown}",
    }
    return render(request, "workflows/retention.html", context)


@require_safe
def case_retention(request: SignedInRequest, urn: str) -> HttpResponse:
    case, now = case_kept(request, urn), timezone.now()
    actor = actor_of(request, case)
    kept = CaseRetention.objects.filter(case_file=case).select_related("set_by").first()
    context = {
        "title": f"Retention of {case.urn}",
        "case": case,
        "kept": kept,
        "closed": closed_on(case, now),
        "erasable_from": kept and erasure.erasable_from(case, kept),
        "holds": list(selectors.holds_of(case)),
        "proposal": selectors.proposal_of(case),
        "actor": actor,
        "class_refused": refusal(lambda: services.classable_require(case, now)),
        "keep_refused": refusal(lambda: services.keepable_require(case, now)),
        "propose_refused": refusal(lambda: erasure.proposable_require(case, now)),
        "erase_refused": refusal(lambda: erasure.agreement_require(case, actor, now)),
    }
    return render(request, "workflows/case_retention.html", context)


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, urn: str, what: str) -> HttpResponse:
    case = case_kept(request, urn)
    if what not in CHANGES:
        raise Http404
    return answer(request, case, CHANGES[what])


@require_http_methods(["GET", "POST"])
def hold_over(request: SignedInRequest, urn: str, key: UUID) -> HttpResponse:
    case = case_kept(request, urn)
    hold = get_object_or_404(selectors.holds_of(case), pk=key)
    return answer(request, case, END_HOLD, hold=hold)


@proof_required
@require_http_methods(["GET", "POST"])
def erase(request: SignedInRequest, urn: str) -> HttpResponse:
    """Ask for the number of the case before it goes for ever."""
    case = case_kept(request, urn)
    form = EraseForm(sent(request), of=case.urn)
    if done(form, lambda: act(request, case, erasure.case_erase)):
        messages.success(request, f"{case.urn} is erased.")
        return redirect(reverse("retention") + "?show=erased")
    return form_page(
        request,
        form,
        title="Erase the case",
        submit="Erase the case",
        template="workflows/case_erase.html",
        case=case,
        proposal=selectors.proposal_of(case),
        back_href=_back(case),
        cancel_href=_back(case),
        button_classes="govuk-button--warning",
    )


def case_kept(request: SignedInRequest, urn: str) -> CaseFile:
    """The case by its number, 403 for who administers nothing, 404 for a case of another force or area."""
    as_administrator(request.user)
    return get_object_or_404(selectors.cases_kept_by(request.user), urn=urn)


def actor_of(request: SignedInRequest, case: CaseFile) -> Actor:
    """The administrator as whom the person acts on a case of theirs. No query of its own."""
    actor = administrator_of(case, request.user)
    if actor is None:
        raise Http404
    return actor


def refusal(guard: Callable[[], object]) -> str:
    """What a guard of the domain says against an act; nothing where it would go ahead."""
    try:
        guard()
    except RuleBroken as error:
        return error.message
    return ""


def answer(request: SignedInRequest, case: CaseFile, about: Change, **subject: Any) -> HttpResponse:
    """One form, one verb, and back to the page of the case; as long as nobody did anything to its keeping."""
    form, seen = about.form(sent(request)), key_of(last_done(case))
    verb = unless_overtaken(about.verb, seen_in(request, seen), last_done)
    if done(form, lambda: act(request, case, verb, **subject, **form.cleaned_data)):
        messages.success(request, about.told)
        return redirect(_back(case))
    return form_page(
        request,
        form,
        title=about.title,
        submit=about.submit,
        template="workflows/case_retention_change.html",
        caption=case.urn,
        words=about.intro,
        seen=seen,
        back_href=_back(case),
        cancel_href=_back(case),
    )


def last_done(case: CaseFile) -> Event | None:
    """What was done last to the keeping of the case. One query."""
    return last_of(case, ROUTE)


def act(request: SignedInRequest, case: CaseFile, verb: Callable[..., Any], **arguments: Any) -> None:
    work.administer_case(case=case, by=request.user, at=timezone.now(), verb=verb, **arguments)


def _back(case: CaseFile) -> str:
    return reverse("case_retention", kwargs={"urn": case.urn})
