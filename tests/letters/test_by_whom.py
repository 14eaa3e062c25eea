"""Who drafted and checked a letter, and for whom where somebody was away."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.absences.services import absence_record
from casework.casefiles.routes import route_of
from casework.letters.models import LetterVersion
from casework.people.models import User
from tests.cast import person
from tests.letters.written import CHECKED, DECIDED, DRAFTED
from tests.workflows.reading import text_of
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
    drive.do(case, *DECIDED)
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


def done_by(version: LetterVersion) -> tuple[str, str]:
    return version.done_by, version.check_made.done_by


def test_the_letters_of_a_route_cost_the_same_at_one_and_at_many(drive):
    counts = []
    for victims in (1, 12):
        case = drive.case(victims=victims)
        drive.do(case, *DECIDED)
        for number in range(victims):
            drive.letter(case, f"no_further_action-S1-V{number + 1}-1")
            drive.do(case, DRAFTED, CHECKED)
        with CaptureQueriesContext(connection) as captured:
            entries = route_of(case, "letters").entries
            assert all(entry.record.about and done_by(entry.record.current) for entry in entries)
        counts.append((len(entries), len(captured)))
    assert counts == [(1, 2), (12, 2)]
