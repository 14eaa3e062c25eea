"""Taking the next piece of work of a pool: whoever asks gets the most urgent that nobody has."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from viewflow.workflow.models import Task

from casework.file_review.selectors import files_stood_behind
from casework.obligations.models import Obligation, ObligationQuerySet
from casework.obligations.urgency import Urgency
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.people.roles import WORKING_ROLES, Role
from workflows.engine import work
from workflows.queues.items import step_href

# What is checked by somebody else than who stands behind it.
CHECKS = ("file_submission.sign_off", "file_submission.review")
WORDS = {Role.GATEKEEPER: "Take the next file"}
# Of a role whose button says what it takes, only that.
TAKES = {Role.GATEKEEPER: ("file_submission.review",)}


@require_http_methods(["GET", "POST"])
def next_work(request: SignedInRequest) -> HttpResponse:
    """Claim the next piece of work in one of the person's roles. A GET comes from the sign-in page."""
    if request.method == "GET":
        return redirect("queue")
    role = request.POST.get("role", "")
    if role not in WORKING_ROLES or not request.user.holds(role):
        raise PermissionDenied
    try:
        taken = take_next(user=request.user, role=role, at=timezone.now())
    except work.WorkFailed as failure:
        return render(request, "500.html", {"message": f"{failure.message}."}, status=500)
    if taken is None:
        messages.info(request, "There is nothing to take: no work that is open to you is unclaimed.")
        return redirect("queue")
    messages.success(request, "This work is yours now.")
    return redirect(step_href(taken))


def take_next(*, user: User, role: str, at: datetime) -> Obligation | None:
    """Claim the most urgent unclaimed work of the role's pools; None when there is none.

    Of several who ask at once each gets a piece of their own: who was not first at one goes on to the
    next. A query more than `work.claim` for each piece that is tried. Raises WorkFailed.
    """
    lost: list[int] = []
    while found := unclaimed(user, role, timezone.localdate(at)).exclude(pk__in=lost).first():
        try:
            work.claim(task=Task.objects.get(pk=found.task), by=user, at=at)
        except work.WorkFailed:
            raise
        except work.WorkRefused:
            lost.append(found.pk)
        else:
            return found
    return None


def unclaimed(user: User, role: str, today: date) -> ObligationQuerySet:
    """What the person may take in the role: due first, then opened first, nothing on hold. Lazy.

    Without what somebody else must check: files that they submitted or signed off.
    """
    pool = Obligation.objects.open().workable_by(user, "unclaimed").filter(role=role)
    if role in TAKES:
        pool = pool.filter(kind__in=TAKES[Role(role)])
    theirs = pool.exclude(kind__in=CHECKS, subject__in=files_stood_behind(user).values("pk"))
    urgent = theirs.with_urgency(today).exclude(urgency=Urgency.HELD)  # type: ignore[misc]  # annotated
    return urgent.select_related("case_file")


def next_buttons(user: User) -> list[tuple[str, str]]:
    """The roles in which the person draws from a pool, each with the words of its button. No query."""
    roles = [role for role in WORKING_ROLES if user.holds(role)]
    return [
        (role.value, WORDS.get(role) or f"Take the next work{f' ({role.label})' if len(roles) > 1 else ''}")
        for role in roles
    ]
