"""What the person was told, and how they want to be told."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.access.opened import EMERGENCY_ROLES
from casework.pages.answers import done, form_page, sent
from casework.people.request import SignedInRequest
from casework.people.roles import LEADING_ROLES, Role
from notifications.notices.selectors import notices_of, with_work
from notifications.notices.services import notices_read
from notifications.preferences.forms import PreferenceForm, initial_of
from notifications.preferences.models import Preference
from notifications.preferences.services import preference_set, test_message_send

PER_PAGE = 50


@require_safe
def notices(request: SignedInRequest) -> HttpResponse:
    page = Paginator(notices_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    shown = with_work(page, request.user)
    context = {
        "title": "Notices",
        "page": page,
        "shown": shown,
        # What comes while they read stays unread. What is older is read with it.
        "newest": max((notice.pk for notice in shown if notice.seen_at is None), default=None),
        "leads": request.user.holds(*LEADING_ROLES),
        "sees_openings": request.user.holds(*EMERGENCY_ROLES),
        "administers": request.user.holds(Role.ADMINISTRATOR),
        "preference": Preference.objects.filter(person=request.user).first(),
    }
    return render(request, "notifications/notices.html", context)


@require_POST
def read(request: SignedInRequest) -> HttpResponse:
    """What the page showed is read, and all that came before it."""
    form = _UpTo(request.POST)
    if form.is_valid():
        up_to = form.cleaned_data["up_to"]
        number = notices_read(person=request.user, up_to=up_to, at=timezone.now())
        messages.success(request, f"{number} notice{'' if number == 1 else 's'} marked as read.")
    return redirect("notices")


class _UpTo(forms.Form):
    up_to = forms.IntegerField(min_value=1)


@require_http_methods(["GET", "POST"])
def choices(request: SignedInRequest) -> HttpResponse:
    """How the person is told by mail."""
    chosen = Preference.objects.filter(person=request.user).first()
    form = PreferenceForm(request.POST or None, initial=initial_of(chosen))
    if done(form, lambda: preference_set(person=request.user, at=timezone.now(), **form.arguments())):
        messages.success(request, "Your choices are saved.")
        return redirect("notices")
    return form_page(
        request,
        form,
        title="How you are told by email",
        submit="Save",
        template="notifications/choices.html",
        back_href=reverse("notices"),
    )


@require_http_methods(["GET", "POST"])
def test(request: SignedInRequest) -> HttpResponse:
    """A mail to oneself, to see whether it comes."""
    form = forms.Form(sent(request))
    if done(form, lambda: test_message_send(person=request.user, at=timezone.now())):
        messages.success(request, "A test email is on its way to you.")
        return redirect("notices")
    return form_page(
        request,
        form,
        title="Send yourself a test email?",
        submit="Send the test email",
        template="notifications/test.html",
        back_href=reverse("notices"),
        cancel_href=reverse("notices"),
    )
