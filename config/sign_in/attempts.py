"""Wrong codes are counted as wrong passwords are: for a person from an address, and in all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from casework.errors import RuleBroken
from casework.people.models import User

TOO_MANY = "There were too many wrong codes. Wait five minutes, then try again"


@contextmanager
def attempt(request: HttpRequest, person: User) -> Iterator[None]:
    """Count an attempt, unless it succeeds. Raises RuleBroken where there were too many.

    One that fails is told to whoever writes down what fails at the door, as of a wrong password.
    """
    count = {"request": request, "app": "allauth.account"}
    here = f"{person.pk}:{get_adapter().get_client_ip(request)}"
    keys = (("second_factor", here), ("second_factor_in_all", str(person.pk)))
    counted = [ratelimit.consume(action=action, key=key, **count) for action, key in keys]
    if None in counted:
        raise RuleBroken(TOO_MANY, field="code")
    try:
        yield
    except RuleBroken:
        user_login_failed.send(__name__, credentials={"username": person.username}, request=request)
        raise
    for usage in counted:
        usage.rollback()
