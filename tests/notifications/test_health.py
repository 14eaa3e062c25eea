from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import OperationalError, connection
from django.utils import timezone

from config import health
from notifications.models import Heartbeat, Message
from notifications.notices.sweep import sweep
from tests.documents.clamd import address_of_nobody, clamd_on_port

pytestmark = pytest.mark.django_db
FINE = {
    "database": "ok",
    "cache": "ok",
    "sweep": "ok",
    "mails": "ok",
    "documents": "ok",
    "virus_scanner": "not configured",
}


def said(response) -> dict[str, str]:
    """How each thing is, without the ages."""
    return {name: how for name, how in response.json().items() if not name.endswith("_seconds")}


def mail_due(person, ago: timedelta, **details) -> None:
    due = {"not_before": timezone.now() - ago, "created_at": timezone.now(), **details}
    Message.objects.create(kind="notice", recipient=person, **due)


def test_a_living_process_says_so_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/live")
    assert (response.status_code, response.content) == (200, b"ok")
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_a_service_that_sweeps_is_ready(client, django_assert_num_queries):
    sweep(now=timezone.now())
    with django_assert_num_queries(3):
        response = client.get("/ready")
    assert (response.status_code, said(response)) == (200, FINE)


def test_it_is_not_ready_before_the_first_sweep(client):
    response = client.get("/ready")
    assert (response.status_code, said(response)) == (503, FINE | {"sweep": "DoesNotExist"})


@pytest.mark.parametrize(
    ("every", "age", "status"),
    [(60, 175, 200), (60, 185, 503), (5, 175, 200), (300, 890, 200), (300, 905, 503)],
)
def test_a_sweep_may_be_three_rounds_old_and_always_three_minutes(client, settings, every, age, status):
    settings.TELL_SECONDS = every
    Heartbeat.objects.create(name="sweep", at=timezone.now() - timedelta(seconds=age))
    assert client.get("/ready").status_code == status


def test_a_late_sweep_is_named(client):
    Heartbeat.objects.create(name="sweep", at=timezone.now() - timedelta(hours=1))
    assert said(client.get("/ready")) == FINE | {"sweep": "late"}


@time_machine.travel("2026-11-24T09:00Z", tick=False)
def test_it_tells_how_old_the_last_sweep_is_and_the_oldest_mail_that_is_due(client, cast):
    Heartbeat.objects.create(name="sweep", at=timezone.now() - timedelta(seconds=20))
    for minutes in (5, 12, -30):
        mail_due(cast.investigator, timedelta(minutes=minutes))
    mail_due(cast.investigator, timedelta(days=1), state="held")
    answer = client.get("/ready").json()
    assert answer == {**FINE, "sweep_seconds": 20, "mail_seconds": 720}


def test_what_nobody_knows_has_no_age_and_where_no_mail_waits_none_is_late(client):
    answer = client.get("/ready").json()
    assert (answer["sweep_seconds"], answer["mail_seconds"]) == (None, 0)


@pytest.mark.parametrize(
    ("state", "ago", "status"), [("ready", 3595, 200), ("ready", 3610, 503), ("sending", 3610, 503)]
)
def test_a_mail_may_wait_for_an_hour_past_its_moment(client, cast, state, ago, status):
    sweep(now=timezone.now())
    mail_due(cast.investigator, timedelta(seconds=ago), state=state)
    response = client.get("/ready")
    assert (response.status_code, response.json()["mails"]) == (status, "ok" if status == 200 else "late")


def test_how_long_a_mail_may_wait_is_a_setting(client, cast, settings):
    sweep(now=timezone.now())
    mail_due(cast.investigator, timedelta(minutes=3))
    settings.MAIL_LATE_SECONDS = 120
    assert said(client.get("/ready")) == FINE | {"mails": "late"}


@pytest.mark.queue_differs
def test_a_database_that_fails_is_named_by_kind_only(client, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("password of casework at 10.0.0.1")

    monkeypatch.setattr(connection, "cursor", fail)
    response = client.get("/ready")
    assert response.status_code == 503
    assert said(response) == FINE | dict.fromkeys(("database", "sweep", "mails"), "OperationalError")


def test_a_cache_that_fails_is_named_by_kind_only(client, monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionError("10.0.0.1")

    sweep(now=timezone.now())
    monkeypatch.setattr(health, "cache", type("Broken", (), {"set": fail})())
    response = client.get("/ready")
    assert (response.status_code, said(response)) == (503, FINE | {"cache": "ConnectionError"})


def test_a_cache_that_forgets_is_not_fine(client, monkeypatch):
    sweep(now=timezone.now())
    monkeypatch.setattr(cache, "get", lambda key: None, raising=False)
    assert said(client.get("/ready")) == FINE | {"cache": "CacheLostValueError"}


def test_a_store_that_cannot_be_written_is_named_by_kind_only(client, settings):
    settings.DOCUMENTS_DIR = "/dev/null/documents"
    sweep(now=timezone.now())
    response = client.get("/ready")
    assert (response.status_code, said(response)) == (503, FINE | {"documents": "NotADirectoryError"})


def test_a_scanner_that_is_away_is_named_and_the_rest_goes_on(client, settings):
    sweep(now=timezone.now())
    settings.CLAMD = address_of_nobody()
    response = client.get("/ready")
    assert (response.status_code, said(response)) == (
        200,
        FINE | {"virus_scanner": "ConnectionRefusedError"},
    )
    with clamd_on_port() as (_, settings.CLAMD):
        assert said(client.get("/ready")) == FINE | {"virus_scanner": "ok"}


@pytest.mark.parametrize("path", ["/live", "/ready"])
def test_it_is_read_only(client, path):
    assert client.post(path).status_code == 405
    assert client.head(path).content == b""
