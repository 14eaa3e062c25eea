"""What stands between a password and being signed in. Until all are passed, nobody is."""

from __future__ import annotations

from allauth.account.stages import LoginStage
from django.http import HttpResponseRedirect
from django.urls import reverse

from casework.sign_in.models import GivenPassword, SecondFactor


class SecondFactorStage(LoginStage):
    """Always asked for; somebody without a second factor sets one up."""

    key = "second_factor"
    urlname = "second_factor"

    def handle(self) -> tuple[HttpResponseRedirect | None, bool]:
        has_one = SecondFactor.objects.filter(person=self.login.user).exists()
        return HttpResponseRedirect(reverse("second_factor" if has_one else "second_factor_set_up")), True


class OwnPasswordStage(LoginStage):
    """A password that an administrator gave is replaced by one's own."""

    key = "own_password"
    urlname = "password_choose"

    def handle(self) -> tuple[HttpResponseRedirect | None, bool]:
        given = GivenPassword.objects.filter(person=self.login.user).exists()
        return (HttpResponseRedirect(reverse(self.urlname)) if given else None), True
