"""How allauth signs people in: who has an account, what is asked after the password, and what is counted."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from casework.people.models import User
from casework.sign_in.services import password_choose
from casework.sign_in.sessions import session_begin


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Administrators make the accounts; nobody signs up. A password alone signs nobody in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """What comes between the password and being signed in."""
        return ["config.sign_in.stages.SecondFactorStage", "config.sign_in.stages.OwnPasswordStage"]

    def login(self, request: HttpRequest, user: User) -> None:
        """Called when every stage is behind the person."""
        super().login(request, user)
        session_begin(request=request, person=user, how="password", at=timezone.now())

    def set_password(self, user: User, password: str) -> None:
        """Of the account only this changes, and only if the password is still the one that was shown."""
        password_choose(person=user, password=password)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords are counted for a username from an address: nobody can lock somebody else out."""
        return (
            f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"
        )
