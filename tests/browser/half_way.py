"""Somebody between their password and being signed in."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from casework.people.models import User
from casework.sign_in.models import GivenPassword
from tests.sign_in.hands import a_code_of, code_typed, password_typed


def half_way(person: User, view: str) -> Client:
    """A browser at the view. Its person has an app, unless they are to set one up there."""
    browser = Client()
    if view == "password_choose":
        GivenPassword.objects.get_or_create(person=person, defaults={"given_at": timezone.now()})
    code = "" if view == "second_factor_set_up" else a_code_of(person)
    password_typed(browser, person.username)
    if view == "password_choose":
        code_typed(browser, code)
    return browser
