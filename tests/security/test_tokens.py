"""Which tokens of an identity provider are taken: for us, of now, and signed by whom the settings name."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.integrations.django_client.apps import DjangoOAuth2App
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from casework.sign_in.models import ProviderLink
from config.sign_in.providers import Provider
from tests.sign_in.hands import is_in

pytestmark = pytest.mark.django_db
ISSUER, OTHER, SUBJECT = "https://idp.example", "https://other.example", "5f1c"
SECRET = "the secret of the client, long enough for HS256"
KEY, FOREIGN = (RSAKey.generate_key(2048, {"kid": "one"}) for _ in range(2))
METADATA = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "id_token_signing_alg_values_supported": ["RS256"],
    "jwks": {"keys": [KEY.as_dict(private=False)]},
}
# {"alg":"none"}
NO_ALGORITHM = "eyJhbGciOiJub25lIn0"


def provider(key: str, issuer: str) -> Provider:
    proofs = {"acr": frozenset[str](), "amr": frozenset({"mfa"})}
    return Provider(
        key=key, name=key.upper(), issuer=issuer, client_id="casework", client_secret=SECRET, **proofs
    )


@pytest.fixture
def sent(cast, settings, monkeypatch) -> dict[str, str]:
    """What the provider answers, to be filled: it is asked over no network."""
    settings.SIGN_IN_PROVIDERS = {"wmp": provider("wmp", ISSUER), "cps": provider("cps", OTHER)}
    token: dict[str, str] = {"access_token": "secret-access", "token_type": "Bearer"}
    monkeypatch.setattr(DjangoOAuth2App, "load_server_metadata", metadata)
    monkeypatch.setattr(DjangoOAuth2App, "fetch_access_token", lambda self, **given: dict(token))
    now = timezone.now()
    ProviderLink.objects.create(person=cast.gatekeeper, provider="wmp", subject=SUBJECT, linked_at=now)
    return token


def metadata(app: DjangoOAuth2App) -> dict[str, object]:
    found = {**METADATA, "issuer": OTHER if OTHER in app._server_metadata_url else ISSUER}
    app.server_metadata.update(found)
    return app.server_metadata


def begun(browser: Client, key: str = "wmp") -> dict[str, str]:
    """What the browser was sent to the provider with."""
    there = browser.get(reverse("provider_begin", kwargs={"provider": key})).headers["Location"]
    return {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}


def back(browser: Client, asked: dict[str, str], key: str = "wmp"):
    where = reverse("provider_done", kwargs={"provider": key})
    return browser.get(where, {"code": "a-code", "state": asked["state"]})


def claims(asked: dict[str, str], **changes: object) -> dict[str, object]:
    now = int(timezone.now().timestamp())
    said = {"iss": ISSUER, "aud": "casework", "sub": SUBJECT, "iat": now, "exp": now + 300}
    return {**said, "nonce": asked["nonce"], "amr": ["pwd", "mfa"], **changes}


def signed(said: dict[str, object], key=KEY, **header: str) -> str:
    return jwt.encode({"alg": "RS256", "kid": "one", **header}, said, key)


def unsigned(said: dict[str, object]) -> str:
    _, middle, _ = signed(said).split(".")
    return f"{NO_ALGORITHM}.{middle}."


def by_the_secret(said: dict[str, object]) -> str:
    """Signed by what client and provider share, an algorithm that the provider does not name."""
    return jwt.encode({"alg": "HS256", "kid": "one"}, said, OctKey.import_key(SECRET))


def tampered(said: dict[str, object]) -> str:
    head, _, signature = signed(said).split(".")
    _, other, _ = signed({**said, "sub": "another"}).split(".")
    return f"{head}.{other}.{signature}"


def with_its_own_key(said: dict[str, object]) -> str:
    return jwt.encode(
        {"alg": "RS256", "jwk": FOREIGN.as_dict(private=False), "jku": f"{OTHER}/jwks"}, said, FOREIGN
    )


PAST = 1_600_000_000
FLAWS: dict[str, Callable[[dict[str, str]], str]] = {
    "not signed": lambda asked: unsigned(claims(asked)),
    "signed by another": lambda asked: signed(claims(asked), FOREIGN),
    "signed by the secret": lambda asked: by_the_secret(claims(asked)),
    "bringing its key": lambda asked: with_its_own_key(claims(asked)),
    "changed": lambda asked: tampered(claims(asked)),
    "for another service": lambda asked: signed(claims(asked, aud="another")),
    "of another provider": lambda asked: signed(claims(asked, iss=OTHER)),
    "over": lambda asked: signed(claims(asked, iat=PAST, exp=PAST + 300)),
    "without an end": lambda asked: signed({k: v for k, v in claims(asked).items() if k != "exp"}),
    "of another sign-in": lambda asked: signed(claims(asked, nonce="another")),
    "of nobody": lambda asked: signed({k: v for k, v in claims(asked).items() if k != "sub"}),
    "no token": lambda asked: "a.b.c",
}


def test_one_that_is_whole_is_taken(sent, client):
    asked = begun(client)
    sent["id_token"] = signed(claims(asked))
    assert back(client, asked).status_code == 302
    assert is_in(client)


@pytest.mark.parametrize("flaw", sorted(FLAWS))
def test_a_token_that_is_not_whole_is_not_taken(sent, client, flaw):
    asked = begun(client)
    sent["id_token"] = FLAWS[flaw](asked)
    answer = back(client, asked)
    assert (answer.status_code, is_in(client)) == (403, False)


def test_an_answer_without_a_token_of_identity_is_not_taken(sent, client):
    assert back(client, begun(client)).status_code == 403
    assert not is_in(client)


def test_a_provider_that_calls_itself_another_is_refused(sent, client, monkeypatch):
    asked = begun(client)
    sent["id_token"] = signed(claims(asked))
    load = metadata
    monkeypatch.setattr(
        DjangoOAuth2App, "load_server_metadata", lambda app: {**load(app), "issuer": f"{ISSUER}.evil.example"}
    )
    assert back(client, asked).status_code == 403
    assert not is_in(client)


def test_the_same_subject_of_two_providers_is_two_people(sent, client):
    asked = begun(client, "cps")
    sent["id_token"] = signed(claims(asked, iss=OTHER))
    answer = back(client, asked, "cps")
    assert (answer.status_code, "not linked" in answer.content.decode()) == (403, True)
    assert not is_in(client)


def test_an_answer_is_taken_for_the_provider_that_was_asked_alone(sent, client):
    """What was begun with the one does not end with the other, though both would sign the token."""
    asked = begun(client, "cps")
    sent["id_token"] = signed(claims(asked))
    assert back(client, asked, "wmp").status_code == 403
    assert not is_in(client)


def test_no_token_reaches_the_browser(sent, client):
    asked = begun(client)
    sent["id_token"] = signed(claims(asked))
    answer = back(client, asked)
    page = client.get(reverse("account_security"))
    told = f"{answer.headers}{answer.content!r}{page.content!r}{client.cookies}"
    assert "secret-access" not in told
    assert sent["id_token"] not in told
    assert "secret-access" not in str(dict(client.session))
    assert sent["id_token"] not in str(dict(client.session))


def test_only_a_press_begins_a_sign_in(sent, client):
    """No page leads to a provider by itself, and an answer that nobody asked for begins nothing."""
    page = client.get(reverse("overview"))
    assert page.headers["Location"].startswith(reverse("account_login"))
    assert client.get(reverse("account_login")).status_code == 200
    sent["id_token"] = signed(claims({"nonce": "x"}))
    assert back(client, {"state": "made-up"}).status_code == 403
    assert not is_in(client)
