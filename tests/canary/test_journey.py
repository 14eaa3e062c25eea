"""Words that are nowhere else go through a case's whole journey, and are then looked for everywhere.

Each free text that somebody types on the way, every name, the date of birth and the way to reach a victim is
marked. The marks may be in the columns that are listed, and on the pages that show them; nowhere else.
"""

from __future__ import annotations

import base64
import io
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from pypdf import PdfReader

from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation
from casework.people.models import User
from config.celery import app
from notifications.tasks import tell_what_is_due
from tests.canary.allowed import COLUMNS
from tests.canary.leaving import calendars_read, mails_sent
from tests.cast import TO_CHARGE, Cast, Driver
from tests.documents.sending import add as document_send
from tests.notifications.conftest import closed_port, mailbox, serve  # noqa: F401
from tests.samples import sample
from tests.victim_contacts.agreed import PLAN
from workflows.engine.registry import FLOWS

pytestmark = pytest.mark.django_db
MARK = "Zqx"
BORN = date(1931, 2, 19)
# What says the date of birth, however it is written.
SIGNS = (MARK, "1931-02-19", "19/02/1931", "19 February 1931")
READERS = ("investigator", "supervisor", "gatekeeper", "witness_care", "prosecutor", "manager", "liaison")
TEXTS = ("text", "character varying", "json", "jsonb", "date")


def marked(value: object) -> object:
    """The same with a mark, if it is something that a person would say."""
    return f"{value} {MARK}" if isinstance(value, str) and " " in value else value


@pytest.fixture
def marking(monkeypatch) -> None:
    """Every sample of what people type says the mark."""

    def marks(kind: str, outcome: str, today: date) -> dict[str, object]:
        return {name: marked(value) for name, value in sample(kind, outcome, today).items()}

    monkeypatch.setattr("tests.cast.sample", marks)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged from the lowest level up, as the handlers of the settings write it."""
    root = logging.getLogger()
    formatters = {each.formatter for each in root.handlers if type(each) is logging.StreamHandler}
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatters.pop())
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def case(marking, log, drive, cast, as_user) -> CaseFile:
    """A case that has gone its way to charge, and on through whatever it then asks for."""
    made = drive.case(suspects=1, victims=2)
    name_people(made)
    plan = {**PLAN, "safe_contact": f"{MARK} 07700 900123", "through": f"{MARK} the aunt"}
    plan |= {"enhanced": "no", "standard_reason": f"{MARK} asked for less"}
    where = reverse("contact_plan", kwargs={"urn": made.urn, "reference": "V1"})
    assert as_user(cast.investigator).post(where, plan).status_code == 302
    sent = document_send(as_user(cast.investigator), made, name=f"{MARK} statement.txt")
    assert sent.status_code in {200, 302}
    drive.do(made, *TO_CHARGE)
    drive.letter(made, "charge-S1-V1")
    drive.list_hearing(made, "ptph", timezone.localdate() + timedelta(days=20))
    assert len(go_on(made, drive)) > 9
    return made


def name_people(case: CaseFile) -> None:
    for people in (case.suspects, case.victims):
        people.update(given_names=MARK, family_name=f"{MARK}son", date_of_birth=BORN)


def go_on(case: CaseFile, drive: Driver) -> set[str]:
    """Take each kind of step that opens, by the first outcome that is accepted, until none is; which."""
    taken, refused = set(), set()
    while owed := next_of(case, taken | refused):
        ways = (is_taken(case, drive, owed.kind, outcome) for outcome in outcomes_of(owed.kind))
        (taken if any(ways) else refused).add(owed.kind)
    return taken


def next_of(case: CaseFile, but: set[str]) -> Obligation | None:
    return Obligation.objects.open().filter(case_file=case).exclude(kind__in=but).order_by("pk").first()


def outcomes_of(kind: str) -> list[str]:
    route = kind.partition(".")[0]
    return [key for step in FLOWS[route].steps() if step.kind == kind for key in step.outcomes]


def is_taken(case: CaseFile, drive: Driver, kind: str, outcome: str) -> bool:
    with suppress(KeyError):
        return drive.send(case, kind, outcome).status_code == 302
    return False


def signs_in(text: str) -> set[str]:
    return {sign for sign in SIGNS if sign in text}


def test_it_is_where_it_is_needed_and_nowhere_else(case, log, cast, client, as_user, mailbox):  # noqa: F811
    """One journey for all places, since it takes as long as ten tests."""
    in_tables()
    on_pages(case, cast, as_user)
    in_valkey(case, cast, as_user)
    in_what_leaves(case, cast, client, mailbox)
    in_names_of_files()
    assert "/cases/" in log.getvalue()
    assert signs_in(log.getvalue()) == set()


def in_tables() -> None:
    found = {f"{table}.{column}" for table, column in columns_with_signs()}
    assert {"casework_victim.family_name", "casework_suspect.date_of_birth"} <= found
    assert found - COLUMNS == set()


def columns_with_signs() -> Iterator[tuple[str, str]]:
    """In every table of the database: the product's, the engine's, the sessions', the audit's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type = ANY(%s) ORDER BY 1, 2",
            [list(TEXTS)],
        )
        columns = cursor.fetchall()
        assert len({table for table, _ in columns}) > 80
        for table, column in columns:
            query = f'SELECT EXISTS (SELECT FROM "{table}" WHERE "{column}"::text LIKE ANY(%s))'  # noqa: S608
            cursor.execute(query, [[f"%{sign}%" for sign in SIGNS]])
            if cursor.fetchone()[0]:
                yield table, column


