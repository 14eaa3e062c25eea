"""What somebody does to sign in: types their password, reads their app, types what it shows."""

from __future__ import annotations

import re

import pyotp
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.people.models import User
from casework.sign_in.models import SecondFactor
from casework.sign_in.services import recovery_codes_make
from casework.sign_in.totp import seal, secret_new
from tests.cast import PASSWORD


class App:
    """An authenticator app that holds somebody's key."""

    def __init__(self, secret: str):
        self.totp = pyotp.TOTP(secret)

    def code(self, steps: int = 0) -> str:
        """What it shows now, or showed some steps of half a minute ago (negative) or will (positive)."""
        return self.totp.at(timezone.now(), counter_offset=steps)


def has_app(person: User) -> App:
    """Somebody who set up their app some time ago."""
    secret = secret_new()
    SecondFactor.objects.create(person=person, sealed=seal(secret), set_up_at=timezone.now(), last_step=0)
    return App(secret)


def a_code_of(person: User) -> str:
    """A code that is good now, however often it is asked for: a recovery code of somebody who has an app."""
    if not SecondFactor.objects.filter(person=person).exists():
        has_app(person)
    return codes_of(person)[0]


def codes_of(person: User) -> list[str]:
    return recovery_codes_make(person=person)


def password_typed(browser: Client, username: str, password: str = PASSWORD, **rest: object):
    return browser.post(reverse("account_login"), {"login": username, "password": password}, **rest)


def code_typed(browser: Client, code: str, **rest: object):
    return browser.post(reverse("second_factor"), {"code": code}, **rest)


def signs_in(browser: Client, person: User, app: App):
    """Gives back where it led."""
    assert password_typed(browser, person.username).headers["Location"] == reverse("second_factor")
    return code_typed(browser, app.code())


def key_on(response) -> str:
    """The key that the page offers to be typed into an app."""
    found = re.search('class="app-key">([A-Z2-7 ]+)<', response.content.decode())
    assert found
    return found.group(1).replace(" ", "")


def is_in(browser: Client) -> bool:
    return browser.get(reverse("overview")).status_code == 200
