"""The pages as the server sends them: made once, and shown to the browser and to the HTML checker."""

from __future__ import annotations

import fcntl
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.template import loader
from django.test import Client

from casework.people.models import User
from tests.browser.half_way import half_way
from tests.browser.page_kinds import PageKind
from tests.browser.pages import PAGES
from tests.browser.scene import Scene, make_scene

# Shown when no request, session or database can be had, so no address leads to them.
BARE = ("400.html", "403_csrf.html", "429.html", "500.html", "503.html")


@dataclass(frozen=True)
class Captured:
    address: str
    status: int
    headers: dict[str, str]
    html: bytes


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written to the database inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def capture_all() -> dict[str, Captured]:
    """Every page by its name. Needs a database, and leaves nothing in it."""
    with undone():
        scene = make_scene()
        clients: dict[str, Client] = {}
        captured = {page.name: capture(page, scene, clients) for page in PAGES}
    return captured | {name: bare(name) for name in BARE}


def capture_once(directory: Path) -> dict[str, Captured]:
    """The same for all processes that share the directory: whoever comes first makes it, the others wait."""
    kept = directory / "captured"
    with (directory / "captured.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(capture_all()))
        return pickle.loads(kept.read_bytes())  # noqa: S301  Our own.


def capture(page: PageKind, scene: Scene, clients: dict[str, Client]) -> Captured:
    client, address = client_for(page, scene, clients), page.address(scene)
    sent = page.sent(scene)
    response = client.get(address) if sent is None else client.post(address, sent, follow=True)
    assert response.status_code == page.status, f"{page}: {response.status_code}"
    return Captured(address, response.status_code, dict(response.headers), response.content)


def client_for(page: PageKind, scene: Scene, clients: dict[str, Client]) -> Client:
    if page.typed:
        return half_way(scene.person(page.typed), page.view)
    return client_of(page.reader(scene), clients)


def client_of(reader: User | None, clients: dict[str, Client]) -> Client:
    """The reader's client, signed in at the first call; for nobody a new one."""
    if reader is None:
        return Client()
    if reader.username not in clients:
        clients[reader.username] = Client()
        clients[reader.username].force_login(reader)
    return clients[reader.username]


def bare(name: str) -> Captured:
    html = loader.get_template(name, using="jinja2").render()
    return Captured(f"/{name}", 200, {"Content-Type": "text/html; charset=utf-8"}, html.encode())
