"""Adding documents and their versions, and withdrawing them."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from casework.documents.models import Document, DocumentVersion
from casework.documents.selectors import current_documents
from casework.events.models import Event
from tests.cast import TO_GATEKEEPER
from tests.documents.files import TEXT, pdf, word
from tests.documents.sending import add, add_version, errors, fetched, files_in, sent, where

pytestmark = pytest.mark.django_db


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


def test_a_new_version_leaves_the_earlier_ones(officer, case):
    add(officer, case, name="one.docx", content=word())
    response = add_version(officer, case, name="two.pdf", content=pdf(), note="Signed")
    assert response["Location"] == where(case, "document", number=1)
    first, second = DocumentVersion.objects.all()
    assert (first.number, second.number) == (1, 2)
    files = [fetched(officer, where(case, "document_download", number=1, version=each)) for each in (1, 2)]
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
        (today + timedelta(days=1), "must be today or in the past"),
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
    assert [each.kind for each in current_documents(case)] == ["mg6c"]
    officer.get(where(case, "documents"))  # Shows the banner.
    assert "D1: MG3" not in officer.get(where(case, "documents")).content.decode()
    assert "D1: MG3" in officer.get(where(case, "documents") + "?withdrawn=1").content.decode()
    assert "Of another case" in officer.get(where(case, "document", number=1)).content.decode()
    assert Event.objects.get(verb="document_withdrawn").reason == "D1: Of another case"
    assert len(files_in(store)) == 2
    for name in ("document_withdraw", "document_version"):
        assert officer.post(where(case, name, number=1), sent(after=1)).status_code == 404


def test_each_side_adds_and_changes_its_own(officer, case, cast, as_user, drive):
    drive.do(case, *TO_GATEKEEPER)
    add(officer, case)
    prosecutor = as_user(cast.prosecutor)
    assert fetched(prosecutor, where(case, "document_download", number=1, version=1)) == TEXT
    for name in ("document_version", "document_withdraw"):
        assert prosecutor.get(where(case, name, number=1)).status_code == 403
        assert prosecutor.post(where(case, name, number=1), sent(after=1, reason="a")).status_code == 403
    add(prosecutor, case, kind="mg3a")
    assert Document.objects.get(number=2).organisation == cast.area
    assert officer.get(where(case, "document_withdraw", number=2)).status_code == 403
    assert as_user(cast.gatekeeper).get(where(case, "document_withdraw", number=1)).status_code == 200


def test_an_unknown_kind_suspect_or_number_is_not_taken(officer, case):
    assert officer.get(where(case, "document_add", kind="mg99")).status_code == 404
    assert errors(add(officer, case, suspect="S9")) == ["Select a suspect from the list"]
    for number in (2, 99_999, 10**30):
        assert officer.get(where(case, "document", number=number)).status_code == 404
    add(officer, case)
    for version in (0, 2, 10**30):
        address = where(case, "document_download", number=1, version=version)
        assert officer.get(address).status_code == 404


def test_what_was_written_is_never_changed(officer, case):
    add(officer, case)
    for model, change in ((Document, {"kind": "mg5"}), (DocumentVersion, {"note": "x"})):
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            model.objects.all()._raw_delete("default")
