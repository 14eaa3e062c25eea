"""Bad character in the browser: from what the police found to the ruling on a notice that came late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.bad_character.made import notices, pleads
from tests.cast import charged
from tests.samples import sample

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LATE = {"late_reason": "The file of 2019 came late", "extension_sought": "To the day of service"}
SERVE = "bad_character_notice.serve"


def test_bad_character_goes_from_what_was_found_to_the_ruling_on_a_late_notice(
    live_cast, live_drive, sign_in
):
    case = live_drive.case()
    investigator, prosecutor = sign_in(live_cast.investigator), sign_in(live_cast.prosecutor)
    assert investigator.does(case.urn, "bad_character.consider", "found") == "Bad character considered."
    prosecutor.does(case.urn, "bad_character.review", "review")
    prosecutor.does(case.urn, "bad_character.decide", "pursue")
    charged(case, timezone.localdate() - timedelta(days=60))
    pleads(live_drive, case, on=timezone.localdate() - timedelta(days=40))
    prosecutor.does(case.urn, "bad_character_notice.draft", "draft")
    served_late(prosecutor, case.urn)
    prosecutor.does(case.urn, "bad_character_notice.objection", "objected")
    prosecutor.does(case.urn, "bad_character_notice.application", "apply")
    done = prosecutor.does(case.urn, "bad_character_notice.ruling", "rule")
    assert (done, notices(case)[0].position) == ("Bad character admitted by the court.", "admitted")
    read_on_the_case(investigator, case.urn)


def served_late(prosecutor, urn: str) -> None:
    """Without a reason it is refused; with one it is recorded as late."""
    prosecutor.open_form(urn, SERVE, "serve")
    prosecutor.fill(sample(SERVE, "serve", timezone.localdate()))
    prosecutor.press("Record the service")
    expect(prosecutor.page.get_by_role("alert")).to_contain_text("Enter why the notice was not served by")
    prosecutor.fill(LATE)
    assert prosecutor.send("Record the service") == "Bad character notice served after its time."


def read_on_the_case(person, urn: str) -> None:
    person.open_case(urn)
    person.follow("Bad character")
    for words in ("Served after its time", "rule 21.4(3)(b)", "Shows a propensity (section 103)"):
        expect(person.page.get_by_text(words).first).to_be_visible()
    with person.page.expect_download() as download:
        person.follow("Notice 1 for S1 as a PDF")
    assert download.value.suggested_filename == f"{urn}-bad-character-notice-S1-1.pdf"
