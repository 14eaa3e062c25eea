"""Time away: one's own, and for who leads others, theirs."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.absences.forms import AwayForm, ColleagueForm
from casework.absences.models import Absence
from casework.absences.selectors import absences_to_come, may_stand_in_for, people_led_by
from casework.absences.services import absence_end, absence_record
from casework.pages.answers import done, form_page, sent
from casework.pages.dates import govuk_date
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.people.roles import LEADING_ROLES, WORKING_ROLES


@require_safe
def away(request: SignedInRequest) -> HttpResponse:
    """Who is away, now and to come: the person, and those whom they lead."""
    working_required(request.user)
    user, today = request.user, timezone.localdate()
    current = absences_to_come(people=of_concern(user, today), today=today)
    context = {
        "title": "Time away",
        "mine": [item(absence, today) for absence in current if absence.person_id == user.pk],
        "theirs": [item(absence, today) for absence in current if absence.person_id != user.pk],
        "covered": list(user.stands_in.in_force(today).select_related("person")),
        "leads": user.holds(*LEADING_ROLES),
    }
    return render(request, "workflows/away.html", context)


@require_http_methods(["GET", "POST"])
def away_add(request: SignedInRequest) -> HttpResponse:
    working_required(request.user)
    return record(request, request.user, title="Add time away")


@require_http_methods(["GET", "POST"])
def away_colleague(request: SignedInRequest) -> HttpResponse:
    """Whose time away a lead records; the days are asked on the next page."""
    leading_required(request.user)
    people = people_led_by(request.user, timezone.localdate())
    form = ColleagueForm(sent(request), people=people)
    if form.is_valid():
        return redirect("away_add_for", person=form.cleaned_data["person"])
    return form_page(request, form, title="Who is away?", submit="Continue", back_href=reverse("away"))


@require_http_methods(["GET", "POST"])
def away_add_for(request: SignedInRequest, person: int) -> HttpResponse:
    """The days on which somebody whom the person leads is away, such as when they report sick."""
    leading_required(request.user)
    who = get_object_or_404(people_led_by(request.user, timezone.localdate()), pk=person)
    return record(request, who, title="Add time away for a colleague", caption=who.signature)


@require_http_methods(["GET", "POST"])
def away_end(request: SignedInRequest, absence: int) -> HttpResponse:
    """Ask before it ends, or say that it is over. That of somebody of no concern is not found."""
    working_required(request.user)
    today = timezone.localdate()
    known = Absence.objects.filter(person__in=of_concern(request.user, today))
    found = get_object_or_404(known.select_related("person", "stand_in"), pk=absence)
    if found.ends_on < today:
        messages.info(request, "This time away is over already.")
        return redirect("away")
    form = forms.Form(sent(request))
    if done(form, lambda: absence_end(absence=found, by=request.user, at=timezone.now())):
        messages.success(request, "Time away ended.")
        return redirect("away")
    return form_page(
        request,
        form,
        title="Do you want to end this time away?",
        submit="End the time away",
        template="workflows/away_end.html",
        absence=found,
        begun=found.starts_on <= today,
        back_href=reverse("away"),
        cancel_href=reverse("away"),
    )


def record(request: SignedInRequest, person: User, **words: str) -> HttpResponse:
    """The form of an absence of the person, and what sending it gives."""
    colleagues = may_stand_in_for(person, timezone.localdate())
    form = AwayForm(sent(request), colleagues=colleagues)

    def add() -> None:
        absence_record(person=person, by=request.user, at=timezone.now(), **form.cleaned_data)

    if done(form, add):
        stand_in = form.cleaned_data["stand_in"].signature
        messages.success(request, f"Time away added. {stand_in} stands in.")
        return redirect("away")
    context = {"submit": "Add the time away", "alone": not form.colleagues, "back_href": reverse("away")}
    return form_page(request, form, template="workflows/away_add.html", **context, **words)


def item(absence: Absence, today: date) -> dict[str, object]:
    """One absence as the page shows it."""
    return {
        "key": absence.pk,
        "person": absence.person.signature,
        "days": days_of(absence),
        "stand_in": absence.stand_in.signature,
        "now": absence.starts_on <= today,
    }


def days_of(absence: Absence) -> str:
    first, last = govuk_date(absence.starts_on), govuk_date(absence.ends_on)
    return first if first == last else f"{first} to {last}"


def of_concern(user: User, today: date) -> QuerySet[User]:
    """The person, and those whom they lead. No query of its own."""
    led = people_led_by(user, today).order_by().values("pk")
    return User.objects.filter(pk=user.pk) | User.objects.filter(pk__in=led)


def working_required(user: User) -> None:
    """403 for who owes no casework: nobody has to stand in for them."""
    if not user.holds(*WORKING_ROLES):
        raise PermissionDenied


def leading_required(user: User) -> None:
    if not user.holds(*LEADING_ROLES):
        raise PermissionDenied
