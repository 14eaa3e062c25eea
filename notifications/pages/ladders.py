"""When people are reminded: the ladder of each kind of work, and changing it for one's force or area."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.organisations.models import Organisation
from casework.pages.answers import done, form_page
from casework.people.administering import as_administrator
from casework.people.request import SignedInRequest
from casework.people.roles import Role
from notifications.ladders.forms import LadderForm
from notifications.ladders.models import LadderChange
from notifications.ladders.services import changes_number, ladder_change
from notifications.ladders.timings import Timing, changes_in_force, timing_of, timings

# How an address names the ladder of all kinds that have none of their own.
OTHERS = "others"


@require_safe
def ladders(request: SignedInRequest) -> HttpResponse:
    """Those of the organisations in which the person has a role."""
    places = sorted({held.organisation for held in request.user.memberships_held}, key=lambda each: each.name)
    changes = changes_in_force()
    context = {
        "title": "When people are reminded",
        "places": [
            {
                "name": place.name,
                "ladders": [_shown(timing_of(kind, place.pk, changes)) for kind in timings()],
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
        unit=_unit(timing),
        back_href=reverse("ladders"),
    )


def _shown(timing: Timing) -> dict[str, Any]:
    return {"timing": timing, "key": timing.kind or OTHERS, "unit": _unit(timing)}


def _unit(timing: Timing) -> str:
    return "working days" if timing.unit == "working_day" else "days"


def _before(place: Organisation, kind: str) -> list[LadderChange]:
    """What was changed before, the newest first. One query."""
    changed = LadderChange.objects.filter(organisation=place, kind=kind).select_related("changed_by")
    return list(changed.order_by("-number"))
