"""Signing in through an identity provider: OpenID Connect, the code flow with PKCE, state and nonce.

The provider says who somebody is, and that it asked for a second factor. Whom of ours it means an
administrator has linked: nobody gets an account, or another's, by what a provider says.
"""

from __future__ import annotations

import logging
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.signals import user_login_failed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from joserfc.errors import JoseError
from requests import RequestException

from casework.people.models import User
from casework.sign_in.models import ProviderLink
from casework.sign_in.sessions import LATELY, session_how, session_proved
from config.sign_in.entering import enter
from config.sign_in.providers import Provider
from config.sign_in.sessions import onward

logger = logging.getLogger(__name__)
DISCOVERY = "/.well-known/openid-configuration"
SECONDS = 10
NEXT = "provider_next"
FAILED = (OAuthError, JoseError, RequestException, ValueError, KeyError)


class NotProved(Exception):
    """The provider did not prove who it is that wants in; the text is for the person."""


@login_not_required
@require_safe
def provider_begin(request: HttpRequest, provider: str) -> HttpResponse:
    """Send the browser to the provider. Who is signed in through it is asked there to sign in once more."""
    known = provider_of(provider)
    request.session[NEXT] = onward(request)
    options = {"acr_values": " ".join(sorted(known.acr))} if known.acr else {}
    if request.user.is_authenticated:
        options |= {"prompt": "login", "max_age": "0"}
    address = settings.ORIGIN + reverse("provider_done", kwargs={"provider": provider})
    try:
        answer: HttpResponseRedirect = client_of(known).authorize_redirect(request, address, **options)
    except FAILED as error:
        return refused(request, known, error)
    return answer


@login_not_required
@require_safe
def provider_done(request: HttpRequest, provider: str) -> HttpResponse:
    """The provider has sent the browser back: take its code for a token, and judge that."""
    known, person = provider_of(provider), None
    try:
        claims = claims_of(request, known)
        person = person_meant(known, claims)
        second_factor_require(known, claims)
        if request.user.is_authenticated:
            again(request, person, known, claims)
        elif not person.is_active:
            failed(request, person)
            return redirect("account_inactive")
        else:
            enter(request, person, known.key)
    except (*FAILED, NotProved) as error:
        failed(request, person)
        return refused(request, known, error)
    return HttpResponseRedirect(request.session.pop(NEXT, "/"))


def claims_of(request: HttpRequest, provider: Provider) -> dict[str, Any]:
    """What the signed token says: its signature, issuer, audience, dates and nonce have been checked."""
    client = client_of(provider)
    if client.load_server_metadata()["issuer"].rstrip("/") != provider.issuer:
        raise NotProved("The identity provider is not the one that this service knows.")
    token = client.authorize_access_token(request)
    claims: dict[str, Any] = token["userinfo"]
    return claims


def second_factor_require(provider: Provider, claims: dict[str, Any]) -> None:
    if not provider.proves_enough(claims):
        raise NotProved(
            "The identity provider did not ask you for a second factor, which this service needs."
        )


def failed(request: HttpRequest, person: User | None) -> None:
    """Tell whoever writes down what fails at the door; of whom, where the provider's subject is linked."""
    credentials = {"username": person.username if person else ""}
    user_login_failed.send(__name__, credentials=credentials, request=request)


def person_meant(provider: Provider, claims: dict[str, Any]) -> User:
    links = ProviderLink.objects.select_related("person")
    link = links.filter(provider=provider.key, subject=claims["sub"]).first()
    if link is None:
        raise NotProved("Your account there is not linked to one here.")
    return link.person


def again(request: HttpRequest, person: User, provider: Provider, claims: dict[str, Any]) -> None:
    """Somebody who is signed in has signed in again: the same person, at the provider, just now."""
    now = timezone.now()
    fresh = now.timestamp() - claims.get("auth_time", 0) <= LATELY.total_seconds()
    if person != request.user or session_how(request.session) != provider.key or not fresh:
        raise NotProved("The identity provider did not ask you to sign in again.")
    session_proved(request=request, person=person, at=now)


def provider_of(key: str) -> Provider:
    try:
        return settings.SIGN_IN_PROVIDERS[key]
    except KeyError:
        raise Http404 from None


def client_of(provider: Provider) -> Any:
    """Made anew each time, so that keys that the provider has changed are never old."""
    return OAuth().register(
        provider.key,
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=provider.issuer + DISCOVERY,
        client_kwargs={
            "scope": "openid",
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
            # What we say to the provider goes nowhere else.
            "max_redirects": 0,
        },
    )


def refused(request: HttpRequest, provider: Provider, error: Exception) -> HttpResponse:
    """Say what to do. What the provider said may hold anything, so only its kind is logged."""
    logger.warning("sign-in through %s refused: %s", provider.key, type(error).__name__)
    words = (
        str(error) if isinstance(error, NotProved) else "The identity provider did not confirm who you are."
    )
    return render(
        request, "account/provider_refused.html", {"provider": provider, "words": words}, status=403
    )
