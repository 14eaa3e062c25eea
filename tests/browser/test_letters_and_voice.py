"""In the browser: a letter from its draft to its paper, and a victim's answer from the code to the report."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from casework.victims_voice.services import feedback_answer, feedback_invite
from tests.browser.person import STEPS
from tests.cast import NOT_CHARGED, TO_DECISION
from tests.samples import day
from tests.victims_voice.conftest import CODE, SAID

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Into the next quarter, whatever day it is.
A_QUARTER_ON = timedelta(days=93)


def test_a_letter_is_drafted_checked_by_another_and_printed(live_cast, live_drive, sign_in):
    case = live_drive.case()
    live_drive.do(case, *TO_DECISION, *NOT_CHARGED)
    liaison = sign_in(live_cast.liaison)
    liaison.open_case(case.urn)
    liaison.follow("Tell the victim of the decision and of the right to review")
    liaison.follow("Draft the letter")
    liaison.press("Continue")
    # What is the same in every letter comes from the template; why it was decided does not.
    liaison.fill({"part_reasons": "There is too little evidence.", **day("dated_on", timezone.localdate())})
    liaison.send(STEPS["letter.draft"].outcomes["draft"].button)
    sign_in(live_cast.prosecutor).does(case.urn, "letter.check", "approve")
    liaison.page.goto(reverse("letter", kwargs={"urn": case.urn, "number": 1}))
    expect(liaison.page.get_by_text("Dear Victimname0")).to_be_visible()
    with liaison.page.expect_download() as printed:
        liaison.follow("Print version 1 (PDF)")
    assert printed.value.suggested_filename == f"{case.urn}-letter-1-1.pdf"
    liaison.does(case.urn, "letter.send", "sent")
    assert not {kind for kind in live_drive.kinds(case) if kind.startswith("letter.")}


def test_a_victim_is_invited_answers_and_is_one_of_many_in_the_report(
    live_cast, live_drive, sign_in, new_page, live_server
):
    case = live_drive.case(victims=5)
    officer = sign_in(live_cast.investigator)
    officer.page.goto(reverse("voice_invite", kwargs={"urn": case.urn, "reference": "V1"}))
    officer.page.get_by_label("After the first contact").check()
    officer.press("Invite")
    code = CODE.search(officer.page.locator("main").inner_text())[0]
    victim = new_page(base_url=live_server.url)
    victim.goto(reverse("voice"))
    victim.get_by_label("What is your code?").fill(code.lower())
    victim.get_by_role("button", name="Continue").click()
    for question in ("Were you kept informed?", "Were you treated with respect?"):
        victim.get_by_role("group", name=question).get_by_label("Partly").check()
    victim.get_by_role("group", name="Do you understand").get_by_label("No", exact=True).check()
    victim.get_by_role("button", name="Send my answers").click()
    expect(victim.get_by_role("heading", level=1)).to_have_text("Thank you")
    victim.goto(reverse("voice_answer", kwargs={"code": code}))
    expect(victim.get_by_role("heading", level=1)).to_have_text("This code cannot be used")
    victim.close()
    others_answer(case, live_drive)
    with time_machine.travel(timezone.now() + A_QUARTER_ON):
        lead = sign_in(live_cast.gatekeeper)
        lead.page.goto(reverse("voice_report"))
        expect(lead.page.get_by_text("Partly 5")).to_be_visible()


def others_answer(case, drive) -> None:
    for victim in case.victims.exclude(reference="V1"):
        by = drive.actor(case, "investigator")
        about = {"case": case, "victim": victim, "point": "first_contact"}
        code = feedback_invite(by=by, at=timezone.now(), **about)
        feedback_answer(code=code, today=timezone.localdate(), **SAID)
