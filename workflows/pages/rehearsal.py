"""What will be overdue on a day to come if nothing is done: of those whom somebody leads, and of a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access.policy import get_case_for
from casework.obligations.forms import RehearsalForm
from casework.obligations.models import Obligation, ObligationQuerySet
from casework.obligations.rehearsal import Rehearsed, rehearsed
from casework.obligations.urgency import Urgency
from casework.pages.answers import form_page
from casework.pages.dates import govuk_day
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.people.roles import LEADING_ROLES
from workflows.pages.case import case_context
from workflows.queues.items import work_item

AHEAD = timedelta(days=14)
PER_PAGE = 50
TITLE = "What will be overdue"
# The titles of the three parts of a rehearsal, in its order.
LATE, COMES_DUE, DUE_THEN = "Overdue today already", "Comes due before that day", "Due on that day"


@require_safe
def team_rehearsal(request: SignedInRequest) -> HttpResponse:
    """The open work that the person leads. 403 for who leads nobody."""
    if not request.user.holds(*LEADING_ROLES):
        raise PermissionDenied
    work = Obligation.objects.open().led_by(request.user)
    return answer(request, work, "workflows/rehearsal.html", back_href=reverse("team_load"))


@require_safe
def case_rehearsal(request: SignedInRequest, urn: str) -> HttpResponse:
    case = get_case_for(request.user, urn)
    work = Obligation.objects.open().filter(case_file=case)
    return answer(request, work, "workflows/case_rehearsal.html", **case_context(request, case, "rehearsal"))


def answer(request: SignedInRequest, work: ObligationQuerySet, template: str, **context: Any) -> HttpResponse:
    """The work as it will stand on the day of the address, in two weeks without one."""
    today = timezone.localdate()
    asked = any(name.startswith("on-") for name in request.GET)
    form = RehearsalForm(request.GET if asked else None, initial={"on": today + AHEAD}, auto_id="%s")
    context |= {"title": TITLE}
    if not asked or form.is_valid():
        on = form.cleaned_data["on"] if asked else today + AHEAD
        context |= shown(request, rehearsed(work, on=on, today=today), on, today)
    return form_page(request, form, template=template, **context)


def shown(request: SignedInRequest, found: Rehearsed, on: date, today: date) -> dict[str, Any]:
    """What the page says of the work. One query."""
    pages = Paginator(found.work.select_related("case_file", "owner"), PER_PAGE)
    pages.count = found.number
    page, rest = pages.get_page(request.GET.get("page")), request.GET.copy()
    rest.pop("page", None)
    totals = {LATE: found.late, COMES_DUE: found.comes_due, DUE_THEN: found.due_then}
    return {
        "on": on,
        "day": govuk_day(on),
        "overdue": found.overdue,
        "page": page,
        "query": rest.urlencode(),
        "groups": list(groups(page, on, today, totals, request.user)),
    }


def groups(
    rows: Iterable[Obligation], on: date, today: date, totals: dict[str, int], user: User
) -> Iterator[dict[str, Any]]:
    """The rows under the part that they belong to, which is the order that they come in. No query."""
    for title, together in groupby(rows, key=lambda row: part_of(row, on, today)):
        items = [item_of(row, user) for row in together]
        yield {"title": title, "total": max(totals[title], len(items)), "items": items}


def part_of(row: Obligation, on: date, today: date) -> str:
    if row.due_on < today:  # type: ignore[operator]  # undated work is never due
        return LATE
    return COMES_DUE if row.due_on < on else DUE_THEN  # type: ignore[operator]


def item_of(row: Obligation, user: User) -> dict[str, Any]:
    """As the queue shows it, with how urgent it will be."""
    urgency = row.urgency  # type: ignore[attr-defined]  # annotated
    late = urgency in (Urgency.CRITICAL, Urgency.OVERDUE)
    return {**work_item(row, user), "urgency": Urgency(urgency).label if late else ""}
