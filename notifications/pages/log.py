"""Who was told what about a case: for those who lead the work, of their own side."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.access.policy import get_case_for
from casework.people.request import SignedInRequest
from casework.people.roles import LEADING_ROLES, OVERSEEING_ROLES
from notifications.notices.log import notices_about

PER_PAGE = 50


@require_safe
def case_notices(request: SignedInRequest, urn: str) -> HttpResponse:
    """403 for who may see the case and leads nobody on it."""
    case = get_case_for(request.user, urn)
    if not request.user.holds(*OVERSEEING_ROLES):
        raise PermissionDenied
    page = Paginator(notices_about(case, request.user), PER_PAGE).get_page(request.GET.get("page"))
    back = reverse("case", kwargs={"urn": case.urn})
    context = {
        "title": "Who was told what",
        "case": case,
        "page": page,
        "leads": request.user.holds(*LEADING_ROLES),
        "back_href": back,
    }
    return render(request, "notifications/log.html", context)
