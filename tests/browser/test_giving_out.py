"""Who leads the gatekeepers gives out three files, of which a colleague claims one meanwhile."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from viewflow.workflow.models import Task

from casework.people.models import User
from casework.people.roles import Role
from tests.browser.person import Person
from tests.cast import TO_GATEKEEPER, Driver, person
from workflows.engine import work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_a_colleague_took_meanwhile_is_told_and_can_be_checked_again(live_cast, live_drive, sign_in):
    tasks = files_for_review(live_drive, 3)
    other = person("gatekeeper3", Role.GATEKEEPER, live_cast.force)
    lead = sign_in(live_cast.gatekeeper)
    page = lead.page
    page.goto(reverse("queue"))
    lead.follow("Give out work")
    lead.reads("Give out work (3)")
    page.get_by_label("Select all 3 in this list").check()
    page.get_by_label("Who do you want to give it to?").select_option(str(live_cast.gatekeeper2.pk))
    lead.press("Continue")
    lead.reads("Check before you give out work")
    claimed(tasks[1], other)
    lead.press("Give out 3 pieces of work")
    lead.reads("Given to Gatekeeper2 Tester: 2. Not given: 1")
    told_and_tried_again(lead, tasks[1])


def files_for_review(drive: Driver, number: int) -> list[int]:
    cases = [drive.case() for _ in range(number)]
    for case in cases:
        drive.do(case, *TO_GATEKEEPER)
    return [drive.open_work(case, "file_submission.review").task for case in cases]


def claimed(task: int, by: User) -> None:
    work.claim(task=Task.objects.get(pk=task), by=by, at=timezone.now())


def told_and_tried_again(lead: Person, task: int) -> None:
    expect(lead.page.locator("main")).to_contain_text(
        "Gatekeeper3 Tester has this now. Check it, then try again"
    )
    lead.press("Check 1 again")
    lead.reads("Check before you give out work")
    said = lead.send("Give out 1 piece of work")
    assert said.startswith("Given to Gatekeeper2 Tester (1): Review the file")
    assert Task.objects.get(pk=task).owner.username == "gatekeeper2"
