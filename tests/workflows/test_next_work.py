"""Taking the next piece of work of a pool, fairly, and one each."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.absences.services import absence_record
from casework.events.models import Event
from casework.obligations.models import Obligation
from casework.people.models import Membership
from tests.cast import TO_GATEKEEPER, Driver, make_cast
from tests.workflows.reading import page, text_of
from tests.workflows.test_races import at_once, poster
from tests.workflows.working import in_days
from workflows.engine import work

NEXT, ROLE = "next_work", {"role": "gatekeeper"}
REVIEW = "file_submission.review"


@pytest.fixture
def review(drive):
    """Makes a file that waits for its review, due in so many days."""

    def make(days: int = 2) -> Obligation:
        case = drive.case()
        drive.do(case, *TO_GATEKEEPER)
        owed = drive.open_work(case, REVIEW)
        clocks = {"GATEKEEPER_REVIEW": in_days(days).isoformat()}
        Obligation.objects.filter(pk=owed.pk).update(due_on=in_days(days), clocks=clocks)
        return owed

    return make


def taken_by(person) -> list[int]:
    owned = Obligation.objects.open().filter(owner=person, kind=REVIEW)
    return list(owned.values_list("pk", flat=True))


@pytest.mark.django_db
def test_the_file_that_is_due_first_is_taken(review, cast, as_user):
    later, first, same_day = review(5), review(1), review(1)
    browser = as_user(cast.gatekeeper)
    response = browser.post(reverse(NEXT), ROLE)
    assert taken_by(cast.gatekeeper) == [first.pk]
    step = reverse("step", kwargs={"urn": first.case_file.urn, "task": first.task})
    assert response.headers["Location"] == step
    for _ in range(2):
        browser.post(reverse(NEXT), ROLE)
    order = Event.objects.filter(verb="claimed").order_by("pk").values_list("case_file", flat=True)
    assert list(order) == [each.case_file_id for each in (first, same_day, later)]


@pytest.mark.django_db
def test_it_says_when_there_is_none(cast, as_user):
    browser = as_user(cast.gatekeeper)
    response = browser.post(reverse(NEXT), ROLE, follow=True)
    assert "There is nothing to take" in text_of(response)


@pytest.mark.django_db
def test_a_file_that_they_stand_behind_is_left_to_others(review, cast, as_user):
    review()
    Membership.objects.create(person=cast.supervisor, role="gatekeeper", organisation=cast.force)
    as_user(cast.supervisor).post(reverse(NEXT), ROLE)
    assert taken_by(cast.supervisor) == []
    as_user(cast.gatekeeper).post(reverse(NEXT), ROLE)
    assert len(taken_by(cast.gatekeeper)) == 1


@pytest.mark.django_db
def test_work_on_hold_and_work_of_colleagues_is_not_taken(review, cast, as_user):
    held, claimed = (Task.objects.get(pk=review().task) for _ in range(2))
    now = {"at": timezone.now()}
    work.hold(task=held, until=in_days(9), by=cast.gatekeeper2, reason="The MG3 comes", **now)
    work.claim(task=claimed, by=cast.gatekeeper2, **now)
    as_user(cast.gatekeeper).post(reverse(NEXT), ROLE)
    assert taken_by(cast.gatekeeper) == []


@pytest.mark.django_db
def test_another_role_or_none_is_refused(review, cast, as_user):
    review()
    for person, role in ((cast.investigator, "gatekeeper"), (cast.gatekeeper, ""), (cast.auditor, "auditor")):
        assert as_user(person).post(reverse(NEXT), {"role": role}).status_code == 403


@pytest.mark.django_db
def test_another_force_takes_nothing(review, cast, as_user):
    review()
    cast.outsider.memberships.update(role="gatekeeper", unit=None)
    as_user(cast.outsider).post(reverse(NEXT), ROLE)
    assert taken_by(cast.outsider) == []


@pytest.mark.django_db
def test_a_get_takes_nothing(review, cast, as_user):
    review()
    assert as_user(cast.gatekeeper).get(reverse(NEXT)).headers["Location"] == reverse("queue")
    assert taken_by(cast.gatekeeper) == []


@pytest.mark.django_db
def test_the_button_says_what_is_taken(cast, as_user):
    Membership.objects.create(person=cast.manager, role="prosecutor", organisation=cast.area)
    for person, words in (
        (cast.gatekeeper, ["Take the next file"]),
        (cast.prosecutor, ["Take the next work"]),
        (
            cast.manager,
            ["Take the next work (Prosecutor)", "Take the next work (District Crown Prosecutor)"],
        ),
    ):
        for name in ("queue", "overview"):
            buttons = page(as_user(person).get(reverse(name))).select(
                f"form[action='{reverse(NEXT)}'] button"
            )
            assert [button.text.strip() for button in buttons] == words


@pytest.mark.django_db
def test_the_load_of_the_team_is_shown_with_who_is_away(review, cast, as_user):
    review(-3), review(0)
    mine = review(4)
    work.claim(task=Task.objects.get(pk=mine.task), by=cast.gatekeeper2, at=timezone.now())
    days = {"starts_on": in_days(0), "ends_on": in_days(0), "at": timezone.now()}
    absence_record(person=cast.gatekeeper2, stand_in=cast.gatekeeper, by=cast.gatekeeper2, **days)
    shown = page(as_user(cast.gatekeeper).get(reverse("team_load")))
    assert shown.caption.text == "Gatekeepers, West Midlands Police"
    rows = [[cell.get_text(" ").strip() for cell in row.select("th, td")] for row in shown.select("tbody tr")]
    assert rows[0] == ["Not claimed by anyone", "2", "1", "1"]
    assert rows[1] == ["Gatekeeper Tester", "0", "0", "0"]
    assert rows[2][0].startswith("Gatekeeper2 Tester Away until")
    assert rows[2][0].endswith("; Gatekeeper Tester stands in")
    assert rows[2][1:] == ["1", "0", "0"]


@pytest.mark.django_db
def test_who_leads_sees_the_teams_that_they_lead(cast, as_user):
    captions = page(as_user(cast.manager).get(reverse("team_load"))).select("caption")
    assert [caption.text for caption in captions] == [
        "District Crown Prosecutors, CPS West Midlands",
        "Prosecutors, CPS West Midlands",
        "Victim liaison officers, CPS West Midlands",
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_two_gatekeepers_at_once_take_two_files(as_user, attempt):
    drive = Driver(make_cast())
    for _ in range(2):
        drive.do(drive.case(), *TO_GATEKEEPER)
    both = (drive.cast.gatekeeper, drive.cast.gatekeeper2)
    answers = at_once(*(poster(as_user(one), reverse(NEXT), ROLE) for one in both))
    assert answers == [302, 302]
    assert [len(taken_by(one)) for one in both] == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_told_that_the_last_file_is_taken(as_user):
    drive = Driver(make_cast())
    drive.do(drive.case(), *TO_GATEKEEPER)
    both = (drive.cast.gatekeeper, drive.cast.gatekeeper2)
    answers = at_once(*(poster(as_user(one), reverse(NEXT), ROLE) for one in both))
    assert answers == [302, 302]
    assert sorted(len(taken_by(one)) for one in both) == [0, 1]
    assert Event.objects.filter(verb="claimed").count() == 1
