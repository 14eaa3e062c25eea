"""What is not disclosed, such as an MG6D, is not there for those who look after victims and witnesses."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.cast import TO_DECISION, charged
from tests.documents.sending import add, where

pytestmark = pytest.mark.django_db
READ_ALL = ("investigator", "supervisor", "gatekeeper", "prosecutor", "manager", "auditor")
CARE = ("witness_care", "liaison")


@pytest.fixture
def case(drive, cast, as_user):
    made = drive.case()
    drive.do(made, *TO_DECISION)
    charged(made, timezone.localdate())
    for kind in ("mg3", "mg6", "mg6d"):
        assert add(as_user(cast.investigator), made, kind=kind).status_code == 302
    return made


def status(browser, case, name: str, **rest: int) -> int:
    response = browser.get(where(case, name, **rest))
    if response.streaming:
        response.getvalue()
    return response.status_code


@pytest.mark.parametrize(("who", "number"), [*((who, 3) for who in READ_ALL), *((who, 1) for who in CARE)])
def test_the_list_counts_what_the_person_may_read(case, cast, as_user, who, number):
    page = as_user(getattr(cast, who)).get(where(case, "documents")).content.decode()
    assert f"Documents ({number})" in page
    assert ("MG6D" in page) is (who in READ_ALL)


@pytest.mark.parametrize("who", [*READ_ALL, *CARE])
def test_a_document_that_is_not_disclosed_is_found_by_who_may_read_it_alone(case, cast, as_user, who):
    browser = as_user(getattr(cast, who))
    found = {
        (number, name): status(browser, case, name, number=number, **rest)
        for number in (1, 2, 3)
        for name, rest in (("document", {}), ("document_download", {"version": 1}))
    }
    may = 200 if who in READ_ALL else 404
    assert found == {(number, name): 200 if number == 1 else may for number, name in found}


def test_witness_care_neither_withdraws_nor_replaces_one(case, cast, as_user):
    browser = as_user(cast.witness_care)
    assert status(browser, case, "document_withdraw", number=1) == 200
    for name in ("document_withdraw", "document_version"):
        assert status(browser, case, name, number=2) == 404
