"""Every request has somebody who acts in it, and its answer is written down before it leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from casework.audit.door import is_refused, is_shown, shown, subject_of
from casework.audit.models import Operation
from casework.audit.who import Acting, acting_as
from casework.audit.writing import Said, entries_write
from casework.people.models import Membership, User


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
        who, match = request.acting, request.resolver_match  # type: ignore[attr-defined]
        who.door = match.view_name if match and match.view_name else "page"
        person_taken(who, request)


def person_taken(who: Acting, request: HttpRequest) -> None:
    """Who is signed in, if anybody asked by now: what nobody has asked for costs no query here."""
    user = getattr(request, "_cached_user", None)
    if user is not None and user.is_authenticated:
        who.person = user.pk


def answer_write(who: Acting, request: HttpRequest, response: HttpResponseBase) -> None:
    person_taken(who, request)
    if who.person is None:
        return
    place_taken(who, getattr(request, "_cached_user", None))
    if is_refused(response):
        entries_write(
            who,
            [
                Said(
                    Operation.REFUSED,
                    _case_refused(who, request),
                    str(response.status_code),
                    subject_of(request),
                )
            ],
        )
    elif is_shown(response):
        entries_write(who, list(shown(who, request, response)))


def place_taken(who: Acting, user: User | None) -> None:
    """The role of somebody who has one alone, if that is known by now; of several it is not said which."""
    held: tuple[Membership, ...] = user.__dict__.get("memberships_held", ()) if user else ()
    if not who.role and len(held) == 1:
        who.role, who.organisation = held[0].role, held[0].organisation_id


def _case_refused(who: Acting, request: HttpRequest) -> Any:
    """The case that somebody came for: the same one query whether there is one or not."""
    from casework.casefiles.models import CaseFile

    urn = request.resolver_match.kwargs.get("urn") if request.resolver_match else None
    return CaseFile.objects.filter(urn=urn).values_list("pk", flat=True).first() if urn else None
