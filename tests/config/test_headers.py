"""The headers of every answer, whichever the address, the person, the method and the outcome."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import gunicorn
import pytest
from django.test import Client
from django.urls import reverse

from tests.config import observatory
from tests.config.observatory import Answer, grade, policy_of, scored
from tests.config.test_responses import addresses  # noqa: F401 - the fixture of every address
from tests.documents.sending import add as document_send

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
SECURE = (
    *("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD"),
    *("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE"),
    *("CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY", "CSRF_COOKIE_SAMESITE"),
    *("SECURE_REDIRECT_EXEMPT", "SECURE_REFERRER_POLICY", "DEBUG", "SESSION_COOKIE_DOMAIN"),
)
EXACTLY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
}
NO_ONE = ("frame-ancestors", "base-uri", "object-src", "default-src")
TELLS = ("Server", "X-Powered-By", "Access-Control-Allow-Origin", "X-AspNet-Version")


@pytest.fixture(scope="module")
def of_production() -> dict[str, object]:
    """The settings that decide on it, as production has them."""
    code = "import json, sys; from config import settings as s; "
    code += "print(json.dumps({name: getattr(s, name, None) for name in sys.argv[1:]}))"
    environment = {
        "RASSO_ENVIRONMENT": "production",
        "RASSO_SECRET_KEY": "for this test",
        "RASSO_ORIGIN": "https://casework.example",
        "RASSO_ALLOWED_HOSTS": "casework.example",
        "PATH": os.environ["PATH"],
    }
    made = subprocess.run(
        [sys.executable, "-c", code, *SECURE], cwd=ROOT, env=environment, capture_output=True
    )
    assert made.returncode == 0, made.stderr.decode()
    return json.loads(made.stdout)


@pytest.fixture
def production(of_production, settings, tmp_path) -> None:
    for name, value in of_production.items():
        setattr(settings, name, value)
    settings.DOCUMENTS_DIR, settings.CLAMD = str(tmp_path / "store"), None


class OverTls(Client):
    """Asks as another site's page would, through the proxy that ends TLS."""

    def generic(self, *args, secure: bool = True, **rest):
        return super().generic(*args, secure=True, **rest)


def over_tls(person=None, **options: object) -> Client:
    browser = OverTls(headers={"origin": "https://hostile.example"}, **options)
    if person:
        browser.force_login(person)
    return browser


def wanting(response) -> list[str]:
    """What the answer lacks, or says too much of."""
    found = [name for name, value in EXACTLY.items() if response.headers.get(name) != value]
    policy = policy_of(response.headers.get("Content-Security-Policy", ""))
    found += [name for name in NO_ONE if policy.get(name, policy.get("default-src")) != ["'none'"]]
    found += [each for sources in policy.values() for each in sources if each not in ("'none'", "'self'")]
    found += [name for name in TELLS if name in response.headers]
    permissions = response.headers.get("Permissions-Policy", "")
    found += ["Permissions-Policy"] if "camera=()" not in permissions or "=*" in permissions else []
    for name, cookie in response.cookies.items():
        is_safe = cookie["secure"] and cookie["httponly"] and cookie["samesite"] in ("Lax", "Strict")
        is_bound = name.startswith("__Host-") and cookie["path"] == "/" and not cookie["domain"]
        found += [] if is_safe and is_bound else [f"cookie {name}"]
    return found


def is_kept(response) -> bool:
    return "no-store" not in response.headers["Cache-Control"]


@pytest.mark.parametrize("who", ["anonymous", "investigator", "administrator", "outsider"])
def test_every_address_by_every_method_has_them(addresses, cast, production, who):  # noqa: F811
    browser = over_tls(getattr(cast, who, None))
    lacking, statuses = {}, set()
    for address in addresses:
        for method in ("get", "options", "put"):
            response = getattr(browser, method)(address)
            statuses.add(response.status_code)
            if found := [*wanting(response), *(["no-store"] if is_kept(response) else [])]:
                lacking[method, address] = found
    assert lacking == {}
    assert statuses >= ({200, 302, 405} if who == "anonymous" else {200, 403, 404, 405})


@pytest.mark.usefixtures("production")
def test_a_fault_has_them(cast, monkeypatch):
    browser = over_tls(cast.gatekeeper, raise_request_exception=False)
    monkeypatch.setattr("workflows.queues.views.QueueFilters", lambda *given: 1 / 0)
    response = browser.get(reverse("queue"))
    assert (response.status_code, wanting(response), is_kept(response)) == (500, [], False)


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("address", ["/static/dist/app.css", "/static/nothing.css", "/nowhere/", "/queue"])
def test_a_static_file_a_redirect_and_what_is_not_there_have_them(address):
    response = over_tls().get(address)
    if response.streaming:
        response.getvalue()
    assert wanting(response) == []


@pytest.mark.usefixtures("production")
def test_a_request_for_another_host_has_them():
    response = over_tls().get("/help/", headers={"host": "elsewhere.example"})
    assert (response.status_code, wanting(response)) == (400, [])


@pytest.mark.usefixtures("production")
def test_a_forged_form_has_them(cast):
    response = over_tls(cast.investigator, enforce_csrf_checks=True).post(reverse("register"), {})
    assert (response.status_code, wanting(response)) == (403, [])


@pytest.mark.usefixtures("production")
def test_a_download_has_them_and_a_sandbox(drive, cast):
    case, browser = drive.case(), over_tls(cast.investigator)
    document_send(browser, case)
    where = {"urn": case.urn, "number": 1, "version": 1}
    response = browser.get(reverse("document_download", kwargs=where))
    response.getvalue()
    assert (response.status_code, wanting(response), is_kept(response)) == (200, [], False)
    assert "sandbox" in policy_of(response.headers["Content-Security-Policy"])
    assert response.headers["Content-Disposition"].startswith("attachment; ")


@pytest.mark.usefixtures("production")
def test_who_signs_out_leaves_nothing_in_the_browser(cast):
    response = over_tls(cast.investigator).post(reverse("account_logout"))
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert wanting(response) == []


def test_the_server_names_no_version():
    assert gunicorn.SERVER == "gunicorn"


@pytest.mark.usefixtures("production")
def test_the_observatory_would_give_ten_of_ten_and_the_best_grade():
    response = over_tls().get(reverse("account_login"))
    insecure = Client().get(reverse("account_login"))
    answer = Answer(response.headers, response.cookies, response.content.decode(), insecure.url)
    assert response.cookies
    tests = scored(answer)
    assert {name for name, points in tests.items() if points < 0} == set()
    assert (len(tests), grade(tests)) == (10, (135, "A+"))


def test_the_scorer_finds_what_is_missing():
    bare = scored(Answer({}, {}, '<script src="//cdn.example/a.js"></script>', "http://a.example/"))
    assert grade(bare) == (0, "F")
    assert {name for name, points in bare.items() if points < 0} == set(bare) - {
        *("cookies", "cross-origin-resource-sharing", "cross-origin-resource-policy")
    }
    assert observatory._policy(policy_of("default-src 'none'; script-src 'unsafe-inline'")) < 0
