"""What the clock costs in queries, and two people at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.events.models import Event
from casework.obligations.models import Obligation
from casework.whose_clock.models import ClockPause
from casework.whose_clock.selectors import clocks_of
from tests.cast import TO_DECISION, Driver, make_cast
from tests.whose_clock.pausing import pause, pause_form, restart
from tests.workflows.test_query_counts import queries
from tests.workflows.test_races import at_once, poster

CASES, DAY = 30, timedelta(days=1)


@pytest.fixture
def many(drive):
    """As many cases as a test of counts wants, the first of which has come far."""

    def made(number: int):
        cases = [drive.case() for _ in range(number)]
        drive.do(cases[0], *TO_DECISION)
        return cases

    return made


@pytest.mark.django_db
def test_the_clocks_of_one_case_and_of_thirty_take_two_queries(many, django_assert_num_queries):
    cases, now = many(CASES), timezone.now()
    for number in (1, CASES):
        registered = {case.pk: case.registered_at for case in cases[:number]}
        with django_assert_num_queries(2):
            assert len(clocks_of(registered, now)) == number


@pytest.mark.django_db
def test_no_case_takes_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert clocks_of({}, timezone.now()) == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["queue", "give_out", "cases", "overview", "whose_clock", "whose_clock_export"]
)
def test_no_list_loads_by_the_case(drive, cast, as_user, name):
    browser, address = as_user(cast.supervisor), reverse(name)
    overdue(drive)
    one = queries(browser, address)
    for _ in range(CASES - 1):
        overdue(drive)
    assert queries(browser, address) == one


def overdue(drive) -> None:
    """A case that waits for a third party, for longer than was expected."""
    registered_at = timezone.now() - 40 * DAY
    pause(drive.case(at=registered_at), drive.cast.supervisor, registered_at + 10 * DAY)


@pytest.mark.django_db
def test_a_case_does_not_load_by_its_pauses(drive, cast, as_user):
    case = drive.case(at=timezone.now() - 60 * DAY)
    addresses = [reverse(name, kwargs={"urn": case.urn}) for name in ("case", "case_clock")]
    browser = as_user(cast.supervisor)
    before = [queries(browser, address) for address in addresses]
    for number in range(CASES):
        began = timezone.now() - (CASES - number) * DAY
        pause(case, cast.supervisor, began)
        restart(case, cast.supervisor, began + DAY / 2)
    assert [queries(browser, address) for address in addresses] == before


@pytest.mark.django_db
def test_every_row_of_the_queue_says_with_whom_its_case_is(drive, cast, as_user):
    case = drive.case()
    drive.do(case, "early_advice.consider request")
    page = as_user(cast.investigator).get(reverse("queue")).content.decode()
    rows = Obligation.objects.open().workable_by(cast.investigator).count()
    assert page.count("with the CPS less than a day (now)") == rows > 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
@pytest.mark.parametrize(
    ("action", "verb"), [("clock_pause", "clock_paused"), ("clock_restart", "clock_restarted")]
)
def test_of_two_who_pause_or_restart_at_once_one_does_it(as_user, action, verb, attempt):
    drive = Driver(make_cast())
    case, cast = drive.case(), drive.cast
    if action == "clock_restart":
        pause(case, cast.investigator, timezone.now())
    form = pause_form() if action == "clock_pause" else {"ended_because": "The report has come"}
    address = reverse(action, kwargs={"urn": case.urn})
    answers = at_once(*(poster(as_user(one), address, form) for one in (cast.investigator, cast.supervisor)))
    assert sorted(answers) == [302, 422]
    assert Event.objects.filter(case_file=case, verb=verb).count() == 1
    assert ClockPause.objects.count() == 1
