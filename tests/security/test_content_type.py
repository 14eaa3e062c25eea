"""What a request says of the charset of its text is not heard: it is read as UTF-8."""

from __future__ import annotations

from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIRequest

from config.content_type import plain_type, typed_plainly
from config.wsgi import application

FORM = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\xc3\xa9\r\n--x--\r\n'


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said",
    [
        "text/plain; charset=rot13",
        "text/plain; charset=raw_unicode_escape",
        "text/plain; a*=unknown''b",
        "text/plain; charset*=utf-8''rot13",
        'text/plain; charset="rot13',
        "; charset=rot13",
        "\xff",
    ],
)
def test_no_charset_is_a_failure(said):
    asked = {"PATH_INFO": "/cases/", "QUERY_STRING": "urn=%5Cud800", "CONTENT_TYPE": said}
    setup_testing_defaults(asked)
    told: list[str] = []
    list(application({**asked, "HTTP_HOST": "testserver"}, lambda status, headers: told.append(status)))
    assert told == ["302 Found"]


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("", ""),
        ("application/json", "application/json"),
        ("application/csp-report; charset=utf-8", "application/csp-report"),
        ("application/x-www-form-urlencoded;charset=UTF-8", "application/x-www-form-urlencoded"),
        ("multipart/form-data; boundary=----WebKit17", 'multipart/form-data; boundary="----WebKit17"'),
        ('multipart/form-data; charset=x; BOUNDARY="a b"', "multipart/form-data"),
        ('multipart/form-data; boundary="ab"; charset=x', 'multipart/form-data; boundary="ab"'),
    ],
)
def test_the_type_is_heard_and_the_boundary(said, heard):
    assert plain_type(said) == heard


def test_a_form_with_files_is_read():
    def read(environ, start_response):
        return [WSGIRequest(environ).POST["a"].encode()]

    said = "multipart/form-data; boundary=x; charset=rot13"
    asked = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": said, "CONTENT_LENGTH": str(len(FORM))}
    setup_testing_defaults(asked)
    assert typed_plainly(read)({**asked, "wsgi.input": BytesIO(FORM)}, None) == ["bé".encode()]
