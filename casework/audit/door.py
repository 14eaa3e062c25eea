"""What an answer of the service showed, refused or gave away of the cases. Rules without a query.

A redirect shows nothing, and neither does the page of a fault. What a person changed is told by the triggers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase
from django.urls import get_resolver

from casework.audit.models import Operation
from casework.audit.who import Acting
from casework.audit.writing import Said

REFUSALS = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.TOO_MANY_REQUESTS})
# Of a list: what turns the pages and what looks for nothing.
NOT_SOUGHT = frozenset({"page", "since"})
NAME = re.compile(r"[a-z][a-z_-]{0,39}")
MOST_NAMES = 20
# Places of an address in which a case can be named, or a secret be.
NO_SUBJECT = frozenset({"urn", "sought", "key", "token", "code"})
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
OPENED, LISTED = "opened", "listed"
# Of a number that was to be given to a case and cannot be.
TRIED = "tried"
PAPER, TABLES = "application/pdf", ("text/csv", "text/calendar")


def is_refused(response: HttpResponseBase) -> bool:
    return response.status_code in REFUSALS


def is_shown(response: HttpResponseBase) -> bool:
    """Whether there is anything of a case to read in it."""
    redirects = HTTPStatus.MULTIPLE_CHOICES <= response.status_code < HTTPStatus.BAD_REQUEST
    return not redirects and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR


def operation_of(response: HttpResponseBase) -> Operation:
    """How it shows what it shows: on a page, on paper, or in a file that leaves."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if kind == PAPER and not response.streaming:
        return Operation.PRINT
    is_file = response.headers.get("Content-Disposition", "").startswith("attachment")
    return Operation.EXPORT if is_file or kind in TABLES else Operation.CONSULTATION


def shown(who: Acting, request: HttpRequest, response: HttpResponseBase) -> Iterator[Said]:
    """The entries of an answer: a search first, then each case that it showed, or one for what shows none."""
    operation, subject = operation_of(response), subject_of(request)
    if sought := sought_in(request):
        yield Said(
            Operation.SEARCH,
            details={"by": sought, "cases": [str(key) for key in who.cases], "number": len(who.cases)},
        )
    outcome = OPENED if is_of_case(request) else LISTED
    for case in who.cases:
        yield Said(operation, case, outcome, subject)
    if not who.cases and operation != Operation.CONSULTATION:
        yield Said(operation, subject=subject)


def is_of_case(request: HttpRequest) -> bool:
    """Whether somebody went to a case, by its address, or only met it on a list."""
    return bool(request.resolver_match and "urn" in request.resolver_match.kwargs)


@cache
def is_of_cases(door: str) -> bool:
    """Whether the pages of this name are of cases: whether their addresses name one."""
    return any("urn" in converters for *_, converters in get_resolver().reverse_dict.getlist(door))


def subject_of(request: HttpRequest) -> str:
    """Which record the address names, without the case: "S1 2"; its secret words are no subject.

    Neither are characters that no column of the database takes.
    """
    match = request.resolver_match
    named = (match.kwargs if match else {}).items()
    said = " ".join(str(value) for name, value in named if name not in NO_SUBJECT)
    return CONTROLS.sub("", said)[:64]


def sought_in(request: HttpRequest) -> list[str]:
    """The names of what a list was asked for; what was typed for them may name somebody."""
    match = request.resolver_match
    # HEAD too: the length of an answer tells whether somebody was found.
    if request.method not in ("GET", "HEAD") or match is None or is_of_case(request):
        return []
    asked = {name for name in request.GET if request.GET[name].strip() and NAME.fullmatch(name)}
    return sorted(asked - NOT_SOUGHT)[:MOST_NAMES]
