"""Sending documents to a case, as a browser does."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.casefiles.models import CaseFile
from tests.documents.files import TEXT
from tests.samples import day


def sent(name: str = "a.txt", content: bytes = TEXT, received_on: date | None = None, **rest: Any) -> dict:
    """The form of a document or a version, with a file in it."""
    received = day("received_on", received_on or timezone.localdate())
    return {"file": SimpleUploadedFile(name, content), **received, **rest}


def add(browser: Client, case: CaseFile, kind: str = "mg3", **form: Any):
    return browser.post(where(case, "document_add", kind=kind), sent(**form))


def add_version(browser: Client, case: CaseFile, number: int = 1, after: int = 1, **form: Any):
    return browser.post(where(case, "document_version", number=number), sent(after=after, **form))


def where(case: CaseFile, name: str, **rest: Any) -> str:
    return reverse(name, kwargs={"urn": case.urn, **rest})


def files_in(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def fetched(browser: Client, address: str) -> bytes:
    """What comes of a file's address, to its end: a response that is not read leaves its file open."""
    response = browser.get(address)
    assert response.status_code == 200
    return response.getvalue()


def errors(response) -> list[str]:
    """The words of the error summary of a form that was refused."""
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html5lib")
    return [each.get_text(strip=True) for each in page.select(".govuk-error-summary__list a")]
