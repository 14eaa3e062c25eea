"""What the web server writes of a request: never an address that is itself the permission."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from config.access_log import AccessLog
from config.logs import masked
from devtools.paths import ROOT


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("/calendar/s3cr3t_-x.ics", "/calendar/-.ics"),
        ("/calendar/s3cr3t", "/calendar/-"),
        ("/voice/7K2M-9QXV-4T0D-WH3C/", "/voice/-/"),
        ("/voice/7k2m9qxv4t0dwh3c?x=1", "/voice/-?x=1"),
        ("/voice/sent/", "/voice/sent/"),
        ("/voice/", "/voice/"),
        ("/account/calendar/", "/account/calendar/"),
        ("/reports/victims-voice/export/", "/reports/victims-voice/export/"),
    ],
)
def test_a_secret_in_an_address_is_left_out(address, written):
    assert masked(f'"GET {address} HTTP/1.1"') == f'"GET {written} HTTP/1.1"'


def test_no_line_of_a_request_holds_it_nor_the_page_it_came_from():
    secret = "7K2M-9QXV-4T0D-WH3C"
    path = f"/voice/{secret}/"
    environ = {
        "REQUEST_METHOD": "POST",
        "RAW_URI": path,
        "PATH_INFO": path,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"https://casework.example{path}",
    }
    answer = SimpleNamespace(status="200 OK", headers=[("Location", path)], sent=1)
    atoms = AccessLog(Config()).atoms(
        answer, SimpleNamespace(headers=[("referer", path)]), environ, timedelta(0)
    )
    assert secret not in str(atoms)
    assert atoms["r"] == "POST /voice/-/ HTTP/1.1"


def test_the_image_writes_its_requests_so():
    assert f"--logger-class={AccessLog.__module__}.{AccessLog.__name__}" in (ROOT / "Dockerfile").read_text()
