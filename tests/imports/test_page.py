"""The import on an administrator's page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from casework.audit.models import AuditEntry
from casework.casefiles.models import CaseFile
from casework.imports.synthetic.writing import to_json
from tests.access.keeping import restricted
from tests.imports.conftest import CASE


@pytest.fixture
def upload(cast, as_user):
    """Send a file to the page; its status and its words come back."""

    def send(content: bytes, name: str = "records.json") -> tuple[int, str]:
        file = SimpleUploadedFile(name, content)
        response = as_user(cast.administrator).post(reverse("import"), {"file": file})
        return response.status_code, response.content.decode()

    return send


def test_a_file_goes_in(upload):
    status, words = upload(to_json([CASE]).encode())
    assert (status, CaseFile.objects.count()) == (200, 1)
    assert "1 case added" in words


def test_wrong_rows_are_told_beside_what_went_in(upload):
    status, words = upload(to_json([{**CASE, "victims": []}]).encode())
    assert status == 200
    assert "cases[0].victims: at least one is needed" in words
    assert words.index("Cases that were not imported") < words.index("<li>20AA0123426 (cases[0])</li>")
    assert "Birchmere" not in words


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "The selected file must be JSON"),
        (b'{"format": "rasso-records", "version": 1, "cases": [], "\\ud800": 1}', "is not known: key 4"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(upload, content, reason):
    status, words = upload(content)
    assert status == 422
    assert reason in words
    assert "<title>Error: " in words


def test_a_file_too_large_for_the_page_is_refused_unread_and_the_command_is_named(upload, monkeypatch):
    monkeypatch.setattr("workflows.pages.records.import_and_start", None)
    status, words = upload(b" " * (1024 * 1024 + 1))
    assert status == 422
    assert "must be 1MB or smaller" in words
    assert "manage.py import_records" in words


@pytest.mark.behind_wall
@pytest.mark.parametrize("atomic", ["", "on"])
def test_whose_number_is_that_of_a_restricted_case_is_refused_and_it_is_in_the_record(
    cast, drive, as_user, atomic
):
    kept, free = drive.case(), {**CASE, "urn": "20AA7777726"}
    restricted(kept, by=cast.supervisor)
    file = SimpleUploadedFile("records.json", to_json([{**CASE, "urn": kept.urn}, free]).encode())
    answer = as_user(cast.administrator).post(reverse("import"), {"file": file, "atomic": atomic})
    assert "This URN cannot be used" in answer.content.decode()
    assert CaseFile.objects.filter(urn=free["urn"]).exists() is (not atomic)
    tried = AuditEntry.objects.get(operation="refused", outcome="tried")
    assert (tried.person, tried.what, tried.case_file) == (cast.administrator.pk, "import", kept.pk)


def test_so_is_whose_number_was_tried_by_hand(cast, drive, as_user):
    kept = restricted(drive.case(), by=cast.supervisor)
    form = {"urn": kept.urn, "unit": cast.unit.pk, "officer_in_case": cast.investigator2.pk}
    today = timezone.localdate()
    reported = {
        "reported_on-day": today.day,
        "reported_on-month": today.month,
        "reported_on-year": today.year,
    }
    answer = as_user(cast.investigator2).post(reverse("register"), {**form, **reported})
    assert "This URN cannot be used" in answer.content.decode()
    assert AuditEntry.objects.get(operation="refused", outcome="tried").case_file == kept.pk
