"""When people are reminded: the ladder of each kind of work and the ranks, and changing them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.escalations.ladder import SUGGESTED, Days, Rung, ladder_of
from casework.escalations.models import RungChange
from casework.escalations.rungs import rung_changes_number, rungs_change, rungs_in_force
from casework.organisations.models import Organisation
from casework.pages.answers import done, form_page
from casework.people.administering import as_administrator
from casework.people.request import SignedInRequest
from casework.people.roles import Role, side_in
from notifications.ladders.forms import LadderForm, RanksForm
from notifications.ladders.models import LadderChange
from notifications.ladders.services import changes_number, ladder_change
from notifications.ladders.timings import Timing, changes_in_force, timing_after, timing_of, timings

# How an address names the ladder of all kinds that have none of their own.
OTHERS = "others"


@require_safe
def ladders(request: SignedInRequest) -> HttpResponse:
    """Those of the organisations in which the person has a role."""
    places = sorted({held.organisation for held in request.user.memberships_held}, key=lambda each: each.name)
    changes, own = changes_in_force(), rungs_in_force()
    # Those of one kind first, then that of all others.
    kinds = sorted(timings(), reverse=True)
    context = {
        "title": "When people are reminded",
        "places": [
            {
                "name": place.name,
                "ladders": [_shown(timing_of(kind, place.pk, changes)) for kind in kinds],
                "ranks": _rungs(place, own),
                "ranks_are_own": place.pk in own,
            }
            for place in places
        ],
        "may_change": request.user.holds(Role.ADMINISTRATOR),
        "back_href": reverse("notices"),
    }
    return render(request, "notifications/ladders.html", context)


@require_http_methods(["GET", "POST"])
def ladder(request: SignedInRequest, kind: str) -> HttpResponse:
    """Change one for the administrator's organisation."""
    by, own = as_administrator(request.user), "" if kind == OTHERS else kind
    if own not in timings():
        raise Http404
    timing = timing_of(own, by.organisation.pk, changes_in_force())
    form = LadderForm(request.POST or None, timing=timing, seen=changes_number(own, by))
    if done(form, lambda: ladder_change(kind=own, by=by, at=timezone.now(), **form.cleaned_data)):
        messages.success(request, "The reminders are changed.")
        return redirect("ladders")
    return form_page(
        request,
        form,
        title="Change when people are reminded",
        caption=f"{timing.title}, {by.organisation.name}",
        submit="Save the change",
        template="notifications/ladder.html",
        before=_before(by.organisation, own),
        back_href=reverse("ladders"),
    )


@require_http_methods(["GET", "POST"])
def ranks(request: SignedInRequest) -> HttpResponse:
    """Change after how many working days the ranks of the administrator's organisation are told."""
    by = as_administrator(request.user)
    rungs = _rungs(by.organisation, rungs_in_force())
    form = RanksForm(request.POST or None, rungs=rungs, seen=rung_changes_number(by))
    if done(form, lambda: rungs_change(by=by, at=timezone.now(), **form.arguments())):
        messages.success(request, "The ranks are changed.")
        return redirect("ladders")
    return form_page(
        request,
        form,
        title="Change when the ranks are told",
        caption=by.organisation.name,
        submit="Save the change",
        template="notifications/ranks.html",
        rungs=rungs,
        before=_ranks_before(by.organisation),
        back_href=reverse("ladders"),
    )


def _rungs(place: Organisation, own: Mapping[int, Days]) -> tuple[Rung, ...]:
    """Those of a force or an area, the lowest first."""
    return ladder_of(side_in(place), own.get(place.pk, SUGGESTED))


def _ranks_before(place: Organisation) -> list[RungChange]:
    """What was changed before, the newest first. One query."""
    changed = RungChange.objects.filter(organisation=place).select_related("changed_by")
    return list(changed.order_by("-number"))


def _shown(timing: Timing) -> dict[str, Any]:
    return {
        "timing": timing,
        "key": timing.kind or OTHERS,
        "warned": _warned(timing),
        "overdue": _overdue(timing),
        "repeated": _repeated(timing),
    }


def _warned(timing: Timing) -> str:
    """ "5 and 2 working days before", "1 day before"."""
    if not timing.warn:
        return "No warning"
    *others, last = map(str, timing.warn)
    days = f"{', '.join(others)} and {last}" if others else last
    unit = "working day" if timing.unit == "working_day" else "day"
    return f"{days} {unit}{'' if last == '1' else 's'} before"


def _overdue(timing: Timing) -> str:
    return _after(timing.overdue_after)


def _after(working_days: int) -> str:
    return f"{working_days} working day{'' if working_days == 1 else 's'} after"


def _repeated(timing: Timing) -> str:
    """ "Every 5 working days, 6 times", "Every working day, once"."""
    if not timing.again_times:
        return "Not repeated"
    every = "working day" if timing.again_every == 1 else f"{timing.again_every} working days"
    return f"Every {every}, {'once' if timing.again_times == 1 else f'{timing.again_times} times'}"


def _before(place: Organisation, kind: str) -> list[dict[str, Any]]:
    """What was changed before, as events, the newest first. One query."""
    changes = LadderChange.objects.filter(organisation=place, kind=kind).select_related("changed_by")
    return [
        {
            "title": _words(timing_after(each)),
            "by": each.changed_by.signature,
            "at": each.changed_at,
            "text": each.reason,
        }
        for each in changes.order_by("-number")
    ]


def _words(timing: Timing) -> str:
    return f"{_warned(timing)}; overdue {_overdue(timing)}; {_repeated(timing).lower()}"
