"""Adding, finding, fetching and withdrawing documents, as people do."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from casework.documents.models import Document, DocumentVersion
from casework.documents.selectors import current_documents, kinds_received
from casework.events.models import Event
from tests.cast import TO_GATEKEEPER
from tests.documents.clamd import address_of_nobody, clamd_on_port
from tests.documents.files import BAD, EICAR, GOOD, pdf, word
from tests.documents.sending import add, add_version, files_in, sent, where

pytestmark = pytest.mark.django_db
TODAY_WORDS = "must be today or in the past"


def errors(response) -> list[str]:
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html5lib")
    return [each.get_text(strip=True) for each in page.select(".govuk-error-summary__list a")]


@pytest.fixture
def case(drive):
    return drive.case()


@pytest.fixture
def officer(as_user, cast):
    return as_user(cast.investigator)


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_kind_is_chosen_first(officer, case):
    response = officer.post(where(case, "document_kind"), {"kind": "mg6c"})
    assert response["Location"] == where(case, "document_add", kind="mg6c")
    assert errors(officer.post(where(case, "document_kind"), {"x": ""})) == ["Select the kind of document"]


def test_a_document_is_added_and_its_event_tells_no_name(officer, case, cast, store):
    response = add(officer, case, name="Jane Smith MG3.pdf", content=pdf(), note="Signed", suspect="S1")
    assert response["Location"] == where(case, "documents")
    document = current_documents(case).get()
    version = document.latest
    assert (document.reference, document.kind, str(document.suspect)) == ("D1", "mg3", "S1")
    assert document.organisation == cast.force
    assert (version.number, version.name, version.media_type) == (1, "Jane Smith MG3.pdf", "application/pdf")
    assert (version.size, version.sha256) == (len(pdf()), hashlib.sha256(pdf()).hexdigest())
    assert (version.note, version.scanned, version.added_by) == ("Signed", False, cast.investigator)
    event = Event.objects.get(case_file=case, verb="document_added")
    assert (event.reason, event.subject, event.actor) == ("D1: MG3", document.pk, cast.investigator)


def test_every_accepted_file_comes_back_as_it_was_sent(officer, case):
    for number, (name, content) in enumerate(GOOD.values(), 1):
        assert add(officer, case, name=name, content=content).status_code == 302
        response = officer.get(where(case, "document_download", number=number, version=1))
        assert body(response) == content


def test_no_other_is_kept(officer, case, store):
    for name, content, words in BAD.values():
        (error,) = errors(add(officer, case, name=name, content=content))
        assert words in error
    assert (files_in(store), Document.objects.count()) == ([], 0)


def test_an_empty_file_and_no_file_are_refused(officer, case):
    assert errors(add(officer, case, content=b"")) == ["The selected file is empty"]
    form = {key: value for key, value in sent().items() if key != "file"}
    assert errors(officer.post(where(case, "document_add", kind="mg3"), form)) == ["Select a file"]


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
    assert response["Content-Disposition"] == f'attachment; filename="{case.urn}-D1-version-1.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(pdf()))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_another_site_cannot_lead_to_a_file(officer, case):
    add(officer, case)
    address = where(case, "document_download", number=1, version=1)
    assert officer.get(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert officer.get(address, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_names_are_on_the_page_of_the_document_only_and_without_what_cannot_be_seen(officer, case):
    add(officer, case, name="..\\<b>report\u202efdp.txt", note="<script>alert(1)</script>")
    assert "report" not in officer.get(where(case, "documents")).content.decode()
    page = BeautifulSoup(officer.get(where(case, "document", number=1)).content, "html5lib")
    assert "<b>reportfdp.txt" in page.get_text()
    assert page.main.find_all(["b", "script"]) == []
    assert "report" not in page.title.get_text()


def test_a_new_version_leaves_the_earlier_ones(officer, case):
    add(officer, case, name="one.docx", content=word())
    response = add_version(officer, case, name="two.pdf", content=pdf(), note="Signed")
    assert response["Location"] == where(case, "document", number=1)
    first, second = DocumentVersion.objects.all()
    assert (first.number, second.number) == (1, 2)
    files = [body(officer.get(where(case, "document_download", number=1, version=each))) for each in (1, 2)]
    assert files == [word(), pdf()]
    assert Event.objects.get(case_file=case, verb="document_version_added").reason == "D1: version 2"


def test_a_version_of_somebody_who_did_not_see_the_latest_is_refused(officer, case, store):
    add(officer, case)
    add_version(officer, case)
    (error,) = errors(add_version(officer, case, after=1))
    assert "Somebody has added a new version" in error
    assert len(files_in(store)) == 2


def test_a_day_of_receipt_is_neither_to_come_nor_before_the_report(officer, case):
    today = timezone.localdate()
    for day, words in (
        (today + timedelta(days=1), TODAY_WORDS),
        (case.reported_on - timedelta(days=1), "or later"),
    ):
        (error,) = errors(add(officer, case, received_on=day))
        assert words in error
    add(officer, case, received_on=today)
    (error,) = errors(add_version(officer, case, received_on=today - timedelta(days=1)))
    assert "or later" in error


def test_a_document_is_withdrawn_with_a_reason_and_kept(officer, case, store):
    add(officer, case, kind="mg3")
    add(officer, case, kind="mg6c")
    address = where(case, "document_withdraw", number=1)
    assert errors(officer.post(address, {"reason": ""})) == ["Enter why it is withdrawn"]
    assert officer.post(address, {"reason": "Of another case"}).status_code == 302
    assert kinds_received(case) == {"mg6c"}
    assert "D1" not in officer.get(where(case, "documents")).content.decode()
    assert "D1" in officer.get(where(case, "documents") + "?withdrawn=1").content.decode()
    assert "Of another case" in officer.get(where(case, "document", number=1)).content.decode()
    assert Event.objects.get(verb="document_withdrawn").reason == "D1: Of another case"
    assert len(files_in(store)) == 2
    for name in ("document_withdraw", "document_version"):
        assert officer.post(where(case, name, number=1), sent(after=1)).status_code == 404


def test_each_side_adds_and_changes_its_own(officer, case, cast, as_user, drive):
    drive.do(case, *TO_GATEKEEPER)
    add(officer, case)
    prosecutor = as_user(cast.prosecutor)
    assert prosecutor.get(where(case, "document_download", number=1, version=1)).status_code == 200
    for name in ("document_version", "document_withdraw"):
        assert prosecutor.get(where(case, name, number=1)).status_code == 403
        assert prosecutor.post(where(case, name, number=1), sent(after=1, reason="a")).status_code == 403
    add(prosecutor, case, kind="mg3a")
    assert Document.objects.get(number=2).organisation == cast.area
    assert officer.get(where(case, "document_withdraw", number=2)).status_code == 403
    assert as_user(cast.gatekeeper).get(where(case, "document_withdraw", number=1)).status_code == 200


def test_a_reader_fetches_and_adds_nothing(officer, case, cast, as_user):
    add(officer, case)
    auditor = as_user(cast.auditor)
    assert auditor.get(where(case, "document_download", number=1, version=1)).status_code == 200
    assert add(auditor, case).status_code == 403


def test_an_infected_file_is_refused_and_the_event_names_neither_it_nor_who_sent_it_where(
    officer, case, store, settings
):
    with clamd_on_port() as (_, settings.CLAMD):
        assert errors(add(officer, case, name="Jane.txt", content=EICAR)) == [
            "The selected file contains a virus"
        ]
    event = Event.objects.get(case_file=case, verb="document_refused")
    assert (event.reason, event.subject) == ("MG3: Eicar-Test-Signature", None)
    assert (files_in(store), Document.objects.count()) == ([], 0)


def test_an_infected_version_is_told_of_its_document(officer, case, settings):
    add(officer, case)
    with clamd_on_port() as (_, settings.CLAMD):
        errors(add_version(officer, case, content=EICAR))
    event = Event.objects.get(case_file=case, verb="document_refused")
    assert (event.reason, event.subject) == ("D1: Eicar-Test-Signature", Document.objects.get().pk)


def test_nothing_is_taken_while_the_scanner_is_away(officer, case, store, settings):
    settings.CLAMD = address_of_nobody()
    (error,) = errors(add(officer, case))
    assert error == "The file could not be checked for viruses. Try again in a few minutes"
    assert (files_in(store), Document.objects.count()) == ([], 0)
    assert not Event.objects.filter(case_file=case, route="documents").exists()


def test_the_pages_say_whether_files_are_scanned(officer, case, settings):
    form, unchecked = where(case, "document_add", kind="mg3"), "Files are not checked for viruses here"
    assert unchecked in officer.get(form).content.decode()
    with clamd_on_port() as (_, settings.CLAMD):
        assert unchecked not in officer.get(form).content.decode()
        add(officer, case)
    assert DocumentVersion.objects.get().scanned is True
    assert "None found" in officer.get(where(case, "document", number=1)).content.decode()


def test_a_store_that_cannot_be_written_is_told_and_nothing_is_added(officer, case, monkeypatch):
    def full(source):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("casework.documents.storage.keep", full)
    assert errors(add(officer, case)) == ["The file could not be kept. Try again in a few minutes"]
    assert Document.objects.count() == 0


def test_an_unknown_kind_suspect_or_number_is_not_taken(officer, case):
    assert officer.get(where(case, "document_add", kind="mg99")).status_code == 404
    assert errors(add(officer, case, suspect="S9")) == ["Select a suspect from the list"]
    for number in (2, 99_999, 10**30):
        assert officer.get(where(case, "document", number=number)).status_code == 404
    add(officer, case)
    for version in (0, 2, 10**30):
        address = where(case, "document_download", number=1, version=version)
        assert officer.get(address).status_code == 404


def test_documents_of_another_case_are_not_reached_through_this_one(officer, case, drive):
    other = drive.case()
    add(officer, other)
    for name, rest in (("document", {}), ("document_download", {"version": 1}), ("document_withdraw", {})):
        assert officer.get(where(case, name, number=1, **rest)).status_code == 404


@pytest.mark.parametrize("who", ["outsider", "outside_prosecutor", "administrator", "prosecutor"])
def test_an_outsider_finds_no_page_and_can_send_nothing(officer, case, cast, as_user, store, who):
    add(officer, case)
    browser = as_user(getattr(cast, who))
    found = {
        name: browser.get(where(case, name, **rest)).status_code
        for name, rest in (
            ("documents", {}),
            ("document_kind", {}),
            ("document_add", {"kind": "mg3"}),
            ("document", {"number": 1}),
            ("document_version", {"number": 1}),
            ("document_withdraw", {"number": 1}),
            ("document_download", {"number": 1, "version": 1}),
        )
    }
    assert set(found.values()) == {404}
    assert add(browser, case).status_code == 404
    assert add_version(browser, case).status_code == 404
    assert len(files_in(store)) == 1


def test_a_scan_holds_no_transaction(officer, case, monkeypatch):
    from django.db import connection

    held = []

    def scan(file):
        held.append(len(connection.savepoint_ids))
        return False

    monkeypatch.setattr("casework.documents.receiving.file_scan", scan)
    add(officer, case)
    assert held == [0]


def test_what_was_written_is_never_changed(officer, case):
    from django.db import ProgrammingError, transaction

    add(officer, case)
    for model, change in ((Document, {"kind": "mg5"}), (DocumentVersion, {"note": "x"})):
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            model.objects.all()._raw_delete("default")
