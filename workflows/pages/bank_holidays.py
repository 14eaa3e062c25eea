"""An administrator's pages of the bank holidays: by year, with what was changed; one added, or taken out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.bank_holidays.forms import AddForm, SourceForm
from casework.bank_holidays.models import BankHolidayChange
from casework.bank_holidays.selectors import days_of
from casework.bank_holidays.services import bank_holiday_change, bank_holiday_may_change
from casework.deadlines.holidays import bank_holidays, years_held
from casework.errors import RuleBroken
from casework.forms import refusal_show
from casework.obligations.models import Obligation
from casework.pages.answers import form_page
from casework.pages.dates import govuk_day
from casework.people.administering import as_administrator
from casework.people.request import SignedInRequest
from workflows.recount import CASES_IN_REQUEST, Recounted, moves, recount

Kind = BankHolidayChange.Kind
# Sent with what the person has seen of what the change moves.
CONFIRMED = "confirmed"


@require_safe
def year(request: SignedInRequest) -> HttpResponse:
    """The days of a year, the present one without an answer in the address. 404 for a year not held."""
    as_administrator(request.user)
    asked, years = request.GET.get("year", str(timezone.localdate().year)), years_held()
    if asked not in map(str, years):
        raise Http404
    shown = int(asked)
    context = {
        "title": f"Bank holidays in {shown}",
        "year": shown,
        "years": years,
        "days": days_of(shown),
    }
    return render(request, "workflows/bank_holidays.html", context)


@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    form = AddForm(request.POST or None, auto_id="%s")
    return answer(request, form, Kind.ADDED, title="Add a bank holiday", submit="Add the bank holiday")


@require_http_methods(["GET", "POST"])
def take_out(request: SignedInRequest, day: str) -> HttpResponse:
    """404 for what is no bank holiday."""
    as_administrator(request.user)
    on = held_on(day)
    words = {"title": f"Take out {govuk_day(on)}", "submit": "Take out the bank holiday"}
    return answer(request, SourceForm(request.POST or None, auto_id="%s"), Kind.REMOVED, on, **words)


def held_on(day: str) -> date:
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    if on not in bank_holidays():
        raise Http404
    return on


def answer(
    request: SignedInRequest, form: forms.Form, kind: str, on: date | None = None, **words: Any
) -> HttpResponse:
    """The form; then how many open dates it moves; once that is confirmed, they move. 403 for others."""
    by = as_administrator(request.user)
    back = {**words, "back_href": reverse("bank_holidays"), "caption": "Bank holidays"}
    if not form.is_valid():
        return form_page(request, form, **back)
    day, source, now = on or form.cleaned_data["day"], form.cleaned_data["source"], timezone.now()
    try:
        bank_holiday_may_change(day=day, kind=kind)
        if CONFIRMED not in request.POST:
            return confirm(request, day, kind, source, **words)
        change = bank_holiday_change(day=day, kind=kind, source=source, by=by, at=now)
    except RuleBroken as refusal:
        refusal_show(form, refusal)
        return form_page(request, form, **back)
    messages.success(request, told(change, recount(change=change, at=now, most=CASES_IN_REQUEST)))
    return redirect(f"{reverse('bank_holidays')}?year={day.year}")


def confirm(request: SignedInRequest, day: date, kind: str, source: str, **words: Any) -> HttpResponse:
    """What the change would do. Two queries."""
    held = bank_holidays()
    after = held | {day} if kind == Kind.ADDED else held - {day}
    found = list(moves(Obligation.objects.open(), before=held, now=after))
    context = {
        **words,
        "title": f"{words['title']}?" if kind == Kind.REMOVED else "Add this bank holiday?",
        "day": day,
        "source": source,
        "dates": len(found),
        "cases": len({each.work.case_file_id for each in found}),
        "warning": kind == Kind.REMOVED,
        "confirmed": CONFIRMED,
        "typed": {**parts_of(day), "source": source},
    }
    return render(request, "workflows/bank_holiday_confirm.html", context)


def parts_of(day: date) -> dict[str, int]:
    return {"day-day": day.day, "day-month": day.month, "day-year": day.year}


def told(change: BankHolidayChange, done: Recounted) -> str:
    """ "Monday 8 May 2023: added. 12 open dates have moved."."""
    moved = f"{done.moved} open date{' has' if done.moved == 1 else 's have'} moved"
    left = f" {done.left} more will be counted anew within minutes." if done.left else ""
    return f"{change}. {moved}.{left}"
