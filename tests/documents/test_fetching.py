"""Where files lie, and how they leave."""

from __future__ import annotations

import uuid

import pytest
from bs4 import BeautifulSoup

from casework.audit.models import AuditEntry
from casework.incidents.models import Incident
from tests.documents.files import GOOD, TEXT, pdf
from tests.documents.sending import add, fetched, files_in, where

pytestmark = pytest.mark.django_db


def test_every_accepted_file_comes_back_as_it_was_sent(officer, case):
    for number, (name, content) in enumerate(GOOD.values(), 1):
        assert add(officer, case, name=name, content=content).status_code == 302
        assert fetched(officer, where(case, "document_download", number=number, version=1)) == content


def test_a_file_lies_by_a_random_name_that_no_address_serves(officer, case, store):
    add(officer, case, name="Jane Smith.txt")
    (path,) = files_in(store)
    assert uuid.UUID(path.name).version == 4
    assert path.relative_to(store).parts == (path.name[:2], path.name)
    assert path.stat().st_mode & 0o077 == 0
    for address in ("/static/", "/media/", "/"):
        assert officer.get(f"{address}{path.relative_to(store)}").status_code == 404


def test_a_file_is_fetched_to_be_saved_under_a_name_of_ours(officer, case):
    add(officer, case, name="Ünï; filename=x.html; .pdf", content=pdf())
    response = officer.get(where(case, "document_download", number=1, version=1))
    assert response.getvalue() == pdf()
    assert response["Content-Disposition"] == f'attachment; filename="{case.urn}-D1-version-1.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(pdf()))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_file_that_the_store_does_not_have_is_told_and_is_an_incident_without_names(
    officer, case, cast, store, caplog
):
    add(officer, case, name="Jane Smith.txt")
    (path,) = files_in(store)
    path.unlink()
    response = officer.get(where(case, "document_download", number=1, version=1))
    incident = Incident.objects.get()
    assert response.status_code == 410
    assert incident.step == "D1, version 1"
    assert incident.reference in response.content.decode()
    assert (incident.case_file, incident.error) == (case, "FileNotFoundError")
    assert incident.reference in caplog.text
    for text in (caplog.text, response.content.decode(), str(incident.places)):
        assert not any(told in text for told in ("Jane", path.name, str(store)))
    officer.get(where(case, "document_download", number=1, version=1))
    assert Incident.objects.count() == 1
    read = AuditEntry.objects.filter(case_file=case.pk, person=cast.investigator.pk).latest("pk")
    assert (read.operation, read.outcome) == ("consultation", "opened")


def test_another_site_cannot_lead_to_a_file(officer, case):
    add(officer, case)
    address = where(case, "document_download", number=1, version=1)
    assert officer.get(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert officer.get(address, headers={"Sec-Fetch-Site": "same-origin"}).getvalue() == TEXT


def test_names_are_on_the_page_of_the_document_only_and_without_what_cannot_be_seen(officer, case):
    add(officer, case, name="..\\<b>report\u202efdp.txt", note="<script>alert(1)</script>")
    assert "report" not in officer.get(where(case, "documents")).content.decode()
    page = BeautifulSoup(officer.get(where(case, "document", number=1)).content, "html5lib")
    assert "<b>reportfdp.txt" in page.get_text()
    assert page.main.find_all(["b", "script"]) == []
    assert "report" not in page.title.get_text()
