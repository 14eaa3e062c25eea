"""The calendar feeds: the page on which somebody makes or ends theirs, and the feeds themselves."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.audit.who import person_named
from casework.calendars.feeds import calendar_feed_end, calendar_feed_make, feed_opened
from casework.calendars.ical import calendar_of, team_calendar_of
from casework.clinics.models import CalendarFeed
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.people.roles import LEADING_ROLES, WORKING_ROLES

Scope = CalendarFeed.Scope
# Who may have a feed of each scope, and what it gives.
HAVE_FEEDS = {Scope.PERSON: WORKING_ROLES, Scope.TEAM: tuple(LEADING_ROLES)}
GIVES = {Scope.PERSON: calendar_of, Scope.TEAM: team_calendar_of}


def may_have(user: User, scope: str) -> bool:
    return user.holds(*HAVE_FEEDS.get(Scope(scope), ()))


@require_http_methods(["GET", "POST"])
def calendar_feed(request: SignedInRequest) -> HttpResponse:
    """Make a feed, or end it. Its address is shown in the answer that makes it, and never again."""
    user, address = request.user, ""
    scope = request.POST.get("scope", Scope.PERSON)
    if scope not in Scope.values or not may_have(user, scope):
        raise PermissionDenied
    if request.method == "POST" and "end" in request.POST:
        calendar_feed_end(person=user, scope=scope)
        messages.success(request, "Calendar feed ended. Its address answers no more.")
        return redirect("calendar_feed")
    if request.method == "POST":
        token = calendar_feed_make(person=user, at=timezone.now(), scope=scope)
        address = request.build_absolute_uri(reverse("calendar", kwargs={"token": token}))
    made = {feed.scope: feed for feed in user.calendar_feeds.exclude(token_hash="")}
    context = {
        "title": "Calendar feed",
        "address": address,
        "made": scope,
        "feeds": {each.value: made.get(each) for each in Scope if may_have(user, each)},
    }
    return render(request, "workflows/clinic_calendar.html", context)


@login_not_required
@require_safe
def calendar(request: SignedInRequest, token: str) -> HttpResponse:
    """The calendar of whose token it is: calendar programs cannot sign in. 404 for any other token."""
    feed = feed_opened(token)
    if feed is None or not may_have(feed.person, feed.scope):
        raise Http404
    person_named(feed.person_id)
    found = GIVES[Scope(feed.scope)](feed.person, timezone.now())
    return HttpResponse(found, content_type="text/calendar; charset=utf-8")
