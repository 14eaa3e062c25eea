"""Who reaches the documents of a case."""

from __future__ import annotations

import pytest

from tests.documents.files import TEXT
from tests.documents.sending import add, add_version, fetched, files_in, where

pytestmark = pytest.mark.django_db


def test_a_reader_fetches_and_adds_nothing(officer, case, cast, as_user):
    add(officer, case)
    auditor = as_user(cast.auditor)
    assert fetched(auditor, where(case, "document_download", number=1, version=1)) == TEXT
    assert add(auditor, case).status_code == 403


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
