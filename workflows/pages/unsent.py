"""What was sent from a form of a case when the session had ended: kept until its person signs in again."""

from __future__ import annotations

from django.db import OperationalError
from django.forms import CharField, Form
from django.http import HttpRequest
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.casefiles.models import CaseFile
from casework.database import is_lock_timeout
from casework.drafts.models import Draft, UnsentForm
from casework.drafts.place import Place, read
from casework.drafts.services import draft_save, unsent_keep, unsent_remove
from casework.drafts.typed import MADE_FOR, as_sent, typed_of
from casework.errors import RuleBroken
from casework.forms import RepeatingStepForm, judge_nothing
from casework.people.models import User
from casework.people.request import SignedInRequest
from workflows.pages.drafts import RESTORED, wanted

# The views whose forms are kept as drafts.
KEPT_VIEWS = ("step", "turn")
# In the session: the key of what was sent.
UNSENT = "unsent"


def unsent_hold(request: HttpRequest) -> None:
    """Keep what a form of a case was sent with by somebody who is signed out, until they are signed in.

    The form says for whom it was made, signed; one that does not is not kept. Up to three queries.
    """
    made_for = read(request.POST.get(MADE_FOR, ""))
    if made_for is None or not _is_of(request, made_for[1]):
        return
    person, place = made_for
    try:
        kept = unsent_keep(person=person, place=place, typed=typed_of(request.POST), at=timezone.now())
    except RuleBroken:
        return
    if before := request.session.get(UNSENT):
        unsent_remove(key=before)
    request.session[UNSENT] = str(kept.pk)


def unsent_restore(*, request: HttpRequest, user: User, **kwargs: object) -> None:
    """Make what was sent without a session a draft of the person who has signed in now.

    It is gone if it is another's. If its work is over it waits for the page that says so, and if it has no
    drafts for its own page (see `typed_again`); while somebody changes the case it waits for the page of
    its form, which calls this again. The draft is of the case and what was sent is of the person: two
    transactions, so that nobody waits for the record of the one while they hold that of the other.
    """
    kept = _held(request)
    if kept is None:
        return
    place = Place(kept.subject, kept.kind, kept.outcome)
    if kept.person_id == user.pk:
        draft = None if place.is_page else _draft_of(kept, place, user)
        if draft is None:
            return
        request.session[RESTORED] = draft.pk
    unsent_remove(key=request.session.pop(UNSENT))


def unsent_left(request: SignedInRequest, task: Task) -> dict[str, object]:
    """What the person had sent for a step that was over by then: shown once, to be copied. Two queries."""
    kept, step = _held(request), task.flow_task
    if kept is None or (kept.subject, kept.kind) != (task.process.caseprocess.record_key, step.kind):
        return {}
    outcome = step.outcomes[kept.outcome]
    unsent_remove(key=request.session.pop(UNSENT))
    form = outcome.form(as_sent(kept.typed), record=task.process.caseprocess.record).unjudged()
    return {
        "title": "This work has already been done",
        "over": "It was done, or has moved on, while you were signed out.",
        "asked": outcome.label,
        "texts": texts_of(form),
    }


def typed_again(request: SignedInRequest, case: CaseFile, form: Form) -> dict[str, object]:
    """What the page of a form of a case, of which there are no drafts, holds for who is signed out by then.

    Shown after that, the form is filled with what had been sent, once, and nothing of it is judged.
    No query, or two for that.
    """
    place = Place.of_page(case.pk, request.path)
    kept = _held(request) if request.method == "GET" else None
    again = kept is not None and (kept.subject, kept.kind, kept.outcome) == place
    if kept is not None and again:
        unsent_remove(key=request.session.pop(UNSENT))
        form.data, form.is_bound = as_sent(kept.typed), True
        judge_nothing(form)
    return {"made_for": place.signed_for(request.user.pk), "typed_again": again}


def _draft_of(kept: UnsentForm, place: Place, user: User) -> Draft | None:
    """The draft that it becomes; None if its work is over, or its case is changed at the moment."""
    try:
        return draft_save(
            person=user, place=place, wanted=wanted(place, user), typed=kept.typed, at=kept.kept_at
        )
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
        return None


def _is_of(request: HttpRequest, place: Place) -> bool:
    """Whether a form of this place is sent to this address. No query."""
    if place.is_page:
        return place == Place.of_page(place.subject, request.path)
    return request.resolver_match is not None and request.resolver_match.url_name in KEPT_VIEWS


def _held(request: HttpRequest) -> UnsentForm | None:
    """What the session holds the key of. One query, or none."""
    key = request.session.get(UNSENT)
    return UnsentForm.objects.filter(pk=key).first() if key else None


def texts_of(form: Form) -> list[tuple[str, str]]:
    """The texts that were typed into a form, each with its question."""
    parts = form.parts if isinstance(form, RepeatingStepForm) else []
    asked = [bound for each in (form, *parts) for bound in each]
    return [
        (str(bound.label), bound.value())
        for bound in asked
        if isinstance(bound.field, CharField) and bound.value()
    ]
