"""In the browser, special measures from the assessment by the police to the ruling of the court."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.cast import TO_CHARGE
from tests.special_measures.before_court import APPLY, ASSESS, RESPOND, RULE, plea

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_special_measures_go_from_the_assessment_to_the_ruling(live_cast, live_drive, sign_in):
    case = live_drive.case()
    investigator, prosecutor = sign_in(live_cast.investigator), sign_in(live_cast.prosecutor)
    done = investigator.does(case.urn, ASSESS, "want")
    assert done == "Special measures assessed, and wanted."
    live_drive.do(case, *TO_CHARGE)
    plea(live_drive, case)
    prosecutor.open_form(case.urn, APPLY, "apply")
    prosecutor.page.get_by_text("What has been recorded so far").click()
    expect(prosecutor.page.get_by_text("10 business days after").first).to_be_visible()
    assert prosecutor.completes(APPLY, "apply") == "Special measures applied for."
    prosecutor.does(case.urn, RESPOND, "respond", response="opposed", objection="The link is enough")
    refused = {"ruling_section_28": "refused", "reasons_section_28": "The trial is near"}
    done = prosecutor.does(case.urn, RULE, "rule", **refused)
    assert done == "Special measures ruled on by the court."
    investigator.open_case(case.urn)
    investigator.follow("Special measures and section 28")
    for words in (
        "Screens, so that the victim does not see the defendant (section 23): granted",
        "The trial is near",
    ):
        expect(investigator.page.get_by_text(words)).to_be_visible()
