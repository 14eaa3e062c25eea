"""A session is what the server knows of it: a made up, an ended or a borrowed key is nobody's."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from casework.sign_in.again import SHOWN
from casework.sign_in.sessions import LATELY
from tests.sign_in.hands import has_app, is_in, signs_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def app(cast):
    return has_app(cast.gatekeeper)


def with_key(key: str) -> Client:
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = key
    return browser


@pytest.mark.parametrize("key", ["a" * 32, "", "../../etc/passwd", "' OR 1=1 --", "a" * 5000, "gatekeeper"])
def test_a_made_up_key_is_nobodys_session(cast, key):
    browser = with_key(key)
    assert not is_in(browser)
    assert not Session.objects.filter(pk=key).exists()


def test_a_cookie_is_worth_nothing_after_signing_out(cast, client, app):
    signs_in(client, cast.gatekeeper, app)
    key = client.session.session_key
    assert is_in(with_key(key))
    client.post(reverse("account_logout"))
    assert not is_in(with_key(key))


@pytest.mark.parametrize("name", ["second_factor_change", "recovery_codes"])
def test_how_one_signs_in_is_changed_after_proof_only(cast, client, app, name):
    signs_in(client, cast.gatekeeper, app)
    assert client.get(reverse(name)).status_code == 200
    session = client.session
    marked = session["signed_in"]
    session["signed_in"] = {**marked, "proved": marked["proved"] - LATELY.total_seconds() - 1}
    # The form that was shown just now may be sent a while longer.
    del session[SHOWN]
    session.save()
    for method in (client.get, client.post):
        assert method(reverse(name)).headers["Location"].startswith(reverse("account_again"))
