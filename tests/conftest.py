from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client, override_settings

from casework.casefiles.models import CaseFile
from casework.deadlines import holidays
from casework.people.models import User
from casework.sign_in.sessions import session_mark
from tests.access.addresses import address  # noqa: F401 - the fixture of every address
from tests.cast import Cast, Driver, make_cast
from tests.wall.role import pages_behind_the_wall
from workflows.queues.check import differences

EMPTIED = (
    ("casework_auditentry", "audit_not_emptied"),
    ("casework_audithead", "audit_heads_not_emptied"),
)
FAILED = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--behind-wall", action="store_true", help="serve every page of a test by the role of the pages"
    )


@pytest.fixture(autouse=True)
def behind_the_wall(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """With the option, or for a test that is marked so."""
    if not (request.config.getoption("behind_wall") or request.node.get_closest_marker("behind_wall")):
        yield
        return
    with pages_behind_the_wall(monkeypatch):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session):
    """What a table of a test counts while it is collected, it counts with the file alone: no database yet."""
    with holidays.holidays_supposed(holidays.holidays_of_file()):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def has_database(request: pytest.FixtureRequest) -> bool:
    marks = {mark.name for mark in request.node.iter_markers()}
    return bool({"db", "transactional_db"} & set(request.fixturenames)) or "django_db" in marks


@pytest.fixture(autouse=True)
def calendar_read_anew(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test counts with the changes of its own database; one without a database, with the file alone."""
    readers = list(holidays._readers)
    if not has_database(request):
        holidays.changes_from(tuple)
    holidays.holidays_stale()
    yield
    holidays._readers[:] = readers


@pytest.fixture(autouse=True)
def queue_agrees(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test that has a database: the queue, the engine and the records say the same.

    A test that makes them differ on purpose is marked `queue_differs`. One that failed has said
    what is wrong, and nothing is added to it.
    """
    if request.node.get_closest_marker("queue_differs") or not has_database(request):
        yield
        return
    # Set up before this fixture, so that its data is there until this one has looked.
    request.getfixturevalue("db")
    yield
    if request.node.stash[FAILED] or connection.needs_rollback or not CaseFile.objects.exists():
        return
    assert [str(difference) for difference in differences()] == []


@pytest.fixture(scope="session", autouse=True)
def tests_are_signed_in() -> Iterator[None]:
    """Whom a test signs in by `force_login` or `login` counts as one who has passed every stage.

    Their sessions do not end by the clock, which tests move as they please; those that are about
    the limits of a session sign in through the pages.
    """
    plain = Client._login

    def login_and_mark(client: Client, *args: object) -> None:
        plain(client, *args)
        session = client.session
        session_mark(session, how="password", at=datetime(3000, 1, 1, tzinfo=UTC))
        session.save()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "_login", login_and_mark)
        yield


@pytest.fixture(scope="session", autouse=True)
def documents_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes a file where the product keeps those of people."""
    with override_settings(DOCUMENTS_DIR=str(tmp_path_factory.mktemp("documents"))):
        yield


@pytest.fixture(autouse=True)
def audit_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with real transactions empties all tables after it; tests/audit shows that nobody else can."""
    marker = request.node.get_closest_marker("django_db")
    really = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not really and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    # Set up before this fixture, so that its tables are emptied after it.
    request.getfixturevalue("db")
    yield
    audit_emptied_by_tests()


def audit_emptied_by_tests() -> None:
    """Until the triggers are made or enabled again."""
    with connection.cursor() as cursor:
        for table, trigger in EMPTIED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def drive(cast) -> Driver:
    return Driver(cast)


@pytest.fixture
def as_user():
    """A browser session of a person."""

    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in
