from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.casefiles.models import CaseFile
from casework.charging.finalisation.selectors import ITEM, items_warned
from casework.drafts.selectors import with_drafts
from casework.last_looked.selectors import with_updated
from casework.obligations.models import Obligation, ObligationQuerySet
from casework.obligations.urgency import Urgency
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.people.roles import LEADING_ROLES
from workflows.queues.filters import QueueFilters, units_of
from workflows.queues.items import clocks_of_work, work_item
from workflows.queues.next_work import next_buttons
from workflows.queues.record import records_several

PER_PAGE = 25


@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """Everything that the person may work on, by urgency. The queries do not grow with the rows."""
    filters, today = QueueFilters(request.GET, units_of(request.user)), timezone.localdate()
    if exact := _exact_case(request, filters.urn_sought):
        return redirect("case", urn=exact.urn)
    work = filters.work(request.user, today)
    of_all = totals(work)
    page = page_of(work, sum(of_all.values()), request.GET.get("page"), request.user, today)
    rest = request.GET.copy()
    rest.pop("page", None)
    context = {
        "title": f"Queue ({page.paginator.count})",
        "page": page,
        "groups": grouped(page.object_list, of_all, request.user),
        "filters": filters,
        "query": rest.urlencode(),
        "leads": request.user.holds(*LEADING_ROLES),
        "next_buttons": next_buttons(request.user),
        "records_several": records_several(request.user),
    }
    return render(request, "workflows/queue.html", context)


def page_of(work: ObligationQuerySet, number: int, asked: str | None, user: User, today: date) -> Page:
    """The page that was asked for, of so many pieces of work. One query.

    The page is sought among the work alone; cases and owners are read for what is on it, not for
    all that was sorted.
    """
    pages = Paginator(work.values("pk"), PER_PAGE)
    pages.count = number
    page: Page[Any] = pages.get_page(asked)
    shown = Obligation.objects.filter(pk__in=page.object_list)
    rows = shown.select_related("case_file", "owner").with_urgency(today)
    page.object_list = with_updated(with_drafts(rows, user), user)
    return page


def totals(work: ObligationQuerySet) -> dict[str, int]:
    """How much there is of each urgency on all pages. One query."""
    counted = work.order_by().values_list("urgency").annotate(Count("pk"))  # type: ignore[misc]
    return dict(counted)


def grouped(rows: Iterable[Obligation], of_all: dict[str, int], user: User) -> list[dict[str, object]]:
    """The rows under their urgency, in the order that they came in.

    Two queries for their clocks, and two where an answer is owed.
    """
    rows = list(rows)
    clocks = clocks_of_work(rows)
    warned = items_warned((row.subject for row in rows if row.kind == ITEM), at=timezone.now())
    return [
        {
            "title": Urgency(urgency).label,
            "id": urgency,
            # Work that opened between the two queries is not in the totals yet.
            "total": max(of_all.get(urgency, 0), len(items)),
            "items": items,
        }
        for urgency, together in groupby(rows, key=attrgetter("urgency"))
        for items in [
            [work_item(row, user, clocks[row.case_file_id], warned.get(row.subject, "")) for row in together]
        ]
    ]


def _exact_case(request: SignedInRequest, urn: str) -> CaseFile | None:
    """A whole URN goes straight to its case."""
    return CaseFile.objects.visible_to(request.user).filter(urn=urn).first() if len(urn) == 11 else None
