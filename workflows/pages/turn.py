"""What somebody does to a record beside its steps, such as taking it up again: one form."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from casework.access.policy import actor_on, get_case_for
from casework.casefiles.models import CaseFile
from casework.drafts.models import Draft
from casework.drafts.place import Place
from casework.errors import RuleBroken
from casework.forms import RepeatingStepForm, StepForm, refusal_show
from casework.numbers import whole_number
from casework.people.request import SignedInRequest
from casework.routes.models import RouteRecord
from workflows.engine import work
from workflows.engine.outcomes import Turn
from workflows.engine.registry import FLOWS
from workflows.models import CaseProcess
from workflows.pages.before_contact import contact_at
from workflows.pages.case import case_context, side_on
from workflows.pages.drafts import draft_answer, draft_context, draft_of, form_of, is_about_draft
from workflows.pages.finding_links import findings_told
from workflows.pages.moved import moved_tell
from workflows.pages.step import done_before, status_of
from workflows.pages.turn_links import route_href
from workflows.pages.unsent import unsent_restore

# In the page and what it sends: when this was last done, for what can be done again and again.
SEEN = "seen"


@require_http_methods(["GET", "POST"])
def turn(request: SignedInRequest, urn: str, kind: str, record: UUID, key: str) -> HttpResponse:
    """GET shows the form, POST does it. 404 for what there is not, 403 for another role."""
    case = get_case_for(request.user, urn)
    found, subject = turn_of(case, kind, record, key)
    if actor_on(case, request.user, found.roles) is None:
        raise PermissionDenied
    if request.method == "GET" and not found.stands(subject):
        messages.info(request, "The work has moved on. This is how it stands now.")
        return redirect(route_href(case, subject))
    if request.method == "GET":
        unsent_restore(request=request, user=request.user)
    place = Place(subject.pk, kind, key)
    draft = draft_of(request, place)
    form = form_of(request, found, subject, draft)
    if is_about_draft(request):
        again = partial(turn_page, request, case, found, subject, kind, form.unjudged(), status=409)
        return draft_answer(request, case, place, again)
    if request.method == "POST" and not getattr(form, "asks_for_another", False):
        return send(request, case, found, subject, kind, form)
    return turn_page(request, case, found, subject, kind, form, draft=draft)


def turn_of(case: CaseFile, kind: str, key: str | UUID, name: str) -> tuple[Turn, RouteRecord]:
    """The turn, and the record of this case with this key, or 404. Two queries."""
    if kind not in FLOWS:
        raise Http404
    model = CaseProcess._meta.get_field(kind).related_model
    record = get_object_or_404(model.objects.select_related("process"), pk=key, case_file=case)
    record.case_file = case
    found = (record.process.flow_class or FLOWS[kind]).turn(name)
    if found is None:
        raise Http404
    return found, record


def send(
    request: SignedInRequest, case: CaseFile, found: Turn, record: RouteRecord, kind: str, form: StepForm
) -> HttpResponse:
    """Do it, or show the page again with what was typed and why it was not taken."""
    if not form.is_valid():
        return turn_page(request, case, found, record, kind, form, status=422)
    at = timezone.now()
    try:
        work.turn(
            record=record,
            by=request.user,
            at=at,
            key=found.key,
            arguments=form.arguments(),
            seen=seen_sent(request),
        )
    except work.AlreadyDone as refusal:
        return done_before(request, case, refusal, found.label, form)
    except RuleBroken as refusal:
        refusal_show(form, refusal)
        return turn_page(request, case, found, record, kind, form, status=status_of(refusal))
    messages.success(request, f"{case.events.filter(subject=record.pk).latest('pk').words}.")
    moved_tell(request, case, at)
    return redirect(route_href(case, record))


def seen_sent(request: SignedInRequest) -> int | None:
    """What the page held of how often it had been done; None where it held nothing that is understood."""
    return whole_number(request.POST.get(SEEN, ""))


def seen_now(found: Turn, record: RouteRecord, kind: str) -> int | None:
    """The key of the event with which it was last done, 0 before the first; None where the record moves with
    it, which tells enough. One query."""
    if found.to:
        return None
    done = work.last_done(record, f"{kind}.{found.key}")
    return done.pk if done else 0


def turn_page(
    request: SignedInRequest,
    case: CaseFile,
    found: Turn,
    record: RouteRecord,
    kind: str,
    form: StepForm,
    *,
    draft: Draft | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **case_context(request, case, "turn"),
        "title": found.label,
        "turn": found,
        "kind": kind,
        SEEN: seen_now(found, record, kind),
        "record": record,
        "form": form,
        "forms": form.parts if isinstance(form, RepeatingStepForm) else [],
        "contact": contact_at(case, request.user, f"{kind}.{found.key}", record),
        "findings": findings_told(case, record, found.found_on(record)),
        **draft_context(request, case, Place(record.pk, kind, found.key), form, draft),
        "side": side_on(case, request.user),
        "back_href": route_href(case, record),
    }
    return render(request, "workflows/turn.html", context, status=status)
