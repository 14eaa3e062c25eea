"""Every request has somebody who acts in it, and its answer is written down before it leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from casework.audit.door import TRIED, is_refused, is_shown, shown, subject_of
from casework.audit.models import Operation
from casework.audit.who import Acting, acting_as
from casework.audit.writing import Said, entries_write
from casework.people.models import Membership


class AuditMiddleware:
    """One statement a request that showed or refused something, none for another.

    An entry that cannot be written is an error of the request: its answer does not leave.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with acting_as(Acting()) as who:
            request.acting = who  # type: ignore[attr-defined]
            response = self.get_response(request)
            if request.resolver_match:
                answer_write(who, request, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        who = request.acting  # type: ignore[attr-defined]
        who.door = door_of(request)
        person_taken(who, getattr(request, "_cached_user", None))


def door_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match and match.view_name else "page"


def person_taken(who: Acting, user: Any) -> None:
    """Who is signed in, if anybody asked by now: what nobody has asked for costs no query here."""
    if user is not None and user.is_authenticated:
        who.person = user.pk


def answer_write(who: Acting, request: HttpRequest, response: HttpResponseBase) -> None:
    """Write down what the answer was; of a person who is not known only that it showed a case.

    A request that was stopped before its view, as a forged one is, gets its door and its person here.
    """
    if is_refused(response):
        # Asks, where nobody has: at most the queries of any page.
        _ = request.user.is_authenticated
    user = getattr(request, "_cached_user", None)
    who.door = door_of(request)
    person_taken(who, user)
    place_taken(who, user)
    if who.person is None and not who.cases:
        return
    if is_refused(response):
        entries_write(who, [_refused(request, response)])
    elif is_shown(response):
        entries_write(who, [*_tried(who), *shown(who, request, response)])


def place_taken(who: Acting, user: Any) -> None:
    """The role of somebody who has one alone, if that is known by now; of several it is not said which."""
    held: tuple[Membership, ...] = getattr(user, "__dict__", {}).get("memberships_held", ())
    if not who.role and len(held) == 1:
        who.role, who.organisation = held[0].role, held[0].organisation_id


def _refused(request: HttpRequest, response: HttpResponseBase) -> Said:
    urn = request.resolver_match.kwargs.get("urn") if request.resolver_match else None
    case = _cases_of([urn])[0] if urn else None
    return Said(Operation.REFUSED, case, str(response.status_code), subject_of(request))


def _tried(who: Acting) -> list[Said]:
    return [Said(Operation.REFUSED, case, TRIED) for case in _cases_of(list(who.tried))]


def _cases_of(urns: list[str]) -> list[Any]:
    """The keys of the cases that somebody came for, None where there is none: the same one query either way.

    By a function of the database, behind whose second wall they are not there for them. No query for none.
    """
    if not urns:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT casework_case_refused(urn) FROM unnest(%s::text[]) AS urn", [urns])
        return [case for (case,) in cursor.fetchall()]
