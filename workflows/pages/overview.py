from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.casefiles.models import CaseFile
from casework.charging.finalisation.selectors import silences_warned
from casework.charging.models import ChargingDecision
from casework.documents.telling import events_across
from casework.events.models import Event
from casework.obligations.models import Obligation, ObligationQuerySet
from casework.obligations.urgency import Urgency
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.people.roles import LEADING_ROLES, WORKING_ROLES, Role
from casework.whose_clock.selectors import pauses_overdue
from workflows.pages.emergency import EMERGENCY_ROLES
from workflows.pages.middleware import READING_ROLES
from workflows.queues.bounces import bounce_line
from workflows.queues.filters import WHOSE
from workflows.queues.next_work import next_buttons

LATEST = 10
WARNINGS_SHOWN = 10
TOLD_OF_SILENCE = (
    Role.INVESTIGATOR,
    Role.SUPERVISOR,
    Role.GATEKEEPER,
    Role.PROSECUTOR,
    Role.PROSECUTION_MANAGER,
)


@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """What needs the person now, as counts that lead into the queue."""
    user, today = request.user, timezone.localdate()
    context = {
        "title": "Overview",
        "working": user.holds(*WORKING_ROLES),
        "leads": user.holds(*LEADING_ROLES),
        "registers": user.holds(Role.INVESTIGATOR, Role.SUPERVISOR),
        "reads": user.holds(*READING_ROLES),
        "watches_emergencies": user.holds(*EMERGENCY_ROLES),
        "administers": user.holds(Role.ADMINISTRATOR),
        "counts": counts(user),
        "warnings": warnings_for(user),
        "bounced": bounce_line(user),
        "next_buttons": next_buttons(user),
        "overdue": list(pauses_overdue(user, today)[:LATEST]) if user.holds(*LEADING_ROLES) else [],
        "latest": latest_events(user),
        "cases": CaseFile.objects.visible_to(user).count(),
    }
    return render(request, "workflows/overview.html", context)


def counts(user: User) -> list[dict[str, object]]:
    """By whose it is and how urgent, in the order of the queue. One query."""
    work = Obligation.objects.open().workable_by(user).with_urgency(timezone.localdate())
    found = dict(_counted(work.with_whose(user)))
    return [
        {
            "title": title,
            "rows": [
                {
                    "number": found.get((whose, urgency), 0),
                    "text": urgency.label,
                    "href": f"{reverse('queue')}?{urlencode({'whose': whose, 'urgency': urgency.value})}",
                }
                for urgency in Urgency
            ],
        }
        for whose, title in WHOSE.items()
    ]


def warnings_for(user: User) -> list[dict[str, str]]:
    """The action plans that the police have left unanswered, the longest first. One query for who is told."""
    if not user.holds(*TOLD_OF_SILENCE):
        return []
    now, visible = timezone.now(), CaseFile.objects.visible_to(user)
    silent = silences_warned(ChargingDecision.objects.filter(case_file__in=visible), at=now)
    return [
        {
            "urn": each.decision.case_file.urn,
            "about": each.decision.about,
            "words": each.words(timezone.localdate(now)),
            "href": reverse(
                "case_route", kwargs={"urn": each.decision.case_file.urn, "route": "action-plans"}
            ),
        }
        for each in silent[:WARNINGS_SHOWN]
    ]


def _counted(work: ObligationQuerySet) -> Iterator[tuple[tuple[str, str], int]]:
    grouped: QuerySet = work.order_by()
    for whose, urgency, number in grouped.values_list("whose", "urgency").annotate(Count("pk")):
        yield (whose, urgency), number


def latest_events(user: User) -> QuerySet[Event]:
    """The newest events of the cases that the person may see. One query."""
    visible = CaseFile.objects.visible_to(user)
    told = events_across(user).filter(case_file__in=visible)
    return told.select_related("case_file", "actor", "on_behalf_of")[:LATEST]
