"""What will be overdue on a day to come: of a team, for who leads it, and of a case."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.obligations.models import Obligation
from casework.pages.dates import govuk_day
from tests.samples import day

# The dates of rows are set as no step sets them.
pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]


@pytest.fixture
def team(drive) -> list[Obligation]:
    """Pieces of work that are late, come due in 5 days, on the day in 10, and after it."""
    today, rows = timezone.localdate(), []
    for days in (-3, 5, 10, 11):
        row = drive.open_work(drive.case(), "early_advice.consider")
        Obligation.objects.filter(case_file=row.case_file).exclude(pk=row.pk).update(
            due_on=None, clocks={}, counted={}
        )
        Obligation.objects.filter(pk=row.pk).update(due_on=today + timedelta(days=days))
        rows.append(row)
    return rows


def shown(browser, days: int | None, name: str = "rehearsal", **where) -> tuple[int, str]:
    on = timezone.localdate() + timedelta(days=days) if days is not None else None
    answer = browser.get(reverse(name, kwargs=where), day("on", on) if on else {})
    return answer.status_code, " ".join(answer.content.decode().split())


def headings(page: str) -> list[str]:
    return re.findall(r'app-group__heading" id="part-\d">([^<]+)<', page)


def test_a_team_sees_what_will_be_late_by_then_and_what_comes_due(team, cast, as_user):
    status, page = shown(as_user(cast.supervisor), 10)
    assert status == 200
    assert headings(page) == [
        "Overdue today already (1)",
        "Comes due before that day (1)",
        "Due on that day (1)",
    ]
    on = timezone.localdate() + timedelta(days=10)
    assert f"2 pieces of work will be overdue on {govuk_day(on)}" in page
    assert "(overdue by 13 days)" in page
    assert "(overdue by 5 days)" in page
    assert "(today)" in page
    assert team[3].case_file.urn not in page


def test_without_a_day_it_is_in_two_weeks(team, cast, as_user):
    _, page = shown(as_user(cast.supervisor), None)
    assert f"overdue on {govuk_day(timezone.localdate() + timedelta(days=14))}" in page
    assert headings(page) == ["Overdue today already (1)", "Comes due before that day (3)"]


def test_the_day_itself_is_today_at_the_earliest(team, cast, as_user):
    assert headings(shown(as_user(cast.supervisor), 0)[1]) == ["Overdue today already (1)"]


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "The day must be today or in the future"), (740, "within the next 2 years")]
)
def test_a_day_out_of_reach_is_refused(cast, as_user, days, words):
    status, page = shown(as_user(cast.supervisor), days)
    assert status == 422
    assert words in page


def test_half_a_date_is_asked_for_again(cast, as_user):
    answer = as_user(cast.supervisor).get(reverse("rehearsal"), {"on-day": "3"})
    assert answer.status_code == 422
    assert "The day must include a month and year" in answer.content.decode()


def test_a_case_has_its_own_for_everybody_who_may_see_it(team, cast, as_user):
    urn = team[1].case_file.urn
    for who in (cast.investigator, cast.gatekeeper, cast.supervisor):
        assert headings(shown(as_user(who), 10, "case_rehearsal", urn=urn)[1]) == [
            "Comes due before that day (1)"
        ]
    assert shown(as_user(cast.outsider), 10, "case_rehearsal", urn=urn)[0] == 404


def test_who_leads_nobody_has_no_team_and_others_work_is_not_in_it(team, cast, as_user):
    assert shown(as_user(cast.investigator), 10)[0] == 403
    assert headings(shown(as_user(cast.manager), 10)[1]) == []


def test_the_last_day_of_two_years_can_be_asked_for(cast, as_user):
    assert shown(as_user(cast.supervisor), 731)[0] == 200


def test_the_queries_do_not_grow_with_the_rows(drive, cast, as_user):
    browser = as_user(cast.supervisor)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            shown(browser, 60)
        return len(captured)

    drive.case()
    queries()
    one = queries()
    for _ in range(10):
        drive.case(suspects=2)
    assert queries() == one


def test_the_pages_lead_there(team, cast, as_user):
    browser = as_user(cast.supervisor)
    for name in ("overview", "queue", "team_load"):
        assert reverse("rehearsal") in browser.get(reverse(name)).content.decode()
    where = {"urn": team[0].case_file.urn}
    page = browser.get(reverse("case", kwargs=where)).content.decode()
    assert reverse("case_rehearsal", kwargs=where) in page
