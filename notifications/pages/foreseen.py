"""A dry run on a page: who will be told what in the next days, of a team, a case and an organisation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access.policy import get_case_for, unless_kept
from casework.obligations.models import Obligation, ObligationQuerySet
from casework.people.administering import as_administrator
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.people.roles import LEADING_ROLES
from notifications.notices.foresee import AHEAD, Foreseen, foreseen

# More than anybody reads: the number of the others is said.
SHOWN = 300


@require_safe
def team_foreseen(request: SignedInRequest) -> HttpResponse:
    """Of the work that the person leads. 403 for who leads nobody."""
    if not request.user.holds(*LEADING_ROLES):
        raise PermissionDenied
    work = Obligation.objects.led_by(request.user)
    return answer(request, work, title="Who will be told what: your team", back_href=reverse("notices"))


@require_safe
def case_foreseen(request: SignedInRequest, urn: str) -> HttpResponse:
    """Of the work of a case that the person leads."""
    case = get_case_for(request.user, urn)
    if not request.user.holds(*LEADING_ROLES):
        raise PermissionDenied
    work = Obligation.objects.led_by(request.user).filter(case_file=case)
    back = reverse("case_notices", kwargs={"urn": case.urn})
    return answer(request, work, title=f"Who will be told what: case {case.urn}", back_href=back)


@require_safe
def whole_foreseen(request: SignedInRequest) -> HttpResponse:
    """Of all the work of the administrator's organisation, by number alone: they see no case."""
    place = as_administrator(request.user).organisation
    work = Obligation.objects.filter(unless_kept(request.user, "case_file"), organisation=place)
    found = _found(work, timezone.now())
    context = {
        "title": f"Notices to come: {place.name}",
        "days": [(at, len(list(each))) for at, each in groupby(found, key=_day)],
        "back_href": reverse("notices"),
    }
    return render(request, "notifications/foreseen_numbers.html", context)


def answer(request: SignedInRequest, work: ObligationQuerySet, **context: Any) -> HttpResponse:
    found = _found(work, timezone.now())
    shown = found[:SHOWN]
    context |= {"days": _by_day(shown), "number": len(found), "more": len(found) - len(shown)}
    return render(request, "notifications/foreseen.html", context)


def _found(work: ObligationQuerySet, now: datetime) -> list[Foreseen]:
    return foreseen(work, now=now, until=now + AHEAD)


def _day(each: Foreseen) -> datetime:
    return each.at


def _by_day(shown: Sequence[Foreseen]) -> list[dict[str, Any]]:
    """Two queries: the work with its case, and the people."""
    work = Obligation.objects.select_related("case_file").in_bulk({each.owed.work.id for each in shown})
    people = User.objects.in_bulk({each.owed.person for each in shown})
    return [
        {
            "at": at,
            "items": [
                {
                    "work": work[each.owed.work.id],
                    "person": people[each.owed.person].signature,
                    "stage": each.owed.telling.stage.label,
                    "mailed_at": each.mail and each.mail.not_before,
                }
                for each in together
            ],
        }
        for at, together in groupby(shown, key=_day)
    ]
