"""A line of the log is an event; an entry of the record has the database's time."""

from __future__ import annotations

import logging
from datetime import UTC, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from casework.audit.models import AuditEntry
from config.logs import TypesAndPlaces


def written(message: str, *args: object) -> str:
    record = logging.LogRecord("product", logging.INFO, "a.py", 1, message, args, None)
    return TypesAndPlaces().format(record)


@pytest.mark.parametrize(
    "typed",
    [
        "Ann\nERROR incident 1: forged",
        "Ann\r\nforged",
        "Ann\x1b[2Jforged",
        "Ann\u2028forged",
        "Ann\x85forged",
        "Ann\x00forged",
        "Ann\x0bforged",
        "Ann\u202eforged",
    ],
)
def test_a_line_end_makes_no_line_of_the_log(typed):
    for line in (written("said by %s", typed), written(f"said by {typed}")):
        assert len(line.splitlines()) == 1
        assert line.replace("\\", "").isprintable()
        assert "Ann" in line
        assert "forged" in line


def test_an_error_is_still_told_in_lines_of_its_own():
    try:
        raise ValueError("secret")
    except ValueError as error:
        record = logging.LogRecord(
            "product", logging.ERROR, "a.py", 1, "failed", (), (ValueError, error, error.__traceback__)
        )
    assert TypesAndPlaces().format(record).splitlines()[0] == "failed"
    assert "ValueError" in TypesAndPlaces().format(record)


def test_the_log_goes_to_one_place():
    assert [handler["class"] for handler in settings.LOGGING["handlers"].values()] == [
        "logging.StreamHandler"
    ]
    assert settings.LOGGING["root"]["handlers"] == ["console"]
    assert not [each for each in settings.LOGGING["loggers"].values() if each.get("handlers")]
    assert (settings.ADMINS, settings.MANAGERS) == ([], [])


@pytest.mark.django_db
def test_entries_have_the_time_of_the_database_in_utc(drive):
    case = drive.case()
    drive.do(case, "early_advice.consider request")
    entries = list(AuditEntry.objects.filter(case_file=case.pk).order_by("pk"))
    assert len(entries) > 3
    moments = [entry.at for entry in entries]
    assert all(moment.tzinfo == UTC for moment in moments)
    assert abs(timezone.now() - moments[-1]) < timedelta(minutes=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT data_type FROM information_schema.columns"
            " WHERE table_name = 'casework_auditentry' AND column_name = 'at'"
        )
        assert cursor.fetchone() == ("timestamp with time zone",)
    for stream in {entry.stream for entry in entries}:
        of_stream = [entry.at for entry in sorted(entries, key=lambda e: e.number) if entry.stream == stream]
        assert of_stream == sorted(of_stream)
