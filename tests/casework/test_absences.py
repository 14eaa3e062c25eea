"""Going away and coming back: what the services ask for themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from casework.absences.models import Absence
from casework.absences.selectors import may_stand_in_for
from casework.absences.services import absence_end, absence_record
from casework.errors import RuleBroken
from casework.people.models import Membership, User
from casework.people.roles import Role
from tests.cast import Cast, make_cast, person
from tests.workflows.test_races import at_once

pytestmark = pytest.mark.django_db


def day(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def record(cast: Cast, first: int, last: int, **changes) -> Absence:
    details = {
        "person": cast.investigator,
        "stand_in": cast.investigator2,
        "starts_on": day(first),
        "ends_on": day(last),
        "by": cast.investigator,
        "at": timezone.now(),
    }
    return absence_record(**{**details, **changes})


def refused(field: str | None, message: str, act, *args, **kwargs) -> None:
    with pytest.raises(RuleBroken) as refusal:
        act(*args, **kwargs)
    assert (refusal.value.field, refusal.value.message) == (field, message)


def covered_by(user: User) -> frozenset[int]:
    return User.objects.get(pk=user.pk).stands_in_for


def test_while_somebody_is_away_a_colleague_stands_in(cast):
    record(cast, 0, 3)
    assert covered_by(cast.investigator2) == {cast.investigator.pk}
    assert covered_by(cast.investigator) == frozenset()


def test_nobody_stands_in_before_the_first_day(cast):
    record(cast, 1, 3)
    assert covered_by(cast.investigator2) == frozenset()


@pytest.mark.parametrize(("first", "last"), [(1, 5), (5, 9), (0, 1), (5, 5), (2, 3), (0, 9)])
def test_two_absences_of_one_person_never_share_a_day(cast, first, last):
    record(cast, 1, 5)
    message = "Another absence is recorded for some of these days. End that one first"
    refused("starts_on", message, record, cast, first, last)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (6, 9)])
def test_absences_may_follow_each_other(cast, first, last):
    record(cast, 1, 5)
    record(cast, first, last)
    assert cast.investigator.absences.count() == 2


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        (-9, -1, "The last day away must be today or later"),
        (5, 4, "The last day away must be the first day away or later"),
        (0, 366, "The last day away must be within a year of the first"),
    ],
)
def test_days_that_cannot_be(cast, first, last, message):
    refused("ends_on", message, record, cast, first, last)


@pytest.mark.parametrize(("first", "last"), [(-9, 0), (0, 0), (0, 365)])
def test_days_that_can_be(cast, first, last):
    assert record(cast, first, last).starts_on == day(first)


@pytest.mark.parametrize("who", ["supervisor", "gatekeeper", "outsider", "investigator"])
def test_who_shares_no_role_cannot_stand_in(cast, who):
    message = "Select a colleague who has the same role in the same place"
    refused("stand_in", message, record, cast, 0, 3, stand_in=getattr(cast, who))


def test_who_has_the_role_in_another_unit_cannot_stand_in(cast):
    elsewhere = person("elsewhere", Role.INVESTIGATOR, cast.force, cast.force.units.last())
    message = "Select a colleague who has the same role in the same place"
    refused("stand_in", message, record, cast, 0, 3, stand_in=elsewhere)
    assert elsewhere not in may_stand_in_for(cast.investigator, day(0))


@pytest.mark.parametrize("change", ["is_active", "role"])
def test_who_stands_in_is_judged_as_they_are_under_the_lock(cast, change):
    assert cast.investigator2.memberships_held
    if change == "role":
        cast.investigator2.memberships.update(ends_on=day(-1))
    User.objects.filter(pk=cast.investigator2.pk).update(is_active=change != "is_active")
    message = "Select a colleague who has the same role in the same place"
    refused("stand_in", message, record, cast, 0, 3)


def test_a_closed_account_cannot_stand_in(cast):
    User.objects.filter(pk=cast.investigator2.pk).update(is_active=False)
    cast.investigator2.refresh_from_db()
    message = "Select a colleague who has the same role in the same place"
    refused("stand_in", message, record, cast, 0, 3)
    assert list(may_stand_in_for(cast.investigator, day(0))) == []


@pytest.mark.parametrize(
    ("by", "allowed"),
    [("supervisor", True), ("investigator2", False), ("gatekeeper", False), ("manager", False)],
)
def test_who_leads_somebody_records_and_ends_their_time_away_and_no_one_else(cast, by, allowed):
    by = getattr(cast, by)
    message = "Only they or who leads them can do this"
    if not allowed:
        refused(None, message, record, cast, 0, 3, by=by)
        absence = record(cast, 0, 3)
        refused(None, message, absence_end, absence=absence, by=by, at=timezone.now())
        return
    absence = record(cast, 0, 3, by=by)
    assert absence.recorded_by == by
    absence_end(absence=absence, by=by, at=timezone.now())
    assert covered_by(cast.investigator2) == frozenset()


def test_a_supervisor_of_another_unit_records_nothing(cast):
    away = person("away", Role.SUPERVISOR, cast.force, cast.force.units.last())
    refused(None, "Only they or who leads them can do this", record, cast, 0, 3, by=away)


def end(absence: Absence, by: User, at: datetime | None = None) -> None:
    absence_end(absence=absence, by=by, at=at or timezone.now())


def test_who_is_back_early_was_away_until_yesterday(cast):
    absence = record(cast, -2, 3)
    end(absence, cast.investigator)
    absence.refresh_from_db()
    assert absence.ends_on == day(-1)
    assert covered_by(cast.investigator2) == frozenset()


@pytest.mark.parametrize("first", [0, 1])
def test_who_does_not_go_away_at_all_is_away_on_no_day(cast, first):
    end(record(cast, first, 3), cast.investigator)
    assert not any(Absence.objects.in_force(day(number)).exists() for number in range(5))


def test_what_is_over_cannot_be_ended_again(cast):
    absence = record(cast, -2, 3)
    end(absence, cast.investigator)
    refused(None, "This time away is over already", end, absence, cast.investigator)


def test_the_days_are_free_again(cast):
    end(record(cast, 0, 3), cast.investigator)
    record(cast, 0, 3)


def test_a_lead_who_stopped_leading_records_nothing(cast):
    Membership.objects.filter(person=cast.supervisor).update(ends_on=day(-1))
    refused(None, "Only they or who leads them can do this", record, cast, 0, 3, by=cast.supervisor)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_of_two_overlapping_absences_recorded_at_once_one_is_kept(attempt):
    cast = make_cast()

    def recorder(first: int, last: int):
        def act() -> int:
            try:
                record(cast, first, last)
            except RuleBroken:
                return 0
            return 1

        return act

    assert sorted(at_once(recorder(1, 5), recorder(3, 9))) == [0, 1]
    assert Absence.objects.count() == 1


def test_nobody_stands_in_who_is_away_meanwhile(cast):
    record(cast, 2, 4)
    other_way = {"person": cast.investigator2, "stand_in": cast.investigator, "by": cast.investigator2}
    refused(
        "stand_in",
        "Investigator Tester is away on some of these days. Select somebody else",
        *(record, cast, 4, 6),
        **other_way,
    )
    record(cast, 5, 6, **other_way)


def test_who_took_an_absence_back_is_kept_and_its_days_are_free_again(cast):
    absence = record(cast, 2, 4)
    absence_end(absence=absence, by=cast.supervisor, at=timezone.now())
    absence.refresh_from_db()
    assert (absence.ended_by, absence.ends_on) == (cast.supervisor, day(1))
    assert not Absence.objects.not_over(day(0)).exists()
    record(cast, 0, 9)
