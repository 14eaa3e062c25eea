"""Signing in through an identity provider: a real one, in a process of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from casework.audit.models import AuditEntry, Operation
from casework.people.models import RoleEvent, User
from casework.sign_in.models import ProviderLink, SecondFactor
from config.env import Environment
from config.sign_in.providers import Provider, providers_from
from tests.sign_in.hands import has_app, is_in, password_typed, signs_in
from tests.workflows.test_pages import text_of

pytestmark = pytest.mark.django_db
SUBJECT = "5f1c-subject"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(Path(__file__).with_name("provider_process.py")), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def wait_for(address: str) -> None:
    for _ in range(300):
        try:
            requests.get(f"{address}/jwks", timeout=5).raise_for_status()
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the provider does not answer")


@pytest.fixture(autouse=True)
def provider(issuer, settings) -> Provider:
    known = Provider(
        key="wmp",
        name="West Midlands Police",
        issuer=issuer,
        client_id="casework",
        client_secret="secret",
        acr=frozenset(),
        amr=frozenset({"mfa"}),
    )
    settings.SIGN_IN_PROVIDERS = {"wmp": known}
    says(issuer, amr=["pwd", "mfa"])
    return known


def says(issuer: str, **claims: object) -> None:
    """What the provider says of the subject from now on."""
    requests.put(f"{issuer}/users/{SUBJECT}", json=claims, timeout=10).raise_for_status()


@pytest.fixture
def link(cast) -> ProviderLink:
    return ProviderLink.objects.create(
        person=cast.gatekeeper, provider="wmp", subject=SUBJECT, linked_at="2026-11-24T10:00Z"
    )


def begins(browser: Client, **query: str) -> str:
    """Where the browser is sent."""
    return browser.get(reverse("provider_begin", kwargs={"provider": "wmp"}), query).headers["Location"]


def confirms(there: str, subject: str = SUBJECT) -> str:
    """The person signs in at the provider; gives back where the browser is sent from there."""
    answer = requests.post(there, data={"sub": subject}, allow_redirects=False, timeout=10)
    return answer.headers["Location"].removeprefix("http://testserver")


def test_whom_an_administrator_linked_signs_in_without_a_code_of_ours(cast, client, link):
    done = client.get(confirms(begins(client, next=reverse("queue"))))
    assert done.headers["Location"] == reverse("queue")
    assert is_in(client)
    assert "West Midlands Police" in client.get(reverse("account_security")).content.decode()


def test_an_administrator_sees_where_somebody_is_linked_and_since_when(cast, as_user, link):
    where = reverse("person_sign_in", kwargs={"person": cast.gatekeeper.pk})
    page = text_of(as_user(cast.administrator).get(where))
    assert "Identity providers West Midlands Police, linked on 24 November 2026" in page


def test_the_browser_is_sent_with_state_nonce_and_a_challenge(client, issuer):
    sent = parse_qs(urlsplit(begins(client)).query)
    assert sent["code_challenge_method"] == ["S256"]
    assert all(len(sent[name][0]) >= 20 for name in ("state", "nonce", "code_challenge"))
    assert sent["redirect_uri"] == [
        "http://testserver" + reverse("provider_done", kwargs={"provider": "wmp"})
    ]
    assert sent["scope"] == ["openid"]


def test_a_subject_that_nobody_linked_gets_in_nowhere_and_makes_no_account(cast, client):
    before = User.objects.count()
    answer = client.get(confirms(begins(client)))
    assert (answer.status_code, "not linked" in answer.content.decode()) == (403, True)
    assert (is_in(client), User.objects.count()) == (False, before)


@pytest.mark.parametrize("amr", [["pwd"], [], None, "mfa"])
def test_a_provider_that_asked_for_no_second_factor_signs_nobody_in(client, link, issuer, amr):
    says(issuer, **({} if amr is None else {"amr": amr}))
    assert client.get(confirms(begins(client))).status_code == 403
    assert not is_in(client)


def test_a_class_that_the_settings_name_is_asked_for_and_counts(client, link, provider, issuer, settings):
    asked = Provider(**{**vars(provider), "acr": frozenset({"high"}), "amr": frozenset()})
    settings.SIGN_IN_PROVIDERS = {"wmp": asked}
    says(issuer, acr="low")
    there = begins(client)
    assert parse_qs(urlsplit(there).query)["acr_values"] == ["high"]
    assert client.get(confirms(there)).status_code == 403
    says(issuer, acr="high")
    client.get(confirms(begins(client)))
    assert is_in(client)


def test_what_another_browser_began_is_not_taken(link):
    first, second = Client(), Client()
    back = confirms(begins(first))
    assert second.get(back).status_code == 403
    assert not is_in(second)


def test_a_code_of_somebody_else_is_not_taken(link):
    """Their code with one's own state: its challenge was made from what the other browser keeps."""
    mine, theirs = Client(), Client()
    state = parse_qs(urlsplit(begins(mine)).query)["state"][0]
    code = parse_qs(urlsplit(confirms(begins(theirs))).query)["code"][0]
    done = reverse("provider_done", kwargs={"provider": "wmp"})
    assert mine.get(done, {"code": code, "state": state}).status_code == 403
    assert not is_in(mine)


def test_a_token_for_another_nonce_is_not_taken(client, link):
    there = begins(client)
    nonce = parse_qs(urlsplit(there).query)["nonce"][0]
    assert client.get(confirms(there.replace(nonce, "x" * 20))).status_code == 403
    assert not is_in(client)


