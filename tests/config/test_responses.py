"""What every answer carries, whatever the page and however it went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.converters import UUIDConverter
from django.utils import timezone

from tests.cast import TO_CHARGE
from tests.samples import sample

pytestmark = pytest.mark.django_db


def patterns() -> Iterator:
    def walk(found):
        for pattern in found:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern

    return walk(get_resolver().url_patterns)


@pytest.fixture
def addresses(drive, cast) -> list[str]:
    """Every address of the product, with what it asks for."""
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    values = {
        "urn": case.urn,
        "task": drive.open_work(case, "vps_offer.offer").task,
        "what": "suspect",
        "reference": "S1",
        "suspect": "S1",
        "rung": "gatekeeper",
        "route": "charging",
        "person": cast.investigator.pk,
        "absence": 0,
        "session": UUID(int=0),
        "booking": UUID(int=0),
        "token": "unknown",
        "key": f"{case.urn}-process-1",
        "action": "retry",
        "kind": "mg3",
        "record": case.pk,
        "number": 1,
        "version": 1,
        "clock": "VPS_OFFER",
        "code": "unknown",
        "topic": "victims-code",
        "message": UUID(int=0),
        "day": "2028-12-25",
        "signed_in": 0,
        "reason": 0,
        "provider": "unknown",
        "membership": cast.gatekeeper.memberships.get().pk,
    }
    return [reverse(pattern.name, kwargs=asked(pattern.pattern.converters, values)) for pattern in patterns()]


def asked(converters: Mapping[str, object], values: Mapping[str, object]) -> dict[str, object]:
    """What an address asks for: a key is the one of nothing, or the name of an incident."""
    return {
        name: UUID(int=0) if name == "key" and isinstance(converter, UUIDConverter) else values[name]
        for name, converter in converters.items()
    }


def may_be_kept(response) -> bool:
    return "no-store" not in response.headers.get("Cache-Control", "")


@pytest.mark.parametrize("who", ["anonymous", "investigator", "liaison", "administrator", "outsider"])
def test_no_page_is_kept_whoever_asks(addresses, cast, as_user, client, who):
    browser = client if who == "anonymous" else as_user(getattr(cast, who))
    answers = {address: browser.get(address) for address in addresses}
    assert [address for address, response in answers.items() if may_be_kept(response)] == []
    assert all(response.headers["X-Robots-Tag"] == "noindex" for response in answers.values())


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/cases/20AA9999926/", 404),
        ("get", "/no/such/page/", 404),
        ("get", "/queue", 301),
        ("get", "/people/", 403),
        ("put", "/queue/", 405),
        ("get", "/cases/%00/", 404),
    ],
)
def test_no_error_and_no_redirect_is_kept(cast, as_user, method, address, status):
    response = getattr(as_user(cast.gatekeeper), method)(address)
    assert (response.status_code, may_be_kept(response)) == (status, False)


def test_a_forged_request_is_refused_and_its_page_not_kept(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.investigator)
    response = browser.post(reverse("register"), {})
    assert (response.status_code, may_be_kept(response)) == (403, False)


def test_a_request_for_another_host_is_refused_and_its_page_not_kept(client):
    response = client.get("/help/", headers={"host": "elsewhere.example"})
    assert (response.status_code, may_be_kept(response)) == (400, False)


def test_the_page_of_a_fault_is_not_kept(cast, monkeypatch):
    browser = Client(raise_request_exception=False)
    browser.force_login(cast.gatekeeper)
    monkeypatch.setattr("workflows.queues.views.QueueFilters", lambda *given: 1 / 0)
    response = browser.get(reverse("queue"))
    assert (response.status_code, may_be_kept(response)) == (500, False)


def test_what_was_refused_done_or_overtaken_is_not_kept(drive, cast, as_user):
    case, kind = drive.case(), "early_advice.consider"
    address = reverse("step", kwargs={"urn": case.urn, "task": drive.open_work(case, kind).task})
    forms = [{}, sample(kind, "not_sought", timezone.localdate()), {"reason": "Too late"}]
    answers = [as_user(cast.investigator).post(f"{address}?outcome=not_sought", form) for form in forms]
    assert [response.status_code for response in answers] == [422, 302, 409]
    assert not any(may_be_kept(response) for response in answers)
