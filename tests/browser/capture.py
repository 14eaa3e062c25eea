"""The pages as the server sends them: made once, and shown to the browser and to the HTML checker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.template import loader
from django.test import Client

from tests.browser.pages import PAGES, PageKind
from tests.browser.scene import Scene, make_scene

# Shown when no request, session or database can be had, so no address leads to them.
BARE = ("400.html", "403_csrf.html", "500.html", "503.html")


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
        captured = {page.name: capture(page, scene) for page in PAGES}
    return captured | {name: bare(name) for name in BARE}


def capture(page: PageKind, scene: Scene) -> Captured:
    client, address = Client(), page.address(scene)
    if reader := page.reader(scene):
        client.force_login(reader)
    response = client.get(address) if page.sends is None else client.post(address, page.sends)
    assert response.status_code == page.status, f"{page}: {response.status_code}"
    return Captured(address, response.status_code, dict(response.headers), response.content)


def bare(name: str) -> Captured:
    html = loader.get_template(name, using="jinja2").render()
    return Captured(f"/{name}", 200, {"Content-Type": "text/html; charset=utf-8"}, html.encode())
