"""What lies in the cache: nothing of a case, and nothing that is more than data."""

from __future__ import annotations

import json
import pickle

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.cast import TO_DECISION
from tests.sign_in.hands import has_app, is_in, password_typed, signs_in

pytestmark = pytest.mark.django_db
CANARIES = ("suspectname", "victimname", "rape", "a wrong password", "correct horse")
PACE = {"case": 100, "search": 100, "export": 100}


@pytest.fixture(autouse=True)
def emptied():
    cache.clear()
    yield
    cache.clear()


def kept() -> dict[str, bytes]:
    """Every value of the cache as it lies there, but what the broker keeps in lists and sets of its own."""
    client = cache._cache.get_client(None)
    return {key.decode(): client.get(key) for key in client.scan_iter() if client.type(key) == b"string"}


def test_the_cache_holds_nothing_of_a_case(drive, cast, as_user, client, settings):
    settings.PACE = PACE
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
    case = drive.case()
    drive.do(case, *TO_DECISION)
    for who in ("gatekeeper", "prosecutor", "auditor"):
        for name in ("case", "case_people", "case_activity", "victims", "documents"):
            as_user(getattr(cast, who)).get(reverse(name, kwargs={"urn": case.urn}))
        as_user(getattr(cast, who)).get(reverse("cases"), {"urn": case.urn})
    password_typed(client, "gatekeeper", "a wrong password of somebody")
    signs_in(client, cast.gatekeeper, has_app(cast.gatekeeper))
    found = kept()
    assert len(found) > 3
    for key, value in found.items():
        said = f"{key} {value.decode()}".lower()
        json.loads(value)
        for canary in (*CANARIES, case.urn.lower()):
            assert canary not in said, key


def test_what_somebody_else_wrote_there_is_not_run(drive, cast, as_user, tmp_path, settings):
    """Whoever can write to Valkey can put there what Python would run if it were unpickled."""
    settings.PACE = PACE
    case, browser, mark = drive.case(), as_user(cast.gatekeeper), tmp_path / "run"
    browser.get(reverse("case", kwargs={"urn": case.urn}))
    bomb = pickle.dumps(Bomb(str(mark)))
    client = cache._cache.get_client(None, write=True)
    keys = kept()
    assert keys
    for key in keys:
        client.set(key, bomb)
    is_in(browser)
    assert not mark.exists()


class Bomb:
    def __init__(self, path: str):
        self.path = path

    def __reduce__(self):
        return open, (self.path, "w")