def test_the_same_answer_is_taken_once(link):
    browser = Client()
    back = confirms(begins(browser))
    browser.get(back)
    browser.post(reverse("account_logout"))
    assert browser.get(back).status_code == 403


def test_who_says_no_there_is_told_what_to_do(client):
    answer = requests.post(begins(client), data={"action": "deny"}, allow_redirects=False, timeout=10)
    back = answer.headers["Location"].removeprefix("http://testserver")
    page = client.get(back)
    assert (page.status_code, "did not confirm" in page.content.decode()) == (403, True)


def test_a_provider_that_is_away_is_told(client, provider, settings):
    settings.SIGN_IN_PROVIDERS = {"wmp": Provider(**{**vars(provider), "issuer": "http://127.0.0.1:1"})}
    answer = client.get(reverse("provider_begin", kwargs={"provider": "wmp"}))
    assert answer.status_code == 403


def test_a_deactivated_account_is_told_and_not_signed_in(cast, client, link):
    User.objects.filter(pk=cast.gatekeeper.pk).update(is_active=False)
    assert client.get(confirms(begins(client))).headers["Location"] == reverse("account_inactive")
    assert not is_in(client)


def test_signing_in_again_is_done_there(cast, client, link):
    client.get(confirms(begins(client)))
    session = client.session
    session["signed_in"] = {**session["signed_in"], "proved": 0}
    session.save()
    again = client.get(reverse("second_factor_change")).headers["Location"]
    assert "Sign in with West Midlands Police" in client.get(again).content.decode()
    assert client.post(again).status_code == 404
    there = begins(client, next=reverse("account_security"))
    assert parse_qs(urlsplit(there).query)["prompt"] == ["login"]
    assert client.get(confirms(there)).headers["Location"] == reverse("account_security")
    assert client.get(reverse("recovery_codes")).status_code == 200


def test_an_administrator_links_and_unlinks(cast, as_user, client):
    about = {"person": cast.gatekeeper.pk}
    browser = as_user(cast.administrator)
    address = reverse("person_sign_in_change", kwargs={**about, "what": "link"})
    form = {"provider": "wmp", "subject": SUBJECT}
    assert browser.post(address, {"provider": "other", "subject": ""}).status_code == 422
    assert browser.post(address, form).status_code == 302
    assert "not linked to an account yet" in browser.post(address, form).content.decode()
    client.get(confirms(begins(client)))
    assert is_in(client)
    assert client.get(reverse("account_change_password")).status_code == 404
    browser.post(reverse("person_sign_in_change", kwargs={**about, "what": "unlink"}))
    assert not is_in(client)
    verbs = RoleEvent.objects.filter(person=cast.gatekeeper).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["provider_linked", "provider_unlinked"]


def test_who_is_linked_signs_in_by_no_password_any_more(cast, as_user, client):
    address = reverse("person_sign_in_change", kwargs={"person": cast.gatekeeper.pk, "what": "link"})
    app = has_app(cast.gatekeeper)
    signs_in(client, cast.gatekeeper, app)
    as_user(cast.administrator).post(address, {"provider": "wmp", "subject": SUBJECT})
    assert not is_in(client)
    assert password_typed(client, "gatekeeper").status_code == 200
    assert not SecondFactor.objects.filter(person=cast.gatekeeper).exists()


def test_the_record_says_through_which_provider_somebody_came_or_did_not(cast, client, link):
    client.get(confirms(begins(client)))
    Client().get(confirms(begins(Client()), subject="unknown"))
    said = AuditEntry.objects.filter(operation__in=[Operation.SIGN_IN, Operation.SIGN_IN_FAILED])
    assert [(one.person, one.details) for one in said.order_by("pk")] == [
        (cast.gatekeeper.pk, {"provider": "wmp"}),
        (None, {"provider": "wmp"}),
    ]


def test_the_sign_in_page_offers_the_provider(client):
    assert "Sign in with West Midlands Police" in client.get(reverse("account_login")).content.decode()


GIVEN = {
    "RASSO_OIDC_PROVIDERS": "cps",
    "RASSO_OIDC_CPS_NAME": "CPS",
    "RASSO_OIDC_CPS_ISSUER": "https://id.example/",
    "RASSO_OIDC_CPS_CLIENT_ID": "casework",
    "RASSO_OIDC_CPS_CLIENT_SECRET": "secret",
    "RASSO_OIDC_CPS_AMR": "mfa,hwk",
}


def test_a_provider_comes_from_the_environment():
    env = Environment(GIVEN)
    assert providers_from(env, production=True)["cps"].amr == {"mfa", "hwk"}
    env.refuse_unknown()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"RASSO_OIDC_CPS_AMR": ""}, "ACR or RASSO_OIDC_CPS_AMR"),
        ({"RASSO_OIDC_CPS_ISSUER": "http://id.example"}, "must begin with https"),
        ({"RASSO_OIDC_CPS_CLIENT_ID": ""}, "Set RASSO_OIDC_CPS_CLIENT_ID"),
        ({"RASSO_OIDC_PROVIDERS": "C-PS"}, "small letters and digits"),
    ],
)
def test_a_provider_that_is_not_whole_stops_the_start(changes, words):
    with pytest.raises(ImproperlyConfigured, match=words):
        providers_from(Environment({**GIVEN, **changes}), production=True)
