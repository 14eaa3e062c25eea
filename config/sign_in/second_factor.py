"""The pages of the second factor: asked for after the password, set up by who has none, set up anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.stages import LoginStage
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from casework.errors import Overtaken
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.sign_in import services
from casework.sign_in.again import proof_required
from casework.sign_in.forms import CodeForm, PasswordChooseForm
from casework.sign_in.models import SecondFactor
from casework.sign_in.sessions import sessions_end
from casework.sign_in.totp import qr_svg, seal, secret_new, typed_key, unseal
from config.sign_in.attempts import attempt
from config.sign_in.stages import OFFERED, OwnPasswordStage, SecondFactorStage, still_holds
from workflows.pages.people import done

# In the session of somebody who changes their app: the key of the new one, sealed.
CHANGING_TO = "second_factor_changing_to"


class StageRequest(HttpRequest):
    """A request of somebody who has shown a password, and is not signed in: for annotations, never made."""

    _login_stage: LoginStage


def after_password(stage: type[LoginStage]) -> Callable[[Callable[..., HttpResponse]], Any]:
    """A page of somebody who has shown their password; not if it is another by now, or the account is out."""

    def decorated(view: Callable[..., HttpResponse]) -> Any:
        @wraps(view)
        def holding(request: StageRequest) -> HttpResponse:
            if not still_holds(request._login_stage):
                return request._login_stage.abort()
            return view(request)

        return login_stage_required(stage=stage.key, redirect_urlname="account_login")(holding)

    return decorated


@after_password(SecondFactorStage)
@require_http_methods(["GET", "POST"])
def second_factor(request: StageRequest) -> HttpResponse:
    stage, person = request._login_stage, request._login_stage.login.user
    if not SecondFactor.objects.filter(person=person).exists():
        return redirect("second_factor_set_up")
    form = CodeForm(request.POST or None, auto_id="%s")

    def take() -> None:
        with attempt(request, person):
            services.second_factor_take(person=person, code=form.cleaned_data["code"], at=timezone.now())

    if done(form, take):
        return stage.exit()
    context = {"title": "Enter your code", "submit": "Continue", "username": person.username}
    return page(request, "second_factor", form, **context)


@after_password(SecondFactorStage)
@require_http_methods(["GET", "POST"])
def second_factor_set_up(request: StageRequest) -> HttpResponse:
    """The first sign-in, or the first after an administrator has forgotten the app."""
    stage, person = request._login_stage, request._login_stage.login.user
    if SecondFactor.objects.filter(person=person).exists():
        return redirect("second_factor")
    codes, answer = set_up(request, person, stage.state[OFFERED], replaces=False)
    if not codes:
        return answer
    onward = stage.exit()
    return codes_page(request, codes, onward.headers["Location"])


@proof_required
@require_http_methods(["GET", "POST"])
def second_factor_change(request: SignedInRequest) -> HttpResponse:
    """Another app in place of the one that the person has. Their other sessions end."""
    sealed = request.session.setdefault(CHANGING_TO, seal(secret_new()))
    codes, answer = set_up(request, request.user, sealed, replaces=True)
    if not codes:
        return answer
    del request.session[CHANGING_TO]
    sessions_end(person=request.user, but=request.session.session_key)
    return codes_page(request, codes, "")


@proof_required
@require_http_methods(["GET", "POST"])
def recovery_codes(request: SignedInRequest) -> HttpResponse:
    """New recovery codes in place of those that are left."""
    if request.method == "POST":
        return codes_page(request, services.recovery_codes_make(person=request.user), "")
    left = request.user.recovery_codes.filter(used_at=None).count()
    context = {"title": "Do you want new recovery codes?", "left": left, "submit": "Make new codes"}
    return page(request, "recovery_codes_new", Form(), **context)


@after_password(OwnPasswordStage)
@require_http_methods(["GET", "POST"])
def password_choose(request: StageRequest) -> HttpResponse:
    """Where an administrator gave another password meanwhile, the person begins anew."""
    stage, person = request._login_stage, request._login_stage.login.user
    form = PasswordChooseForm(request.POST or None, person=person)
    if not form.is_valid():
        return page(request, "password_choose", form, title="Choose your password", submit="Continue")
    try:
        services.password_choose(person=person, password=form.cleaned_data["password"])
    except Overtaken:
        return stage.abort()
    return stage.exit()


def set_up(
    request: HttpRequest, person: User, sealed: str, *, replaces: bool
) -> tuple[list[str], HttpResponse]:
    """The recovery codes if the app has shown a right code; else none, and the page that asks for one."""
    secret = unseal(sealed)
    form = CodeForm(request.POST or None, auto_id="%s")
    codes: list[str] = []

    def keep() -> None:
        about = {"person": person, "secret": secret, "code": form.cleaned_data["code"]}
        codes.extend(services.second_factor_set_up(**about, at=timezone.now(), replaces=replaces))

    done(form, keep)
    # The picture is our own markup, of the key and the username.
    picture = mark_safe(qr_svg(secret, person.username))  # noqa: S308
    context = {
        "picture": picture,
        "key": typed_key(secret),
        "title": "Set up an authenticator app",
        "username": person.username,
        "begins_anew": not replaces,
    }
    return codes, page(request, "second_factor_set_up", form, **context, submit="Continue")


def codes_page(request: HttpRequest, codes: list[str], onward: str) -> HttpResponse:
    """The only page that shows them: the answer to the request that made them."""
    context = {"title": "Keep your recovery codes", "codes": codes, "onward": onward}
    return render(request, "account/recovery_codes.html", context)


def page(request: HttpRequest, template: str, form: Form, **context: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, f"account/{template}.html", {"form": form, **context}, status=status)
