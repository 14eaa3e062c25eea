"""How early victims were offered a personal statement, and whether again near the trial, over many cases."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.deadlines.rules import rule_on
from casework.pages.answers import form_page
from casework.pages.csv import csv_answer
from casework.people.request import SignedInRequest
from casework.people.roles import OVERSEEING_ROLES
from casework.victim_statements.report import ALL_MONTHS, Line, Share, report_lines
from casework.whose_clock.forms import PeriodForm
from casework.whose_clock.report import Level

SHARES = ("Offered", "Offered before charge", "Asked again near trial", "Updated near trial")


@require_safe
def report(request: SignedInRequest) -> HttpResponse:
    """The victims of the cases that the person may see, by place and by month of the report."""
    form, lines = asked(request)
    whole = [line for line in lines if line.month == ALL_MONTHS]
    sections = [(level, [line for line in whole if line.level == level]) for level in Level]
    context = {
        "title": "Victim personal statements",
        "near": rule_on("VPS_NEAR_TRIAL", timezone.localdate()),
        "sections": [(level, held) for level, held in sections if held],
        "months": [(line.month_words, line) for line in months_of(lines)],
        "export_href": f"{reverse('statements_report_export')}?{request.GET.urlencode()}",
    }
    return form_page(request, form, template="workflows/statements_report.html", **context)


@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """The same lines for a spreadsheet, month by month; a period that cannot be is answered by the page."""
    form, lines = asked(request)
    if form.errors:
        return report(request)
    return csv_answer("victim-statements", timezone.localdate(), head(), map(cells, lines))


def months_of(lines: list[Line]) -> list[Line]:
    """Month by month over the widest places: each victim is in one of them."""
    widest = lines[0].level if lines else None
    of_months = [line for line in lines if line.level == widest and line.month != ALL_MONTHS]
    found: dict[str, Line] = {}
    for line in of_months:
        before = found.get(line.month)
        victims = [*before.victims, *line.victims] if before else line.victims
        found[line.month] = Line(line.level, "", line.month, victims)
    return [found[month] for month in sorted(found, reverse=True)]


def head() -> list[str]:
    shares = [title for share in SHARES for title in (share, f"{share}, of")]
    return ["Level", "Place", "Reported in", "Victims", "Median days from report to first offer", *shares]


def cells(line: Line) -> list[object]:
    days = "" if line.median_days is None else line.median_days
    shares = [number for share in shares_of(line) for number in (share.part, share.whole)]
    return [line.level.label, line.place, line.month_words, len(line.victims), days, *shares]


def shares_of(line: Line) -> list[Share]:
    return [line.offered, line.before_charge, line.asked_near_trial, line.updated_near_trial]


def asked(request: SignedInRequest) -> tuple[PeriodForm, list[Line]]:
    """The period that the address asks for, and its lines; none where it cannot be.

    403 for who neither leads anybody nor audits. Two queries.
    """
    if not request.user.holds(*OVERSEEING_ROLES):
        raise PermissionDenied
    form = PeriodForm(request.GET, auto_id="%s")
    if not form.is_valid():
        return form, []
    return form, report_lines(request.user, **form.cleaned_data, today=timezone.localdate())
