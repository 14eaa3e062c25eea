"""What every address answers to requests that no page of ours makes."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from casework.audit.models import AuditEntry
from tests.access.addresses import status
from tests.access.table import PAGES
from tests.cast import PASSWORD
from tests.security.addresses import browsers, every_address
from tests.sign_in.hands import has_app, password_typed

pytestmark = pytest.mark.django_db
CSP = {
    *("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"),
    *("script-src 'self'", "style-src 'self'", "form-action 'self'"),
}
HOSTILE = "https://elsewhere.example"


@pytest.fixture
def addresses(drive) -> list[str]:
    return every_address(drive.case().urn)


@pytest.fixture
def pages(cast, as_user, address):
    """The body and the headers of every page as somebody gets it; a file that is sent is left out."""

    def read(who: str):
        browser = as_user(getattr(cast, who))
        for name in PAGES:
            answer = browser.get(address(name))
            if answer.streaming:
                status(answer)
            else:
                yield name, answer

    return read


def asked(cast, addresses, method: str = "get", **rest: object):
    """The answer of each address to each of three people."""
    for who, browser in browsers(cast).items():
        for where in addresses:
            answer = getattr(browser, method)(where, **rest)
            if answer.streaming:
                answer.getvalue()
            yield who, where, answer


def test_every_answer_has_the_headers(cast, addresses):
    extra = ("/no/such/page/", "/queue", "/static/dist/app.css", "/cases/%00/")
    for who, where, answer in asked(cast, [*addresses, *extra]):
        headers = answer.headers
        assert set(headers["Content-Security-Policy"].split("; ")) >= CSP, (who, where)
        assert "unsafe" not in headers["Content-Security-Policy"], (who, where)
        assert headers["X-Content-Type-Options"] == "nosniff", (who, where)
        assert headers["Referrer-Policy"] in ("same-origin", "no-referrer"), (who, where)


def test_no_address_with_a_nought_in_its_words_is_a_fault_and_its_refusal_is_written(cast, drive):
    noughts = every_address(drive.case().urn, StringConverter="\0")
    addresses = [where for where in noughts if "%00" in where]
    assert len(addresses) >= 6
    before = AuditEntry.objects.latest("pk").pk
    for who, where, answer in asked(cast, addresses):
        assert answer.status_code in {302, 403, 404}, (who, where)
    refused = AuditEntry.objects.filter(pk__gt=before, operation="refused")
    for who in ("investigator", "administrator"):
        assert refused.filter(person=getattr(cast, who).pk).count() >= len(addresses)


def test_no_other_origin_is_let_in(cast, addresses):
    for method in ("get", "options"):
        for _, where, answer in asked(cast, addresses, method, headers={"origin": HOSTILE}):
            assert not [name for name in answer.headers if name.lower().startswith("access-control")], where


def test_what_changes_needs_the_token_against_forged_requests(cast, addresses):
    """Whatever the type of what is sent, by whom it is sent, and whether the page would take it."""
    bodies = (
        {"data": {"a": "b"}},
        {"data": json.dumps({"a": "b"}), "content_type": "application/json"},
        {"data": "a=b", "content_type": "text/plain"},
    )
    for who, browser in browsers(cast, enforce_csrf_checks=True).items():
        for where in addresses:
            for body in bodies:
                code = browser.post(where, **body, headers={"origin": HOSTILE}).status_code
                assert code == 403, (who, where, code)


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PUT", "DELETE", "PATCH", "DEBUG"])
def test_trace_is_refused(cast, addresses, as_user, method):
    browser = as_user(cast.investigator)
    for where in addresses:
        assert browser.generic(method, where).status_code == 405, where


@pytest.mark.parametrize("who", ["investigator", "manager"])
def test_every_answer_says_what_it_is(pages, who):
    for name, answer in pages(who):
        kind = answer.headers["Content-Type"]
        if kind == "application/pdf":
            assert answer.content.startswith(b"%PDF-"), name
        else:
            assert kind.lower().partition("; charset=")[2] == "utf-8", (name, kind)
            is_page = answer.content.decode().lstrip().startswith("<!DOCTYPE html>")
            assert is_page == (kind.startswith("text/html") and answer.status_code != 302), name


def test_what_is_no_page_has_the_fields_it_is_for(cast, as_user, drive):
    """The few answers that are JSON, each with the fields that its script or monitoring reads."""
    assert set(json.loads(as_user(cast.gatekeeper).post(reverse("account_stay")).content)) == {"ends_at"}
    assert set(json.loads(Client().get("/ready").content)) == {
        *("database", "cache", "sweep", "sweep_seconds", "mails", "mail_seconds"),
        *("documents", "virus_scanner"),
    }


def test_the_key_of_a_session_is_on_no_page(pages):
    keys = {session.pk.encode() for session in Session.objects.all()}
    read = list(pages("investigator"))
    keys |= {session.pk.encode() for session in Session.objects.all()}
    assert keys
    for name, answer in read:
        said = answer.content + answer.headers.get("Location", "").encode()
        assert not [key for key in keys if key in said], name


@pytest.mark.parametrize(
    "elsewhere",
    [
        *(
            "https://elsewhere.example/",
            "//elsewhere.example/",
            "/\\elsewhere.example",
            "javascript:alert(1)",
        ),
        *("https:elsewhere.example", "\thttps://elsewhere.example", "https://testserver@elsewhere.example/"),
        *("http://testserver.elsewhere.example/", "data:text/html,x", "///elsewhere.example"),
    ],
)
def test_nobody_is_led_to_another_host(cast, client, elsewhere):
    app = has_app(cast.gatekeeper)
    there = password_typed(client, "gatekeeper", PASSWORD, QUERY_STRING=f"next={elsewhere}")
    done = client.post(there.headers["Location"], {"code": app.code(), "next": elsewhere})
    assert done.status_code == 302
    assert done.headers["Location"].startswith("/")
    assert not done.headers["Location"].startswith(("//", "/\\"))
    assert "elsewhere" not in done.headers["Location"]


def test_headers_of_the_proxy_are_not_believed(cast):
    """A name in a header is nobody; another host in one is not ours."""
    forged = {
        "remote-user": "administrator",
        "x-forwarded-user": "administrator",
        "x-user-id": "1",
        "x-forwarded-host": "elsewhere.example",
        "x-real-ip": "127.0.0.1",
        "x-original-url": "/help/",
        "x-rewrite-url": "/help/",
        "x-http-method-override": "GET",
        "x-forwarded-proto": "https",
    }
    answer = Client().get(reverse("people"), headers=forged)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/sign-in/")
    page = Client().get(reverse("account_login"), headers=forged)
    assert "elsewhere" not in page.content.decode()


def test_a_field_that_comes_twice_counts_once(cast, as_user, drive):
    """The last of a body counts, and what is in the address does not stand in for it."""
    case = drive.case()
    browser = as_user(cast.investigator)
    where = reverse("case_add", kwargs={"urn": case.urn, "what": "suspect"})
    before = set(case.suspects.values_list("family_name", flat=True))
    form = {"family_name": ["First", "Last"]}
    assert browser.post(f"{where}?family_name=Address", form).status_code == 302
    assert set(case.suspects.values_list("family_name", flat=True)) - before == {"Last"}
    assert browser.get(reverse("cases"), {"urn": ["20", case.urn]}).status_code == 200


@pytest.mark.parametrize(
    "where", ["/static/", "/static/dist/", "/media/", "/documents/", "/static/dist/../", "/static/%2e%2e/"]
)
def test_no_directory_is_listed(client, where):
    assert client.get(where).status_code == 404


@pytest.mark.parametrize("who", [None, "gatekeeper", "administrator"])
@pytest.mark.parametrize(
    "where",
    [
        *("/admin/", "/api/", "/api/schema/", "/metrics", "/debug/", "/__debug__/", "/silk/", "/swagger/"),
        *(
            "/docs/",
            "/graphql",
            "/status",
            "/server-status",
            "/.git/config",
            "/.env",
            "/flower/",
            "/viewflow/",
        ),
    ],
)
def test_no_page_of_administration_or_measure_is_there(cast, as_user, where, who):
    browser = as_user(getattr(cast, who)) if who else Client()
    assert browser.get(where).status_code == 404


def test_what_was_refused_so_is_written_down(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.investigator)
    browser.post(reverse("register"), {})
    entry = AuditEntry.objects.filter(operation="refused").latest("pk")
    assert entry.outcome == "403"


def test_every_form_has_the_token(pages):
    forms = [
        (name, form)
        for who in ("investigator",)
        for name, answer in pages(who)
        for form in BeautifulSoup(answer.content, "html.parser").select("form[method=post]")
    ]
    assert len(forms) > 40
    assert [name for name, form in forms if not form.select_one("input[name=csrfmiddlewaretoken]")] == []
