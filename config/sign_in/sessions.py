"""A person's own sign-in: where they are signed in, staying, signing in again, signing out."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.database import whole
from casework.errors import Overtaken, RuleBroken
from casework.forms import refusal_show
from casework.pages.answers import sent
from casework.people.request import SignedInRequest
from casework.sign_in import services, sessions
from casework.sign_in.forms import AgainForm
from casework.sign_in.models import SecondFactor
from config.sign_in.attempts import attempt
from config.sign_in.second_factor import page
from workflows.pages.people import done

# What the browser forgets when its person signs out. The server has ended the session by then.
CLEARED = '"cache", "storage"'


class SignInView(LoginView):
    """A password, or an identity provider; in the demonstration, anybody by one press."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = {"providers": settings.SIGN_IN_PROVIDERS, "demonstration": settings.DEMONSTRATION}
        return {**super().get_context_data(**kwargs), **others, "next": onward(self.request)}


class SignOutView(LogoutView):
    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = CLEARED
        return response


class OwnPasswordChangeView(PasswordChangeView):
    """Changing it ends the person's other sessions: they hold a hash of the old one.

    Who signs in elsewhere only has none, and there is no such page.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_usable_password():
            raise Http404
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def form_valid(self, form: Form) -> HttpResponse:
        """Whose password or sessions an administrator was first to deal with signs in anew."""
        try:
            with whole():
                return self.changed(form)
        except Overtaken:
            logout(self.request)
            return redirect("account_login")
        except RuleBroken as refusal:
            refusal_show(form, refusal)
            return self.form_invalid(form)  # type: ignore[no-any-return]

    def changed(self, form: Form) -> HttpResponse:
        sessions.session_hold(self.request.session, self.request.user)
        response: HttpResponse = super().form_valid(form)
        sessions.session_list(self.request.session, self.request.user)
        sessions.sessions_end(person=self.request.user, but=self.request.session.session_key)
        return response


@require_safe
def account_security(request: SignedInRequest) -> HttpResponse:
    person, key = request.user, request.session.session_key
    context = {
        "title": "Your sign-in",
        "factor": SecondFactor.objects.filter(person=person).first(),
        "codes_left": person.recovery_codes.filter(used_at=None).count(),
        "sessions": sessions.sessions_of(person, current=key, at=timezone.now()),
        "how": how_words,
    }
    return render(request, "account/security.html", context)


@require_POST
def session_end(request: SignedInRequest, signed_in: int) -> HttpResponse:
    """End one of one's own; one that is not, or not any more, is not found."""
    if not sessions.session_end(person=request.user, pk=signed_in):
        raise Http404
    messages.success(request, "The session has ended.")
    return redirect("account_security")


@require_POST
def sessions_end_others(request: SignedInRequest) -> HttpResponse:
    sessions.sessions_end(person=request.user, but=request.session.session_key)
    messages.success(request, "You are signed in here only.")
    return redirect("account_security")


@require_POST
def account_stay(request: SignedInRequest) -> HttpResponse:
    """Asked by the script of the pages, for who is about to be signed out and wants to stay."""
    return JsonResponse({"ends_at": request.session_ends_at.isoformat()})  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def account_again(request: SignedInRequest) -> HttpResponse:
    """Sign in again, in the way in which one has signed in, and go on to where it was asked for."""
    how = sessions.session_how(request.session)
    form = AGAIN.get(how, Form)(sent(request), auto_id="%s")
    if how in settings.SIGN_IN_PROVIDERS and request.method == "POST":
        # Only the provider can say it.
        raise Http404
    if done(form, lambda: prove(request, form)):
        sessions.session_proved(request=request, person=request.user, at=timezone.now())
        return HttpResponseRedirect(onward(request))
    context = {"title": "Sign in again", "submit": "Continue", "next": onward(request)}
    provider = settings.SIGN_IN_PROVIDERS.get(how)
    return page(request, "again", form, **context, provider=provider)


def prove(request: SignedInRequest, form: Form) -> None:
    """Raises RuleBroken where the password or the code is wrong. The demonstration asks for neither."""
    if not isinstance(form, AgainForm):
        return
    with attempt(request, request.user):
        if not request.user.check_password(form.cleaned_data["password"]):
            raise RuleBroken("The password is not correct", field="password")
        services.second_factor_take(person=request.user, code=form.cleaned_data["code"], at=timezone.now())


def onward(request: HttpRequest) -> str:
    """The page of ours that is to follow; the overview for any other."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours and address.startswith("/") else "/"


def how_words(how: str) -> str:
    """How somebody signed in to a session."""
    provider = settings.SIGN_IN_PROVIDERS.get(how)
    return provider.name if provider else HOW.get(how, how)


AGAIN = {"password": AgainForm}
HOW = {"password": "Password and code", "demonstration": "Demonstration"}
