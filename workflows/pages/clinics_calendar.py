"""The calendar feed: the page on which somebody makes or ends theirs, and the feed itself."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.clinics.feeds import calendar_feed_end, calendar_feed_make, feed_owner
from casework.clinics.ical import calendar_of
from casework.clinics.models import CalendarFeed
from casework.clinics.people import BOOKERS
from casework.people.request import SignedInRequest
from casework.people.roles import Role

HAVE_FEEDS = (*BOOKERS, Role.PROSECUTOR)


@require_http_methods(["GET", "POST"])
def calendar_feed(request: SignedInRequest) -> HttpResponse:
    """Make the feed, or end it. Its address is shown in the answer that makes it, and never again."""
    user, address = request.user, ""
    if not user.holds(*HAVE_FEEDS):
        raise PermissionDenied
    if request.method == "POST" and "end" in request.POST:
        calendar_feed_end(person=user)
        messages.success(request, "Calendar feed ended. Its address answers no more.")
        return redirect("calendar_feed")
    if request.method == "POST":
        token = calendar_feed_make(person=user, at=timezone.now())
        address = request.build_absolute_uri(reverse("calendar", kwargs={"token": token}))
    context = {
        "title": "Calendar feed",
        "address": address,
        "feed": CalendarFeed.objects.filter(person=user).exclude(token_hash="").first(),
    }
    return render(request, "workflows/clinic_calendar.html", context)


@login_not_required
@require_safe
def calendar(request: SignedInRequest, token: str) -> HttpResponse:
    """The calendar of whose token it is: calendar programs cannot sign in. 404 for any other token."""
    owner = feed_owner(token)
    if owner is None or not owner.holds(*HAVE_FEEDS):
        raise Http404
    return HttpResponse(calendar_of(owner, timezone.now()), content_type="text/calendar; charset=utf-8")
