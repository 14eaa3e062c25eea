"""Taking work up and putting it back, by one button."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from casework.access.policy import get_case_for
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.people.request import SignedInRequest
from workflows.engine import work
from workflows.pages.step import task_of


@require_http_methods(["GET", "POST"])
def step_claim(request: SignedInRequest, urn: str, task: int) -> HttpResponse:
    return hand_over(request, urn, task, work.claim, "You have claimed this work.")


@require_http_methods(["GET", "POST"])
def step_release(request: SignedInRequest, urn: str, task: int) -> HttpResponse:
    return hand_over(
        request, urn, task, work.release, "You have released this work. Colleagues can claim it."
    )


def hand_over(
    request: SignedInRequest, urn: str, task: int, verb: Callable[..., None], done: str
) -> HttpResponse:
    """Claim, release or end a hold. A GET comes from the sign-in page, and does nothing."""
    case = get_case_for(request.user, urn)
    if request.method == "GET":
        return redirect("step", urn=urn, task=task)
    found = task_of(case, task)
    try:
        verb(task=found, by=request.user, at=timezone.now())
    except work.NotAllowed:
        raise PermissionDenied from None
    except work.WorkFailed as failure:
        return render(request, "500.html", {"message": f"{failure.message}."}, status=500)
    except RuleBroken as refusal:
        return overtaken(request, case, f"{refusal.message}.")
    messages.success(request, done)
    return redirect("step", urn=urn, task=task)


def overtaken(request: SignedInRequest, case: CaseFile, message: str) -> HttpResponse:
    context = {
        "message": message,
        "back_href": reverse("case", kwargs={"urn": case.urn}),
        "back_text": "See the case",
    }
    return render(request, "409.html", context, status=409)
