"""The server's HTML is valid, by the Nu HTML checker."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from django.urls import get_resolver

from tests.browser.pages import PAGES
from tests.browser.scene import steps

MISSING = "no HTML checker: run `python3 dev.py test`, or set CASEWORK_TEST_VNU to its jar"
# Answer GET with something that is no page, or do not answer it.
NO_PAGES = {
    *("live", "ready", "security_txt", "next_work", "step_claim", "step_release", "step_hold_end"),
    *(
        "document_download",
        "agenda_pdf",
        "paper_plan",
        "paper_advice",
        "paper_bad_character_notice",
        "paper_review",
        "calendar",
    ),
    *("paper_letter", "voice_export", "notices_read"),
    *("session_end", "sessions_end_others", "account_stay", "provider_begin", "provider_done"),
    *("whose_clock_export", "clinic_figures_export", "statements_report_export", "audit_look_export"),
}


@pytest.mark.html
@pytest.mark.django_db
@pytest.mark.skipif(not os.environ.get("CASEWORK_TEST_VNU"), reason=MISSING)
def test_every_page_is_valid_html(captured, tmp_path):
    for name, page in captured.items():
        (tmp_path / f"{name}.html").write_bytes(page.html)
    assert errors_in(tmp_path) == ""


def errors_in(directory: Path) -> str:
    command = ["java", "-jar", os.environ["CASEWORK_TEST_VNU"], "--errors-only", "--skip-non-html"]
    return subprocess.run([*command, str(directory)], capture_output=True, text=True).stderr


def test_every_page_of_the_site_is_in_the_list():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert names == {page.view for page in PAGES if page.sends is None} | NO_PAGES


def test_every_step_is_in_the_list():
    assert {page.step for page in PAGES if page.step} == {kind for kind, _ in steps()}


def test_each_page_has_a_name_of_its_own():
    assert len({page.name for page in PAGES}) == len(PAGES)
