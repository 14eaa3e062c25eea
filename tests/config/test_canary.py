"""No value of an exception is kept, logged or shown, wherever it is raised.

The canaries are in the message of the exception and in the variables of its frame. They are looked for in
every text column of the product's and the engine's tables, in the log as the settings write it, and in
the answers.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.incidents.models import Incident
from casework.obligations.models import Obligation
from config.celery import log_as_the_pages_do
from tests.cast import TO_GATEKEEPER
from workflows.engine.timers import timers_fire

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
IN_MESSAGE, IN_FRAME, IN_CAUSE = "Qwynneth Zzarblat", "Ffrodo Qquick, 07700 900123", "Xxanthe Vvole"
CANARIES = (IN_MESSAGE, IN_FRAME, IN_CAUSE)
APPS = ("casework", "workflows", "viewflow", "notifications")
TEXTS = ("text", "character varying", "json", "jsonb")


def sing(*_: object, **__: object) -> None:
    held_in_the_frame = IN_FRAME
    try:
        raise LookupError(IN_CAUSE)
    except LookupError as cause:
        raise ValueError(f"{IN_MESSAGE} in {len(held_in_the_frame)}") from cause


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the log gets, as the handlers of the settings write it."""
    configured = [
        handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler
    ]
    (formatter,) = {handler.formatter for handler in configured}
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def tables() -> set[str]:
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table for model in models if model._meta.app_label in APPS}


def kept() -> list[tuple[str, str]]:
    """The columns of which a row holds a canary."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_name = ANY(%s) AND data_type = ANY(%s)",
            [sorted(tables()), list(TEXTS)],
        )
        columns = cursor.fetchall()
        assert len(columns) > 50
        return [found for found in columns if _holds(cursor, *found)]


def _holds(cursor, table: str, column: str) -> bool:
    pattern = [f"%{canary}%" for canary in CANARIES]
    query = f'SELECT EXISTS (SELECT FROM "{table}" WHERE "{column}"::text LIKE ANY(%s))'  # noqa: S608
    cursor.execute(query, [pattern])
    return cursor.fetchone()[0]


def silent(log: io.StringIO, *answers: str) -> None:
    said = [log.getvalue(), *answers]
    assert [canary for canary in CANARIES for text in said if canary in text] == []
    assert kept() == []


def test_the_search_finds_what_is_kept(drive):
    case = drive.case()
    case.events.model.objects.create(case_file=case, at=timezone.now(), route="x", verb="y", reason=IN_FRAME)
    assert kept() == [("casework_event", "reason")]


def test_in_the_verb_of_a_step(drive, log, monkeypatch):
    case = drive.case()
    monkeypatch.setattr("casework.early_advice.services.record_move", sing)
    response = drive.send(case, "early_advice.consider", "request")
    assert Incident.objects.get().reference in response.content.decode()
    assert "ValueError" in log.getvalue()
    silent(log, response.content.decode())


def test_in_an_automatic(drive, cast, log, monkeypatch, as_user):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    monkeypatch.setattr("workflows.flows.file_review.routes_start", sing)
    response = drive.send(case, "file_submission.review", "accept")
    listed = as_user(cast.administrator).get(reverse("incidents")).content.decode()
    assert Incident.objects.get().reference in listed
    again = as_user(cast.administrator).post(
        reverse("incident", kwargs={"key": Incident.objects.get().reference, "action": "retry"})
    )
    assert again.status_code == 422
    silent(log, response.content.decode(), listed, again.content.decode())


@pytest.fixture
def browser(cast) -> Client:
    made = Client(raise_request_exception=False)
    made.force_login(cast.gatekeeper)
    return made


def test_in_a_view(drive, browser, log, monkeypatch):
    case = drive.case()
    monkeypatch.setattr("workflows.pages.case.case_context", sing)
    response = browser.get(reverse("case_activity", kwargs={"urn": case.urn}))
    incident = Incident.objects.get()
    assert (response.status_code, incident.case_file, incident.doing) == (500, case, "case_activity")
    assert incident.reference in response.content.decode()
    assert f"incident {incident.reference}" in log.getvalue()
    assert "tests/config/test_canary.py" in log.getvalue()
    silent(log, response.content.decode())


def test_in_a_view_while_incidents_cannot_be_kept(browser, log, monkeypatch):
    monkeypatch.setattr("workflows.queues.views.QueueFilters", sing)
    monkeypatch.setattr("config.errors.incident_record", sing)
    response = browser.get(reverse("queue"))
    assert response.status_code == 500
    assert "give your administrator the reference" in response.content.decode()
    assert "an incident could not be kept" in log.getvalue()
    silent(log, response.content.decode())


def test_in_a_hold_that_ends(drive, log, monkeypatch):
    case = drive.case()
    today = timezone.localdate()
    Obligation.objects.filter(kind="early_advice.consider").update(held_until=today - timedelta(days=1))
    monkeypatch.setattr("workflows.engine.timers.event_record", sing)
    assert timers_fire(now=timezone.now()) == 0
    incident = Incident.objects.get()
    assert (incident.doing, incident.case_file, incident.step) == (
        "hold_ended",
        case,
        "early_advice.consider",
    )
    silent(log)


@pytest.fixture
def celery_logs() -> None:
    """Celery sets up its logging at its first task, once."""
    current_app.loader.import_default_modules()
    current_app.log.setup()


def test_in_a_task_of_celery(celery_logs, log, monkeypatch):
    monkeypatch.setattr("notifications.tasks.sweep", sing)
    result = current_app.tasks["notifications.tasks.tell_what_is_due"].apply(throw=False)
    assert result.failed()
    assert "ValueError" in log.getvalue()
    assert "tests/config/test_canary.py" in log.getvalue()
    silent(log)


def _in_the_text(error: Exception) -> None:
    logging.getLogger("somebody").exception(f"it went wrong: {error}")


def _in_the_arguments(error: Exception) -> None:
    logging.getLogger("somebody").error("it went wrong: %s, %s", error, "twice")


def _as_the_message(error: Exception) -> None:
    logging.getLogger("somebody").error(error)


@pytest.mark.parametrize("way", [_in_the_text, _in_the_arguments, _as_the_message])
def test_however_it_is_logged(log, way: Callable[[Exception], None]):
    try:
        sing()
    except ValueError as error:
        way(error)
    assert "ValueError" in log.getvalue()
    silent(log)


def test_what_another_handler_wrote_of_the_error_is_not_written_here(log):
    first = logging.StreamHandler(io.StringIO())
    logging.getLogger().handlers.insert(0, first)
    try:
        _log_with_traceback()
    finally:
        logging.getLogger().removeHandler(first)
    silent(log)


def _log_with_traceback() -> None:
    try:
        sing()
    except ValueError:
        logging.getLogger("somebody").exception("it went wrong")


def test_celery_logs_as_the_settings_say():
    from celery.signals import setup_logging

    assert any(receiver[1]() is log_as_the_pages_do for receiver in setup_logging.receivers)


def test_errors_are_mailed_to_nobody():
    """Django's handler for that writes the values of every variable."""
    assert settings.DEBUG is False
    assert logging.getLogger("django").handlers == []
