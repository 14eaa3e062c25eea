"""Two people at once, on two real connections."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from time import monotonic, sleep

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import Actor
from casework.break_ins.models import BreakIn, BreakInAttempt
from casework.break_ins.services import NOTHING_TO_OPEN
from casework.casefiles.models import CaseFile
from casework.people.models import User
from casework.people.roles import Role
from tests.access.keeping import restricted
from tests.break_ins.opening import REASON, opened
from tests.cast import Cast, Driver, make_cast, person
from tests.workflows.test_races import at_once
from workflows.engine import work
from workflows.engine.lock import case_locked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drive() -> Driver:
    return Driver(make_cast())


def test_of_two_reviewers_one_wins_and_the_other_is_told_who(drive, as_user):
    cast, case = drive.cast, drive.case()
    second = person("supervisor2", Role.SUPERVISOR, cast.force, cast.unit)
    restricted(case, second, by=cast.supervisor)
    opened(case, cast.investigator2)
    owed = drive.open_work(case, "break_in.review")
    address = reverse("step", kwargs={"urn": case.urn, "task": owed.task})
    answers = {}

    def reviews(who, outcome):
        def act() -> int:
            answer = as_user(who).post(f"{address}?outcome={outcome}", {"found": "Control confirms it"})
            answers[who.username] = answer.content.decode()
            return answer.status_code

        return act

    codes = at_once(reviews(cast.supervisor, "justify"), reviews(second, "condemn"))
    assert sorted(codes) == [302, 409]
    made = BreakIn.objects.get()
    loser = second if made.reviewed_by == cast.supervisor else cast.supervisor
    assert made.position == ("justified" if loser == second else "not_justified")
    assert f"{made.reviewed_by.signature} has already done this" in answers[loser.username]


def test_whoever_tries_two_numbers_at_once_opens_one_case(drive, as_user):
    cast = drive.cast
    cases = [restricted(drive.case(), by=cast.supervisor) for _ in range(2)]

    def opens(case):
        address = reverse("emergency_open", kwargs={"sought": case.urn})
        return lambda: as_user(cast.investigator2).post(address, {"reason": REASON}).status_code

    assert sorted(at_once(*map(opens, cases))) == [302, 422]
    assert BreakIn.objects.count() == 1
    assert BreakInAttempt.objects.count() in (1, 2)


def person_locked(person: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=person.pk)


def test_whose_row_is_held_by_something_else_is_told_the_same_as_of_no_case(drive, as_user):
    cast, case = drive.cast, restricted(drive.case(), by=drive.cast.supervisor)
    browser, said = as_user(cast.investigator2), []

    def opens() -> int:
        answer = browser.post(reverse("emergency_open", kwargs={"sought": case.urn}), {"reason": REASON})
        said.append(NOTHING_TO_OPEN in answer.content.decode())
        return answer.status_code

    with transaction.atomic():
        person_locked(cast.investigator2)
        assert (at_once(opens), said) == ([422], [True])
    assert opens() == 302


def opening(cast: Cast, case: CaseFile) -> tuple[User, Callable[[], object]]:
    restricted(case, by=cast.supervisor)
    return cast.investigator2, lambda: opened(case, cast.investigator2)


def end_of_a_role(cast: Cast, case: CaseFile) -> tuple[User, Callable[[], object]]:
    """Of the officer, who holds work in the case."""
    by = Actor(cast.administrator, Role.ADMINISTRATOR, cast.force)
    about = {"membership": cast.investigator.memberships.get(), "by": by, "at": timezone.now()}
    return cast.investigator, lambda: work.end_role(**about)


@pytest.mark.parametrize("way", [opening, end_of_a_role], ids=lambda way: way.__name__)
def test_who_waits_for_a_case_holds_no_person_for_whom_who_has_it_could_wait(drive, way):
    case, done = drive.case(), []
    person, act = way(drive.cast, case)

    def run() -> None:
        try:
            done.append(act())
        finally:
            connection.close()

    meanwhile = Thread(target=run)
    with transaction.atomic():
        case_locked(case.pk)
        meanwhile.start()
        somebody_waits()
        person_locked(person)
    meanwhile.join(30)
    assert len(done) == 1


def somebody_waits() -> None:
    """Come back once a connection waits for a lock."""
    until = monotonic() + 1
    while monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        sleep(0.01)
    raise AssertionError("nobody waited for a lock")
