"""An administrator's page of somebody's sign-in, and what can be done to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.access.policy import Actor
from casework.pages.answers import form_page, sent
from casework.pages.dates import govuk_date
from casework.people.administering import as_administrator
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.sign_in import administering
from casework.sign_in.again import proof_required
from casework.sign_in.forms import ProviderLinkForm
from casework.sign_in.models import ProviderLink, SecondFactor
from casework.sign_in.sessions import sessions_of
from config.sign_in.sessions import how_words
from notifications.outbox.owe import sign_in_mail_owe
from workflows.pages.people import done, roles_of

# By what is done: the verb, the question, the button, what is told.
CHANGES: dict[str, tuple[Callable[..., Any], str, str, str]] = {
    "password": (
        administering.password_reset,
        "Do you want to reset their password?",
        "Reset the password",
        "Password reset.",
    ),
    "second-factor": (
        administering.second_factor_reset,
        "Do you want to reset their second factor?",
        "Reset the second factor",
        "Second factor reset. They set up an authenticator app when they next sign in.",
    ),
    "sessions": (
        administering.sessions_end_all,
        "Do you want to sign them out everywhere?",
        "Sign them out",
        "They have been signed out everywhere.",
    ),
    "link": (
        administering.provider_link,
        "Link them to an identity provider",
        "Link",
        "They sign in through the identity provider, and by no password any more.",
    ),
    "unlink": (
        administering.provider_unlink,
        "Do you want to remove their links to identity providers?",
        "Remove the links",
        "The links have been removed. Reset their password if they are to sign in with one.",
    ),
}


@require_safe
def person_sign_in(request: SignedInRequest, person: int) -> HttpResponse:
    actor = as_administrator(request.user)
    about = colleague(actor, person)
    home = administering.looked_after_by(about, timezone.now())
    context = {
        "title": f"Sign-in of {about.signature}",
        "person": about,
        "elsewhere": home if home != actor.organisation else None,
        "factor": SecondFactor.objects.filter(person=about).first(),
        "sessions": sessions_of(about, current=None, at=timezone.now()),
        "linked": "; ".join(_linked(link) for link in about.provider_links.all()),
        "providers": settings.SIGN_IN_PROVIDERS,
        "own": about.pk == request.user.pk,
    }
    return render(request, "account/person_sign_in.html", context)


def _linked(link: ProviderLink) -> str:
    return f"{how_words(link.provider)}, linked on {govuk_date(link.linked_at)}"


@proof_required
@require_http_methods(["GET", "POST"])
def person_sign_in_change(request: SignedInRequest, person: int, what: str) -> HttpResponse:
    """Ask before it is done. Who has an address is told by email; a new password is shown once."""
    actor = as_administrator(request.user)
    about = colleague(actor, person)
    if administering.looked_after_by(about, timezone.now()) != actor.organisation:
        raise Http404
    if what not in CHANGES or (what == "link" and not settings.SIGN_IN_PROVIDERS):
        raise Http404
    verb, title, submit, told = CHANGES[what]
    form = form_of(what)(sent(request))
    given: list[object] = []

    def change() -> None:
        with transaction.atomic():
            at = timezone.now()
            given.append(verb(person=about, by=actor, at=at, **form.cleaned_data))
            sign_in_mail_owe(person=about, at=at)

    if done(form, change):
        if what == "password":
            context = {"title": "Their new password", "person": about, "password": given[0]}
            return render(request, "account/password_given.html", context)
        messages.success(request, told)
        return redirect("person_sign_in", person=about.pk)
    back = reverse("person_sign_in", kwargs={"person": about.pk})
    context = {
        "title": title,
        "submit": submit,
        "about": about,
        "back_href": back,
        "what": what,
    }
    return form_page(request, form, template="account/person_sign_in_change.html", **context)


def colleague(actor: Actor, person: int) -> User:
    """Somebody who holds a role in the administrator's organisation today; anybody else is not found."""
    return get_object_or_404(User, pk=person, pk__in=roles_of(actor).values("person"))


def form_of(what: str) -> type[forms.Form] | partial[forms.Form]:
    return ProviderLinkForm if what == "link" else forms.Form
