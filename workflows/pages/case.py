"""The case: where it stands, who has it, what is next, and everything behind that."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access.opened import OPENING_ROLES
from casework.access.policy import actor_on, get_case_for, sides_read
from casework.access.restrictions import RESTRICTING_ROLES
from casework.casefiles.models import CaseFile, Offence, urn_normalised
from casework.casefiles.routes import ROUTES, Route, route_of, routes_of
from casework.charging.charges.undecided import offences_undecided_words
from casework.charging.finalisation.selectors import ITEM, silences_warned
from casework.charging.models import ChargingDecision
from casework.clinics.people import BOOKERS
from casework.documents.telling import events_of
from casework.drafts.selectors import with_drafts
from casework.hearings.selectors import trial_listed
from casework.obligations.models import Obligation
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.people.roles import OVERSEEING_ROLES, WORKING_ROLES, Role, Side, side_of
from casework.whose_clock.selectors import clocks_of, records_days
from casework.whose_clock.words import time_words
from workflows.pages.case_routes import PLANS, route_row
from workflows.pages.clocks import clock_shown
from workflows.pages.court import court_context
from workflows.pages.dates import dates_of
from workflows.pages.looking import after_asked, looked, marked
from workflows.pages.plan_links import plan_links
from workflows.pages.turn_links import turns_of
from workflows.pages.withdrawals import withdrawals_of
from workflows.queues.items import work_item

LATEST = 5
HEARINGS = "hearings"
PER_PAGE = 50
# The CPS first: with work open on both sides, a case can be with them while the police add to it.
SIDE_WORDS = {Side.CPS: "CPS", Side.POLICE: "Police"}
MAY_ADD_PEOPLE = (Role.INVESTIGATOR, Role.SUPERVISOR)
# Who hands a victim the code to give feedback with, and who writes letters to victims.
MAY_INVITE = (Role.INVESTIGATOR, Role.SUPERVISOR, Role.WITNESS_CARE, Role.VICTIM_LIAISON)
MAY_WRITE = (Role.VICTIM_LIAISON, Role.PROSECUTOR, Role.PROSECUTION_MANAGER)


@require_safe
def cases(request: SignedInRequest) -> HttpResponse:
    """The cases that the person may see, found by URN."""
    sought = urn_normalised(request.GET.get("urn", "")).replace("\0", "")
    found = CaseFile.objects.visible_to(request.user).select_related("unit", "officer_in_case")
    page = Paginator(found.filter(urn__contains=sought), PER_PAGE).get_page(request.GET.get("page"))
    clocks = clocks_of({each.pk: each.registered_at for each in page}, timezone.now())
    context = {
        "title": f"Cases ({page.paginator.count})",
        "page": page,
        "times": {key: time_words(clock.days, clock.party) for key, clock in clocks.items()},
        "sought": sought,
        "query": urlencode({"urn": sought}) if sought else "",
        "may_open": request.user.holds(*OPENING_ROLES),
    }
    return render(request, "workflows/cases.html", context)


@require_safe
def case(request: SignedInRequest, urn: str) -> HttpResponse:
    case_file = get_case_for(request.user, urn)
    today, changes = timezone.localdate(), looked(request, case_file)
    routes, offences = routes_of(case_file), list(case_file.offences.all())
    mine = Obligation.objects.workable_by(request.user).filter(case_file=case_file).open().with_urgency(today)
    around = case_context(request, case_file, "case")
    context = {
        **around,
        "title": f"Case {case_file.urn}",
        "next_date": dates_of(around["next_work"])[0] if around["next_work"] else None,
        "routes": [route_row(case_file, route, side_on(case_file, request.user)) for route in routes],
        "files": [entry.record for route in routes if route.key == "file-review" for entry in route.entries],
        "charging_warnings": charging_warnings(routes, offences),
        "my_work": [
            work_item(row, request.user)
            for row in with_drafts(mine.select_related("case_file", "owner"), request.user)
        ],
        "trial": trial_listed(case_file),
        "changes": changes,
        "events": marked(
            request,
            events_of(case_file, request.user).select_related("actor", "on_behalf_of")[:LATEST],
            changes.after,
        ),
        "clock": clock_shown(case_file, request.user, timezone.now()),
        "may_change": actor_on(case_file, request.user, MAY_ADD_PEOPLE) is not None,
        "may_keep": actor_on(case_file, request.user, RESTRICTING_ROLES) is not None,
        "may_escalate": actor_on(case_file, request.user, WORKING_ROLES) is not None,
        "oversees": actor_on(case_file, request.user, OVERSEEING_ROLES) is not None,
        "suspects": list(case_file.suspects.all()),
        "victims": list(case_file.victims.all()),
        "offences": offences,
    }
    return render(request, "workflows/case.html", context)


@require_safe
def case_people(request: SignedInRequest, urn: str) -> HttpResponse:
    """The people and offences of a case. Names are here and on the pages that correct them, nowhere else."""
    case_file = get_case_for(request.user, urn)
    context = {
        **case_context(request, case_file, "case_people"),
        "title": "People and offences",
        "suspects": case_file.suspects.all(),
        "victims": case_file.victims.all(),
        "offences": case_file.offences.all(),
        "may_add": actor_on(case_file, request.user, MAY_ADD_PEOPLE) is not None,
        "may_invite": actor_on(case_file, request.user, MAY_INVITE) is not None,
        "may_write": actor_on(case_file, request.user, MAY_WRITE) is not None,
    }
    return render(request, "workflows/case_people.html", context)


@require_safe
def case_activity(request: SignedInRequest, urn: str) -> HttpResponse:
    """What happened, the newest first; what is new to the reader is marked."""
    case_file = get_case_for(request.user, urn)
    after = after_asked(request, looked(request, case_file))
    page = Paginator(
        events_of(case_file, request.user).select_related("actor", "on_behalf_of", "organisation"), PER_PAGE
    ).get_page(request.GET.get("page"))
    page.object_list = marked(request, page.object_list, after)
    context = {
        **case_context(request, case_file, "case_activity"),
        "title": "Activity",
        "page": page,
        # The further pages mark the same entries.
        "query": urlencode({"since": after}),
    }
    return render(request, "workflows/case_activity.html", context)


@require_safe
def case_route(request: SignedInRequest, urn: str, route: str) -> HttpResponse:
    if route not in ROUTES:
        raise Http404
    case_file = get_case_for(request.user, urn)
    found = route_of(case_file, route)
    context = {
        **case_context(request, case_file, "case_route"),
        "title": found.title,
        "route": found,
        "side": side_on(case_file, request.user),
        "withdrawn": withdrawals_of(case_file, found, request.user),
        "steps": steps_open(found),
        "turns": turns_of(case_file, found, request.user),
        "times": times_of(case_file, found),
        "plans": plan_links(case_file, side_on(case_file, request.user)) if route == PLANS else [],
        **(court_context(case_file, request.user) if route == HEARINGS else {}),
    }
    return render(request, "workflows/case_route.html", context)


def steps_open(route: Route) -> dict[UUID, int | None]:
    """By record of the route, the step that is open on it. One query."""
    records = [entry.record.pk for entry in route.entries]
    return dict(Obligation.objects.open().filter(subject__in=records).values_list("subject", "task"))


def times_of(case_file: CaseFile, route: Route) -> dict[UUID, str]:
    """By record of the route, how long each side owed it. One query.

    A hearing is waited for until its day, which is nobody's time.
    """
    if route.key == HEARINGS:
        return {entry.record.pk: "" for entry in route.entries}
    records = [entry.record for entry in route.entries]
    days = records_days(case_file, records, timezone.now())
    return {key: time_words(owed) for key, owed in days.items()}


def case_context(request: SignedInRequest, case_file: CaseFile, here: str) -> dict[str, Any]:
    """What every page of a case shows around its content. One query, and one while an answer is owed."""
    work = list(
        Obligation.objects.open()
        .filter(case_file=case_file)
        .with_urgency(timezone.localdate())
        .select_related("owner")
    )
    next_work = next((row for row in work if row.due_on), None)
    return {
        "case": case_file,
        "reads": sides_read(case_file, request.user),
        "books_clinics": actor_on(case_file, request.user, BOOKERS) is not None,
        "warnings": warnings_of(case_file, work),
        "position": position_words(work),
        "held_by": held_by(work),
        "next_work": next_work,
        "next_due": next_work.due_on if next_work else None,
        "sections": [
            {"text": text, "href": reverse(name, kwargs={"urn": case_file.urn}), "active": name == here}
            for text, name in (
                ("Summary", "case"),
                ("People and offences", "case_people"),
                ("Victims", "victims"),
                ("Documents", "documents"),
                ("Activity", "case_activity"),
                ("Time", "case_clock"),
                ("Audit", "case_audit"),
            )
            if name != "case_audit" or actor_on(case_file, request.user, [Role.AUDITOR])
        ],
    }


def warnings_of(case_file: CaseFile, work: list[Obligation]) -> list[str]:
    """What the police are warned of, that they left unanswered. One query where they owe an answer."""
    if not any(row.kind == ITEM for row in work):
        return []
    now = timezone.now()
    silent = silences_warned(ChargingDecision.objects.filter(case_file=case_file), at=now)
    return [f"{each.decision.suspect}. {each.words(timezone.localdate(now))}" for each in silent]


def charging_warnings(routes: list[Route], offences: list[Offence]) -> list[str]:
    """What is wrong with the decisions of a case. Decisions come loaded with their routes: no query."""
    entries = [entry.record for route in routes for entry in route.entries]
    decisions = [record for record in entries if isinstance(record, ChargingDecision)]
    disputed = [each.rests_on_disputed for each in decisions]
    return [words for words in (*disputed, offences_undecided_words(decisions, offences)) if words]


def position_words(work: list[Obligation]) -> str:
    """The most pressing open work in words, and how much more there is."""
    if not work:
        return "No work is open"
    more = len(work) - 1
    first = f"{work[0].title} ({work[0].about})" if work[0].about else work[0].title
    return first + (f", and {more} more open" if more else "")


def held_by(work: list[Obligation]) -> str:
    """Who has the most pressing open work of each side: "CPS: Gatekeeper pool; Police: DC Ann Other"."""
    first: dict[Side, Obligation] = {}
    for row in work:
        first.setdefault(side_of(row.role), row)
    return "; ".join(f"{SIDE_WORDS[side]}: {holder_of(first[side])}" for side in SIDE_WORDS if side in first)


def holder_of(row: Obligation) -> str:
    return row.owner.signature if row.owner else f"{Role(row.role).label} pool"


def side_on(case_file: CaseFile, user: User) -> Side | None:
    """The side on which the person works on this case; None for a reader such as an auditor."""
    actor = actor_on(case_file, user, WORKING_ROLES)
    return side_of(actor.role) if actor else None
