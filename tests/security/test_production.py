"""The settings of production, in a process of its own: what answers and cookies carry there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from devtools.product import environment_like_production

ROOT = Path(__file__).parents[2]
YEAR = 31_536_000


def in_production(*arguments: str) -> subprocess.CompletedProcess[str]:
    addresses = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}
    environment = {**environment_like_production(addresses), "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )


@pytest.fixture(scope="module")
def production() -> dict:
    return json.loads(in_production("-m", "tests.security.production_process").stdout.splitlines()[-1])


def test_djangos_own_check_finds_nothing():
    said = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert "no issues" in said.stdout


def test_debugging_is_off(production):
    assert production["settings"]["DEBUG"] is False
    assert production["settings"]["ROOT_URLCONF"] == "config.urls"
    assert not [name for name in production["settings"]["INSTALLED_APPS"] if "debug" in name]


def test_answers_ask_for_tls(production):
    for name, (_, headers) in production["answers"].items():
        if name not in ("plain", "live"):
            said = headers["Strict-Transport-Security"]
            assert int(said.split("max-age=")[1].split(";")[0]) >= YEAR, name
            assert "includeSubDomains" in said, name


def test_pages_are_led_to_tls(production):
    status, headers = production["answers"]["plain"]
    assert (status, headers["Location"]) == (301, "https://casework.example/help/")


def test_health_is_not_led_to_tls(production):
    assert production["answers"]["live"][0] == 200


def test_cookies_are_of_this_host_alone(production):
    """By the prefix of the name a browser takes them from this host, by TLS and for all of it, alone."""
    settings, cookies = production["settings"], production["cookies"]
    for kind in ("SESSION", "CSRF"):
        assert settings[f"{kind}_COOKIE_NAME"].startswith("__Host-")
        assert settings[f"{kind}_COOKIE_SECURE"]
        assert settings[f"{kind}_COOKIE_SAMESITE"] in ("Lax", "Strict")
        assert (settings[f"{kind}_COOKIE_DOMAIN"], settings[f"{kind}_COOKIE_PATH"]) == (None, "/")
    assert settings["SESSION_COOKIE_HTTPONLY"]
    assert cookies
    assert all(name.startswith("__Host-") and cookie["secure"] for name, cookie in cookies.items())


def test_one_proxy_is_trusted(production):
    """What a client wrote before what the proxy adds says nothing."""
    assert production["address"] == "192.0.2.7"
    assert production["settings"]["USE_X_FORWARDED_HOST"] is False


def test_passwords_are_kept_by_a_slow_hash(production):
    """At least what is advised for scrypt: 16 MiB five times over."""
    hasher = production["hasher"]
    assert hasher["algorithm"] == "scrypt"
    assert hasher["work_factor"] >= 2**14
    assert (hasher["block_size"], hasher["parallelism"] >= 5) == (8, True)
