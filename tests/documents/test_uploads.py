"""How much of a file is received, and where it is meanwhile."""

from __future__ import annotations

import io
import resource
import tempfile
from collections.abc import Iterator

import pytest
from django.http import UnreadablePostError
from django.test import Client
from django.urls import reverse

from casework.documents import storage
from casework.documents.models import Document
from tests.documents.files import pdf
from tests.documents.sending import add, errors, files_in, where

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024
BOUNDARY = "boundary-of-the-parts"


@pytest.fixture(autouse=True)
def limit(settings) -> int:
    """A small one, and memory for less."""
    settings.DOCUMENT_MAX_BYTES, settings.FILE_UPLOAD_MAX_MEMORY_SIZE = MEGABYTE, 64 * 1024
    return MEGABYTE


@pytest.fixture
def written(monkeypatch) -> list[io.BufferedRandom]:
    """The files without a name that were made, kept open so that a test can look at what is in them."""
    made: list[io.BufferedRandom] = []

    def scratch():
        made.append(tempfile.TemporaryFile())  # noqa: SIM115 - closed when the test is over
        return Unclosed(made[-1])

    monkeypatch.setattr(storage, "scratch", scratch)
    yield made
    for file in made:
        file.close()


class Unclosed:
    def __init__(self, file):
        self.file = file

    def __getattr__(self, name: str):
        return (lambda: None) if name == "close" else getattr(self.file, name)


def pdf_of(size: int) -> bytes:
    """A PDF of exactly so many bytes."""
    return pdf(body=b"%" + b"a" * (size - len(pdf()) - 2 - digits_more(size)) + b"\n")


def digits_more(size: int) -> int:
    """By how much the place of the table, which the end of the file tells, is longer than in a short one."""
    return len(pdf(body=b"%" + b"a" * (size - 1_000) + b"\n")) - (size - 1_000) - 2 - len(pdf())


class Endless(io.RawIOBase):
    """A request's body with a file of so many megabytes, of which memory never holds more than one."""

    def __init__(self, megabytes: int):
        self.parts = self._parts(megabytes)
        self.rest = b""
        self.read_so_far = 0
        self.length = sum(len(part) for part in self._parts(0)) + megabytes * MEGABYTE

    def _parts(self, megabytes: int) -> Iterator[bytes]:
        yield (
            f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=file; filename=a.pdf\r\n"
            "Content-Type: application/pdf\r\n\r\n"
        ).encode()
        for _ in range(megabytes):
            yield b"%" * MEGABYTE
        yield f"\r\n--{BOUNDARY}--\r\n".encode()

    def read(self, size: int = -1) -> bytes:
        while len(self.rest) < size and (more := next(self.parts, b"")):
            self.rest += more
        found, self.rest = self.rest[:size], self.rest[size:]
        self.read_so_far += len(found)
        return found


def stream(browser: Client, address: str, body: Endless):
    asked = {
        "wsgi.input": body,
        "CONTENT_LENGTH": str(body.length),
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
    }
    return browser.generic("POST", address, **asked)


def test_a_file_at_the_limit_is_taken_and_one_byte_more_is_not(officer, case, store, limit, written):
    assert len(pdf_of(limit)) == limit
    assert add(officer, case, name="a.pdf", content=pdf_of(limit)).status_code == 302
    (error,) = errors(add(officer, case, name="a.pdf", content=pdf_of(limit + 1)))
    assert error == "The selected file must be smaller than 1MB"
    assert [Document.objects.count(), len(files_in(store))] == [1, 1]
    assert written[1].seek(0, io.SEEK_END) <= limit


def test_what_is_far_too_large_is_read_in_vain_for_a_while_and_then_cut_off(officer, case, limit, written):
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told, cut = Endless(3), Endless(200)
    stream(officer, where(case, "document_add", kind="mg3"), told)
    stream(officer, where(case, "document_add", kind="mg3"), cut)
    assert told.read_so_far == told.length
    assert cut.read_so_far < 6 * MEGABYTE
    assert all(file.seek(0, io.SEEK_END) <= limit for file in written)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 20 * 1024


def test_memory_is_flat_while_a_large_file_comes(officer, case, settings, written):
    settings.DOCUMENT_MAX_BYTES = 1024 * MEGABYTE
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stream(officer, where(case, "document_add", kind="mg3"), Endless(200))
    assert written[0].seek(0, io.SEEK_END) == 200 * MEGABYTE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 20 * 1024


@pytest.mark.parametrize("name", ["account_login", "import", "cases"])
def test_no_other_page_writes_a_large_file(cast, settings, written, name):
    stranger, known = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    known.force_login(cast.administrator)
    for browser in (stranger, known):
        # With a token of some sort in the cookie the form is read for the other one.
        browser.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
        assert stream(browser, reverse(name), Endless(2)).status_code == 403
    assert len(written) > 0
    assert all(file.seek(0, io.SEEK_END) == 0 for file in written)


def test_an_import_that_is_too_large_is_told_so_still(as_user, cast, settings, written):
    from django.core.files.uploadedfile import SimpleUploadedFile

    export = SimpleUploadedFile("records.csv", b"a" * (2 * MEGABYTE))
    (error,) = errors(as_user(cast.administrator).post(reverse("import"), {"file": export}))
    assert "must be 1MB or smaller" in error
    assert written[0].seek(0, io.SEEK_END) == 0


def test_a_second_file_in_a_request_is_refused(officer, case):
    from tests.documents.sending import sent

    form = {**sent(), "another": sent()["file"]}
    assert officer.post(where(case, "document_add", kind="mg3"), form).status_code == 400


def test_an_upload_that_is_cut_off_leaves_nothing(officer, case, store, written):
    body = Endless(1)
    body.length += MEGABYTE
    with pytest.raises(UnreadablePostError):
        stream(officer, where(case, "document_add", kind="mg3"), Broken(body))
    assert (files_in(store), Document.objects.count()) == ([], 0)


class Broken(io.RawIOBase):
    """The sender goes away in the middle."""

    def __init__(self, body: Endless):
        self.body, self.length = body, body.length

    def read(self, size: int = -1) -> bytes:
        if self.body.read_so_far > MEGABYTE // 2:
            raise ConnectionResetError
        return self.body.read(size)
