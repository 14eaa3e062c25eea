"""Drafts of the forms on the pages of a case: saved by the script or by a button, offered again, discarded.

All of it is sent to the address of the form itself, so that whoever has to sign in first comes back to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.db import OperationalError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.casefiles.models import CaseFile
from casework.database import is_lock_timeout
from casework.drafts.models import Draft
from casework.drafts.place import Place
from casework.drafts.selectors import drafts_of
from casework.drafts.services import draft_save, drafts_remove
from casework.drafts.typed import BY_SCRIPT, DISCARD, KEEP, as_sent, typed_of
from casework.errors import RuleBroken
from casework.forms import RepeatingStepForm, StepForm
from casework.obligations.models import Obligation
from casework.pages.dates import govuk_time
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.routes.models import RouteRecord
from workflows.engine.outcomes import Outcome
from workflows.engine.registry import FLOWS
from workflows.models import CaseProcess

# In the session: the key of the draft that was sent without one (see unsent.py).
RESTORED = "restored"
OVER = "Not saved: this work has already been done or has moved on"
BUSY = "Not saved yet: someone is changing this case at the moment"


class DraftLink(NamedTuple):
    label: str
    href: str
    draft: Draft


def is_about_draft(request: HttpRequest) -> bool:
    """Whether the form was sent to keep or to discard what is in it, and not to do anything."""
    return request.method == "POST" and (KEEP in request.POST or DISCARD in request.POST)


def draft_answer(
    request: SignedInRequest, case: CaseFile, place: Place, again: Callable[[], HttpResponse]
) -> HttpResponse:
    """Keep or discard the draft of a form whose page the person may send; `again` shows it as it was sent."""
    if DISCARD in request.POST:
        drafts_remove(person=request.user, **place._asdict())
        messages.info(request, "The draft has been discarded.")
        return redirect(request.get_full_path())
    draft, problem = _kept(request, place)
    if request.POST[KEEP] == BY_SCRIPT:
        words = problem or f"Saved at {govuk_time(draft.saved_at)}"
        # Saving was a request of the person, so that the session ends later; the page says when.
        ends_at = request.session_ends_at.isoformat()  # type: ignore[attr-defined]
        return JsonResponse({"words": words, "ends_at": ends_at}, status=409 if problem else 200)
    if problem:
        messages.warning(request, f"{problem}.")
        return again()
    messages.success(
        request,
        f"Your draft on case {case.urn} was saved at {govuk_time(draft.saved_at)}. Only you can see it. "
        "Open the work again to go on.",
    )
    return redirect("queue")


def _kept(request: SignedInRequest, place: Place) -> tuple[Any, str]:
    """The draft, or why it is not kept."""
    try:
        typed = typed_of(request.POST)
        draft = draft_save(
            person=request.user,
            place=place,
            wanted=wanted(place, request.user),
            typed=typed,
            at=timezone.now(),
        )
    except RuleBroken as refusal:
        return None, f"Not saved. {refusal.message}"
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
        return None, BUSY
    return draft, "" if draft else OVER


def wanted(place: Place, person: User) -> QuerySet[Any, Any]:
    """What stands open for the form and for the person: the work of a step, or the record of a turn."""
    if place.is_step:
        work = Obligation.objects.open().workable_by(person)
        return work.filter(subject=place.subject, kind=place.kind)
    turn = FLOWS[place.kind].turn(place.outcome)
    records = CaseProcess._meta.get_field(place.kind).related_model._default_manager.none()
    if turn is None or not person.holds(*turn.roles):
        return records
    stands = {"pk": place.subject, "position__in": turn.at, "withdrawn_at": None}
    return records.model._default_manager.filter(**stands, case_file__in=CaseFile.objects.visible_to(person))


def form_of(request: SignedInRequest, outcome: Outcome, record: RouteRecord, draft: Draft | None) -> StepForm:
    """The form with what was sent; or with the draft, of which nothing is judged yet; or empty."""
    if request.method == "POST":
        return outcome.form(request.POST, record=record)
    if draft is None:
        return outcome.form(record=record)
    return outcome.form(as_sent(draft.typed), record=record).unjudged()


def draft_context(
    request: SignedInRequest, case: CaseFile, place: Place | None, form: Any, draft: Draft | None
) -> dict[str, object]:
    """What the form's page shows of its draft. One query where there is one."""
    asks = bool(form and (form.fields or isinstance(form, RepeatingStepForm)))
    return {
        "made_for": place.signed_for(request.user.pk) if place and asks else "",
        "draft": draft,
        "draft_restored": draft is not None and request.session.pop(RESTORED, None) == draft.pk,
        "draft_behind": _changes(case, draft, request.user) if draft else [],
    }


def _changes(case: CaseFile, draft: Draft, person: User) -> list[Any]:
    """What others did to the record since the draft was saved: it may not fit any more."""
    since = case.events.filter(subject=draft.subject, at__gt=draft.saved_at).exclude(actor=person)
    return list(since.select_related("actor", "on_behalf_of"))


def draft_of(request: SignedInRequest, place: Place) -> Draft | None:
    """The person's draft for the form, unless what is shown is what was sent. One query, or none."""
    if request.method == "POST":
        return None
    return drafts_of(request.user, place.subject, place.kind).get(place.outcome)


def draft_links(person: User, task: Task, href: str) -> list[DraftLink]:
    """To the forms of a step that have a draft of the person. One query."""
    step, record = task.flow_task, task.process.caseprocess.record_key
    return [
        DraftLink(step.outcomes[name].label, f"{href}?outcome={name}", draft)
        for name, draft in drafts_of(person, record, step.kind).items()
        if name in step.outcomes
    ]
