"""Wrong passwords and codes are counted for a person from an address: nobody locks somebody else out."""

from __future__ import annotations

from statistics import median
from time import perf_counter

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from config.settings import PRODUCTION
from tests.sign_in.hands import code_typed, has_app, password_typed

pytestmark = pytest.mark.django_db
LIMITS = {
    "login": "300/m/ip",
    "login_failed": "5/5m/key,20/m/ip",
    "second_factor": "5/5m/key",
    "second_factor_in_all": "7/h/key",
}
HERE, ELSEWHERE = {"REMOTE_ADDR": "10.9.8.7"}, {"REMOTE_ADDR": "10.9.8.6"}


@pytest.fixture(autouse=True)
def limits():
    assert not PRODUCTION
    cache.clear()
    with override_settings(ACCOUNT_RATE_LIMITS=LIMITS):
        yield
    cache.clear()


def refused(response) -> bool:
    return "Too many failed" in response.content.decode()


def wrong(client, username: str, times: int, where: dict[str, str]) -> list[bool]:
    return [refused(password_typed(client, username, "wrong", **where)) for _ in range(times)]


def test_after_five_wrong_passwords_the_person_waits_at_that_address(cast, client):
    assert wrong(client, "gatekeeper", 6, HERE) == [False] * 5 + [True]
    assert refused(password_typed(client, "gatekeeper", **HERE))


def test_nobody_else_waits_and_the_person_signs_in_from_elsewhere(cast, client):
    wrong(client, "gatekeeper", 6, HERE)
    set_up = reverse("second_factor_set_up")
    assert password_typed(client, "investigator", **HERE).headers["Location"] == set_up
    assert password_typed(Client(), "gatekeeper", **ELSEWHERE).headers["Location"] == set_up


def test_an_address_that_tries_many_names_waits(cast, client):
    tried = [refused(password_typed(client, f"name{number}", "wrong", **HERE)) for number in range(21)]
    assert tried == [False] * 20 + [True]


def test_wrong_codes_are_counted_for_the_person_at_the_address(cast, client):
    app = has_app(cast.gatekeeper)
    password_typed(client, "gatekeeper", **HERE)
    for _ in range(5):
        assert "The code is not correct" in code_typed(client, "000000", **HERE).content.decode()
    assert "too many wrong codes" in code_typed(client, app.code(), **HERE).content.decode()
    other = Client()
    password_typed(other, "gatekeeper", **ELSEWHERE)
    assert code_typed(other, app.code(), **ELSEWHERE).status_code == 302


def test_wrong_codes_from_everywhere_are_counted_too(cast):
    app = has_app(cast.gatekeeper)
    for number in range(7):
        browser, where = Client(), {"REMOTE_ADDR": f"10.1.1.{number}"}
        password_typed(browser, "gatekeeper", **where)
        code_typed(browser, "000000", **where)
    browser = Client()
    password_typed(browser, "gatekeeper", **ELSEWHERE)
    assert "too many wrong codes" in code_typed(browser, app.code(), **ELSEWHERE).content.decode()


def test_right_codes_count_for_nothing(cast):
    for username in ("gatekeeper", "prosecutor"):
        app = has_app(getattr(cast, username))
        for _ in range(2):
            browser = Client()
            password_typed(browser, username, **HERE)
            code_typed(browser, "000000", **HERE)
        assert code_typed(browser, app.code(), **HERE).status_code == 302


def without_name(response, username: str) -> tuple[int, str]:
    import re

    text = response.content.decode().replace(username, "-")
    return response.status_code, re.sub(r'value="\w{64}"', "", text)


@override_settings(
    PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"], ACCOUNT_RATE_LIMITS={"login": ""}
)
def test_a_name_that_nobody_has_gets_the_same_words_code_and_time(cast):
    cast.gatekeeper.set_password("correct horse battery staple")
    cast.gatekeeper.save()
    times: dict[str, list[float]] = {"gatekeeper": [], "nobody.here": []}
    pages = {}
    for number in range(9):
        for username, taken in times.items():
            cache.clear()
            begun = perf_counter()
            answer = password_typed(Client(), username, "wrong", REMOTE_ADDR=f"10.2.{number}.1")
            taken.append(perf_counter() - begun)
            pages[username] = without_name(answer, username)
    assert pages["gatekeeper"] == pages["nobody.here"]
    known, unknown = (median(taken) for taken in times.values())
    assert 0.6 < known / unknown < 1.67
