"""Letters to victims: beginning one, reading it, and printing one that was checked."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.access.policy import actor_on, get_case_for
from casework.casefiles.models import CaseFile
from casework.charging.models import ChargingDecision
from casework.errors import RuleBroken
from casework.forms import refusal_show
from casework.letters.forms import OpenForm
from casework.letters.matters import Matter, matters_of
from casework.letters.models import Letter
from casework.letters.selectors import letters_about, letters_of
from casework.letters.services import letter_open
from casework.pages.answers import form_page, sent
from casework.papers.letter import letter_paper
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.people.roles import Role
from casework.review_rights.models import DecisionReview, ReviewRight
from casework.routes.models import RouteRecord
from workflows.engine import work
from workflows.pages.case import MAY_WRITE, case_context
from workflows.pages.papers import paper_of
from workflows.pages.unsent import typed_again

NOTHING_DECIDED = "Nothing has been decided in this case that a victim is written to about."


@require_http_methods(["GET", "POST"])
def letter_add(request: SignedInRequest, urn: str) -> HttpResponse:
    """Choose what the letter is about, and go on to draft it. 403 for who does not write to victims."""
    case = get_case_for(request.user, urn)
    if actor_on(case, request.user, MAY_WRITE) is None:
        raise PermissionDenied
    matters = matters_of(case)
    form = OpenForm(
        sent(request), matters=matters, initial={"matter": request.GET.get("matter")}, auto_id="%s"
    )
    made = opened(request, case, form) if form.is_valid() else None
    if made:
        return redirect(draft_href(case, made, request.user))
    context = {
        **case_context(request, case, "letters"),
        **typed_again(request, case, form),
        "title": "Draft a letter to a victim",
        "caption": f"Case {case.urn}",
        "submit": "Continue",
        "nothing": "" if matters else NOTHING_DECIDED,
        "back_href": letters_href(case),
    }
    return form_page(request, form, template="workflows/letter_add.html", **context)


def opened(request: SignedInRequest, case: CaseFile, form: OpenForm) -> Letter | None:
    """Do it, or leave on the form why it was not done."""
    about = {"case": case, "verb": letter_open, **form.cleaned_data}
    try:
        made: Letter = work.act_on_case(by=request.user, roles=MAY_WRITE, at=timezone.now(), **about)
    except RuleBroken as refusal:
        refusal_show(form, refusal)
        return None
    return made


def draft_href(case: CaseFile, letter: Letter, user: User) -> str:
    """Where the person drafts it: at its step, or beside it for who has another role. One query."""
    if actor_on(case, user, (Role.VICTIM_LIAISON,)):
        task = letter.process.task_set.latest("pk").pk  # type: ignore[attr-defined]  # the engine has it
        return reverse("step", kwargs={"urn": case.urn, "task": task})
    where = {"urn": case.urn, "kind": "letter", "record": letter.pk, "key": "draft_too"}
    return reverse("turn", kwargs=where)


@require_safe
def letter(request: SignedInRequest, urn: str, number: int) -> HttpResponse:
    """A letter as it stands, with the name of the victim in it; 404 before its first version."""
    case = get_case_for(request.user, urn)
    found = get_object_or_404(letters_of(case), number=number)
    if found.current is None:
        raise Http404
    context = {
        **case_context(request, case, "letters"),
        "title": f"Letter {number}",
        "letter": found,
        "version": found.current,
        "checked": [version for version in found.versions.all() if version.is_checked],
        "area": case.area.name,
        "back_href": letters_href(case),
    }
    return render(request, "workflows/letter.html", context)


@require_safe
def letter_pdf(request: SignedInRequest, urn: str, number: int, version: int) -> HttpResponse:
    """A version that was checked, to be printed."""
    return paper_of(request, urn, lambda case, at: letter_paper(case, number, version))


def letters_href(case: CaseFile) -> str:
    return reverse("case_route", kwargs={"urn": case.urn, "route": Letter.route})


def letters_at(case: CaseFile, record: RouteRecord, user: User) -> dict[str, object] | None:
    """What the page of a step shows of the letters about its record; None where there can be none.

    Five queries for a decision or a review, and none for another record.
    """
    if not isinstance(record, ReviewRight | DecisionReview | ChargingDecision):
        return None
    about = [each for each in matters_of(case) if is_about(each, record)]
    written = letters_about(case, record)
    writes = bool(about) and actor_on(case, user, MAY_WRITE) is not None
    href = f"{reverse('letter_add', kwargs={'urn': case.urn})}?matter={about[0].key}" if about else ""
    return {"add_href": href if writes else "", "letters": [each for each in written if each.current]}


def is_about(matter: Matter, record: RouteRecord) -> bool:
    if isinstance(record, DecisionReview):
        return matter.review == record
    if isinstance(record, ReviewRight):
        same = (matter.decision.pk, matter.victim.pk) == (record.decision_id, record.victim_id)
        return same and matter.review is None
    return matter.decision == record and matter.review is None
