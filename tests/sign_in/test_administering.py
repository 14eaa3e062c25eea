"""What an administrator does to the sign-in of somebody of their organisation."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from casework.people.models import RoleEvent
from casework.sign_in.models import RecoveryCode, SecondFactor
from notifications.models import Message
from notifications.outbox.words import mail_of
from tests.cast import PASSWORD
from tests.sign_in.hands import code_typed, codes_of, has_app, is_in, password_typed, signs_in

pytestmark = pytest.mark.django_db
CHANGES = ("password", "second-factor", "sessions")


@pytest.fixture
def app(cast):
    return has_app(cast.gatekeeper)


def address(cast, what: str, username: str = "gatekeeper") -> str:
    return reverse("person_sign_in_change", kwargs={"person": getattr(cast, username).pk, "what": what})


@pytest.mark.parametrize("what", CHANGES)
def test_what_is_done_ends_the_sessions_is_recorded_and_told(cast, as_user, client, app, what):
    signs_in(client, cast.gatekeeper, app)
    answer = as_user(cast.administrator).post(address(cast, what))
    assert answer.status_code in (200, 302)
    assert not is_in(client)
    verb = {"password": "password_reset", "second-factor": "second_factor_reset"}.get(what, "sessions_ended")
    event = RoleEvent.objects.get(person=cast.gatekeeper)
    assert (event.verb, event.actor, event.organisation) == (verb, cast.administrator, cast.force)
    mail = mail_of(Message.objects.get(recipient=cast.gatekeeper), [])
    assert mail.subject == "RASSO Casework: your sign-in was changed"
    assert "gatekeeper" not in (mail.subject + mail.body).lower()


def test_a_password_that_was_reset_is_shown_once_and_replaced_at_the_first_sign_in(
    cast, as_user, client, app
):
    page = as_user(cast.administrator).post(address(cast, "password")).content.decode()
    found = re.search('class="app-key">([a-z2-7-]{29})<', page)
    assert found
    given = found.group(1)
    assert password_typed(client, "gatekeeper", PASSWORD).status_code == 200
    password_typed(client, "gatekeeper", given)
    assert code_typed(client, app.code()).headers["Location"] == reverse("password_choose")


def test_a_second_factor_that_was_reset_is_set_up_again(cast, as_user, client, app):
    codes_of(cast.gatekeeper)
    as_user(cast.administrator).post(address(cast, "second-factor"))
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert password_typed(client, "gatekeeper").headers["Location"] == reverse("second_factor_set_up")


@pytest.mark.parametrize("what", CHANGES)
def test_nobody_does_it_to_their_own_account(cast, as_user, what):
    answer = as_user(cast.administrator).post(address(cast, what, "administrator"))
    assert answer.status_code == 422
    assert "Ask another administrator" in answer.content.decode()


@pytest.mark.parametrize("what", [*CHANGES, "link", "nothing"])
def test_people_of_another_organisation_are_not_found(cast, as_user, what):
    browser = as_user(cast.administrator)
    for username in ("outsider", "prosecutor"):
        assert browser.post(address(cast, what, username)).status_code == 404
        person = getattr(cast, username).pk
        assert browser.get(reverse("person_sign_in", kwargs={"person": person})).status_code == 404


def test_an_administrator_signs_in_again_before_it(cast, client):
    has_app(cast.administrator)
    client.force_login(cast.administrator)
    session = client.session
    session["signed_in"] = {**session["signed_in"], "proved": 0}
    session.save()
    asked = client.post(address(cast, "password"))
    assert asked.headers["Location"].startswith(reverse("account_again"))
    assert not RoleEvent.objects.filter(person=cast.gatekeeper).exists()


def test_the_page_says_how_somebody_signs_in(cast, as_user, app):
    signs_in(Client(), cast.gatekeeper, app)
    page = as_user(cast.administrator).get(reverse("person_sign_in", kwargs={"person": cast.gatekeeper.pk}))
    assert "Set up on" in page.content.decode()
    assert "Sign-in of Gatekeeper Tester" in page.content.decode()
