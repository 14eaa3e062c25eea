"""What is done to a letter for somebody who is away is shown as done for them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.absences.services import absence_record
from casework.people.models import User
from tests.cast import NOT_CHARGED, TO_DECISION, person
from tests.workflows.test_pages import text_of
from tests.workflows.working import in_days, now, task_of
from workflows.engine import work

pytestmark = pytest.mark.django_db


def stand_in(away: User, name: str) -> User:
    """A colleague in the same role, from today."""
    held = away.memberships.get()
    colleague = person(name, held.role, held.organisation)
    days = {"starts_on": in_days(0), "ends_on": in_days(7)}
    absence_record(person=away, stand_in=colleague, by=away, **days, **now())
    return colleague


@pytest.fixture
def pages(drive, cast, as_user) -> list[str]:
    """The letters of a case and the letter itself, drafted and checked by who stands in."""
    case = drive.case()
    drive.do(case, *TO_DECISION, *NOT_CHARGED)
    drive.letter(case)
    drive.send(case, "letter.draft", "draft", by=stand_in(cast.liaison, "liaison2"))
    work.claim(task=task_of(drive, case, "letter.check"), by=cast.prosecutor, **now())
    drive.send(case, "letter.check", "approve", by=stand_in(cast.prosecutor, "prosecutor2"))
    browser = as_user(cast.investigator)
    names = {"case_route": {"route": "letters"}, "letter": {"number": 1}}
    return [
        text_of(browser.get(reverse(name, kwargs={"urn": case.urn, **where})))
        for name, where in names.items()
    ]


def test_each_page_says_for_whom_it_was_drafted_and_checked(pages):
    for page in pages:
        assert "Drafted by Liaison2 Tester for Liaison Tester" in page
        assert "Checked by Prosecutor2 Tester for Prosecutor Tester" in page