def in_what_leaves(case: CaseFile, cast: Cast, client: Client, box) -> None:
    mails, feeds = mails_sent(box), calendars_read(cast, client)
    assert case.urn in mails
    assert case.urn in feeds
    assert [signs_in(text) for text in (mails, feeds)] == [set()] * 2


def on_pages(case: CaseFile, cast: Cast, as_user: Callable[[User], Client]) -> None:
    shown = set()
    for who in READERS:
        browser = as_user(getattr(cast, who))
        for address in addresses_of(case):
            shown |= read(browser, address)
    assert MARK in shown


def read(browser: Client, address: str) -> set[str]:
    """The signs on the page; its title, its addresses, its headers and its paper's properties hold none."""
    response = browser.get(address)
    body = response.getvalue() if response.streaming else response.content
    assert signs_in(str(response.headers)) == set(), address
    if response.headers.get("Content-Type", "").startswith("application/pdf"):
        about = PdfReader(io.BytesIO(body))
        assert (
            signs_in(f"{about.metadata} {about.xmp_metadata and about.xmp_metadata.rdf_root.toxml()}")
            == set()
        )
        return set()
    text = body.decode("utf-8", "replace")
    if "html" not in response.headers.get("Content-Type", ""):
        assert signs_in(text) == set(), address
    said = re.findall(r"<title>(.*?)</title>|(?:href|action|src)=\"(.*?)\"", text, re.DOTALL)
    assert signs_in(str(said)) == set(), address
    return signs_in(text)


def addresses_of(case: CaseFile) -> Iterator[str]:
    """Pages whose address has nothing, or only the case and a first of its records, in it; its open work."""
    for name in sorted(filter(None, names_of(get_resolver().url_patterns))):
        for arguments in (
            {},
            {"urn": case.urn},
            {"urn": case.urn, "reference": "V1"},
            {"urn": case.urn, "number": 1},
        ):
            with suppress(NoReverseMatch):
                yield reverse(name, kwargs=arguments)
    for owed in Obligation.objects.filter(case_file=case):
        yield reverse("step", kwargs={"urn": case.urn, "task": owed.task})


def names_of(patterns) -> Iterator[str]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names_of(pattern.url_patterns)
        else:
            yield pattern.name or ""


def in_valkey(case: CaseFile, cast: Cast, as_user: Callable[[User], Client]) -> None:
    for who in READERS:
        as_user(getattr(cast, who)).get(reverse("case", kwargs={"urn": case.urn}))
    with app.connection_for_write() as broker:
        tell_what_is_due.apply_async(connection=broker, queue="canary")
    store = redis.Redis.from_url(
        settings.REDIS_URL.replace("redis+socket://", "unix://").replace("virtual_host=", "db=")
    )
    held = {key: contents(store, key) for key in store.scan_iter()}
    store.delete("canary")
    assert any(b"tell_what_is_due" in text for text in held.values())
    assert any(b"session" in key for key in held)
    assert [key for key, text in held.items() if MARK.encode() in key + text] == []


def contents(store: redis.Redis, key: bytes) -> bytes:
    """What is under a key, of whatever kind; the body of a message is not read as it is written."""
    ways = {
        b"string": lambda: [store.get(key)],
        b"list": lambda: store.lrange(key, 0, -1),
        b"set": lambda: store.smembers(key),
        b"zset": lambda: store.zrange(key, 0, -1),
        b"hash": lambda: [part for pair in store.hgetall(key).items() for part in pair],
    }
    kind = store.type(key)
    written = b" ".join(ways[kind]()) if kind in ways else b""
    bodies = re.findall(rb'"body": "([A-Za-z0-9+/=]+)"', written)
    return b" ".join([written, *(base64.b64decode(body) for body in bodies)])


def in_names_of_files() -> None:
    names = [str(path) for path in Path(settings.DOCUMENTS_DIR).rglob("*")]
    assert names
    assert [name for name in names if signs_in(name)] == []
