"""The links in the header, by what the person's roles can do."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from casework.people.roles import MEETING_ROLES, OVERSEEING_ROLES, WORKING_ROLES, Role
from workflows.incidents.selectors import incidents_number

READING_ROLES = (*WORKING_ROLES, Role.AUDITOR)


class NavigationMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Lazy: a page that shows no header makes no query for it.
        request.navigation = SimpleLazyObject(lambda: navigation(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def navigation(request: HttpRequest) -> list[dict[str, object]]:
    if not request.user.is_authenticated:
        return []
    entries = [("Overview", "overview", True)]
    entries.append(("Queue", "queue", request.user.holds(*WORKING_ROLES)))
    entries.append(("Cases", "cases", request.user.holds(*READING_ROLES)))
    entries.append(("Whose clock", "whose_clock", request.user.holds(*OVERSEEING_ROLES)))
    entries.append(("Victims' voice", "voice_report", request.user.holds(*OVERSEEING_ROLES)))
    entries.append(("Victim statements", "statements_report", request.user.holds(*OVERSEEING_ROLES)))
    entries.append(("Clinics", "clinics", request.user.holds(*READING_ROLES)))
    entries.append(("Joint meeting", "agenda", request.user.holds(*MEETING_ROLES)))
    entries.append(("Guide", "guide", True))
    entries.append(("Time away", "away", request.user.holds(*WORKING_ROLES)))
    entries.append(("Audit", "audit", request.user.holds(Role.AUDITOR)))
    entries.append(("People", "people", request.user.holds(Role.ADMINISTRATOR)))
    entries.append(("Retention", "retention", request.user.holds(Role.ADMINISTRATOR)))
    if request.user.holds(Role.ADMINISTRATOR):
        entries.append((f"Incidents ({incidents_number(request.user)})", "incidents", True))
    entries.append(("Import records", "import", request.user.holds(Role.ADMINISTRATOR)))
    match = request.resolver_match
    here = match.url_name if match else None
    return [
        {"text": text, "href": reverse(name), "active": name == here} for text, name, may in entries if may
    ]
