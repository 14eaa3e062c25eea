"""Whose clock: how the time of a case was spent, its pauses, and the report over many cases."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.access.policy import get_case_for
from casework.pages.answers import form_page
from casework.pages.csv import csv_answer
from casework.people.request import SignedInRequest
from casework.people.roles import OVERSEEING_ROLES
from casework.whose_clock.forms import PauseForm, PeriodForm, RestartForm
from casework.whose_clock.parties import COUNTED
from casework.whose_clock.report import Level, Line, period_of, report_lines
from casework.whose_clock.services import clock_pause, clock_restart
from casework.whose_clock.words import length_words
from workflows.pages.case import case_context
from workflows.pages.case_changes import Change, answer, case_for, form_of
from workflows.pages.clocks import MAY_PAUSE, clock_shown

PAUSE = Change(
    verb=clock_pause,
    title="Pause the clock",
    submit="Pause the clock",
    done="Clock paused. Work, due dates and reminders go on.",
    roles=MAY_PAUSE,
    back="case_clock",
)
RESTART = Change(
    verb=clock_restart,
    title="Restart the clock",
    submit="Restart the clock",
    done="Clock restarted.",
    roles=MAY_PAUSE,
    back="case_clock",
)


@require_safe
def case_clock(request: SignedInRequest, urn: str) -> HttpResponse:
    """With whom the case was from when to when, and its waits for third parties."""
    case, now = get_case_for(request.user, urn), timezone.now()
    shown = clock_shown(case, request.user, now)
    context = {
        **case_context(request, case, "case_clock"),
        "title": "Time so far",
        "shown": shown,
        "spells": [(spell, length_words(spell.length)) for spell in reversed(shown.clock.spells)],
        "pauses": case.clock_pauses.select_related("started_by", "ended_by"),
    }
    return render(request, "workflows/case_clock.html", context)


@require_http_methods(["GET", "POST"])
def pause(request: SignedInRequest, urn: str) -> HttpResponse:
    return answer(request, case_for(request, urn, PAUSE), PAUSE, form_of(PauseForm, request))


@require_http_methods(["GET", "POST"])
def restart(request: SignedInRequest, urn: str) -> HttpResponse:
    return answer(request, case_for(request, urn, RESTART), RESTART, form_of(RestartForm, request))


@require_safe
def report(request: SignedInRequest) -> HttpResponse:
    """The cases that the person may see, by place, in the period that the address names."""
    form, lines = asked(request, timezone.now())
    sections = [(level, [line for line in lines if line.level == level]) for level in Level]
    context = {
        "title": "Whose clock",
        "sections": [(level.label, held) for level, held in sections if held],
        "parties": COUNTED,
        "export_href": f"{reverse('whose_clock_export')}?{request.GET.urlencode()}",
    }
    return form_page(request, form, template="workflows/whose_clock.html", **context)


@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """The same lines for a spreadsheet; a period that cannot be is answered by the page."""
    now = timezone.now()
    form, lines = asked(request, now)
    if form.errors:
        return report(request)
    return csv_answer("whose-clock", timezone.localdate(now), head(), map(cells, lines))


def head() -> list[str]:
    days = [f"{party.label}, {kind} days" for party in COUNTED for kind in ("mean", "median")]
    return ["Level", "Place", "Cases", *days]


def cells(line: Line) -> list[object]:
    days = [figure(party) for party in COUNTED for figure in (line.mean, line.median)]
    return [line.level.label, line.place, line.cases, *days]


def asked(request: SignedInRequest, now: datetime) -> tuple[PeriodForm, list[Line]]:
    """The period that the address asks for, and its lines; none where it cannot be.

    403 for who neither leads anybody nor audits. Four queries.
    """
    if not request.user.holds(*OVERSEEING_ROLES):
        raise PermissionDenied
    form = PeriodForm(request.GET, auto_id="%s")
    if not form.is_valid():
        return form, []
    return form, report_lines(request.user, period_of(**form.cleaned_data, now=now))


@require_safe
def counted(request: SignedInRequest) -> HttpResponse:
    context = {"title": "How the time of a case is counted"}
    return render(request, "workflows/whose_clock_counted.html", context)
