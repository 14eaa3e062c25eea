"""Chromium, driven by Playwright; people who use the site in it; and the pages as the server sends them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect, sync_playwright

from casework.people.models import User
from tests.browser.capture import Captured, capture_all, capture_once
from tests.browser.person import Person
from tests.browser.stage import Stage, complaints_of
from tests.cast import Cast, Driver, make_cast

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
MISSING = "no Chromium: run `python3 dev.py test`, or set CASEWORK_TEST_CHROMIUM to one"
# How long to wait for what should be there at once, on a machine that is busy.
SECONDS = 15


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CASEWORK_TEST_CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip(MISSING)
    # Playwright's event loop counts as running in this thread. There Django refuses to query unless it is
    # told otherwise, and has connections apart from those of the thread without a loop.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        expect.set_options(timeout=SECONDS * 1000)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture
def new_page(chromium) -> Iterator[Callable[..., Page]]:
    """Make a page in a browser of its own, watched."""
    contexts, watched = [], []

    def make(**options) -> Page:
        contexts.append(chromium.new_context(**options))
        contexts[-1].set_default_timeout(SECONDS * 1000)
        page = contexts[-1].new_page()
        watched.append(complaints_of(page))
        return page

    yield make
    for context in contexts:
        context.close()
    assert [text for complaints in watched for text in complaints] == []


@pytest.fixture
def live_cast(transactional_db) -> Cast:
    return make_cast()


@pytest.fixture
def live_drive(live_cast) -> Driver:
    return Driver(live_cast)


@pytest.fixture
def sign_in(live_server, new_page) -> Callable[..., Person]:
    """Somebody who is signed in, in a browser of their own."""

    def enter(user: User, **options) -> Person:
        return Person(new_page(base_url=live_server.url, **options), user)

    return enter


@pytest.fixture(scope="session")
def captured(django_db_setup, django_db_blocker, tmp_path_factory, worker_id) -> dict[str, Captured]:
    """Every kind of page by its name, as the server sends it."""
    with django_db_blocker.unblock():
        if worker_id == "master":
            return capture_all()
        # The directory of the run, in which each worker has one of its own.
        return capture_once(tmp_path_factory.getbasetemp().parent)


@contextmanager
def staged(chromium: Browser) -> Iterator[Stage]:
    with chromium.new_context() as context:
        context.set_default_timeout(SECONDS * 1000)
        yield Stage(context.new_page())


@pytest.fixture(scope="package")
def stage(chromium) -> Iterator[Stage]:
    with staged(chromium) as stage:
        yield stage


@pytest.fixture
def show(stage, captured) -> Iterator[Callable[..., Page]]:
    """Show the captured page of that name; what it puts in the console fails the test."""
    stage.complaints.clear()
    yield lambda name, width=1280: stage.show(captured[name], width)
    assert stage.complaints == []
