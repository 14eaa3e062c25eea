"""What stands between a password and being signed in. Until all are passed, nobody is."""

from __future__ import annotations

from allauth.account.stages import LoginStage
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from casework.sign_in.models import GivenPassword, SecondFactor
from casework.sign_in.totp import seal, secret_new

# In the state of a sign-in that has begun: the key for who has no app yet, sealed and new for each sign-in,
# so that nobody has seen it before.
OFFERED = "offered"
# In the state of a sign-in that has begun: a keyed hash of the password that was shown.
SHOWN = "password_shown"


def still_holds(stage: LoginStage) -> bool:
    """Whether the password that was shown is that of the account now, and the account in use."""
    shown = stage.login.state["stages"][SecondFactorStage.key]["data"].get(SHOWN)
    person = stage.login.user
    return bool(person.is_active and shown == person.get_session_auth_hash())


class Stage(LoginStage):
    def is_resumable(self, request: HttpRequest) -> bool:
        """Whoever comes to the sign-in page begins anew: on a shared computer it may be somebody else."""
        return False


class SecondFactorStage(Stage):
    """Always asked for; somebody without a second factor sets one up."""

    key = "second_factor"
    urlname = "second_factor"

    def handle(self) -> tuple[HttpResponseRedirect | None, bool]:
        self.state[SHOWN] = self.login.user.get_session_auth_hash()
        self.state[OFFERED] = seal(secret_new())
        has_one = SecondFactor.objects.filter(person=self.login.user).exists()
        return HttpResponseRedirect(reverse("second_factor" if has_one else "second_factor_set_up")), True


class OwnPasswordStage(Stage):
    """A password that an administrator gave is replaced by one's own."""

    key = "own_password"
    urlname = "password_choose"

    def handle(self) -> tuple[HttpResponseRedirect | None, bool]:
        given = GivenPassword.objects.filter(person=self.login.user).exists()
        return (HttpResponseRedirect(reverse(self.urlname)) if given else None), True
