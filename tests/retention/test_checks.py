"""A release without a class by which cases are kept, or were, is refused before it runs."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from casework.retention import checks
from casework.retention.models import CaseRetention
from tests.retention.closed import classed, closed_case

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]


def test_a_release_without_the_class_of_a_case_is_refused(drive, cast, monkeypatch):
    classed(closed_case(drive), cast)
    call_command("check", databases=["default"])
    kept = {code: held for code, held in checks.classes().items() if code != "serious"}
    monkeypatch.setattr(checks, "classes", lambda: kept)
    with pytest.raises(SystemCheckError, match="kept by the class serious, which this release does not have"):
        call_command("check", databases=["default"])


def test_nothing_is_asked_before_the_first_migration(drive, cast, monkeypatch):
    classed(closed_case(drive), cast)
    monkeypatch.setattr(checks, "classes", dict)
    monkeypatch.setattr(CaseRetention._meta, "db_table", "casework_not_yet")
    assert checks.classes_of_cases_are_held(databases=["default"]) == []
