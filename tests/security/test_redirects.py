"""What the product says to a service goes to no other, wherever that service would lead."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import Client
from django.urls import reverse

from config.sign_in.providers import Provider
from notifications.outbox.channels.notify import Notify
from tests.notifications import fake_notify


class Elsewhere(BaseHTTPRequestHandler):
    """Leads everybody to /elsewhere/ of its own, and keeps what it was asked for."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self.send_response(302)
        self.send_header("Location", "/elsewhere/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *said: object) -> None:
        pass


@pytest.fixture
def leads_away() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_notify_leads_nowhere_else(leads_away, settings):
    settings.NOTIFY_URL = f"http://127.0.0.1:{leads_away.server_port}"
    settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE = fake_notify.API_KEY, fake_notify.TEMPLATE
    way = Notify()
    assert not way.ready()
    way.close()
    assert len(leads_away.asked) == 1
    assert "/elsewhere/" not in leads_away.asked


@pytest.mark.django_db
def test_an_identity_provider_leads_nowhere_else(leads_away, settings):
    issuer = f"http://127.0.0.1:{leads_away.server_port}"
    proofs = {"acr": frozenset[str](), "amr": frozenset({"mfa"})}
    known = Provider(key="wmp", name="WMP", issuer=issuer, client_id="c", client_secret="s", **proofs)
    settings.SIGN_IN_PROVIDERS = {"wmp": known}
    answer = Client().get(reverse("provider_begin", kwargs={"provider": "wmp"}))
    assert answer.status_code == 403
    assert leads_away.asked == ["/.well-known/openid-configuration"]
