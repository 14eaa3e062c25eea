import logging
from datetime import date, timedelta

import pytest

from casework.obligations.services import obligation_close, obligation_move
from casework.organisations.models import Unit
from casework.people.models import Membership
from casework.people.roles import Role
from notifications.models import Heartbeat, Notice
from notifications.recipients import recipients_of
from notifications.sweep import sweep
from tests.notifications.conftest import DUE_ON, london, meeting, together

# Rows of the queue are made by hand here: no step carries them.
pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]


def told() -> list[tuple[str, str, date]]:
    return list(Notice.objects.order_by("pk").values_list("recipient__username", "stage", "due_on"))


def test_nothing_is_told_before_the_first_stage(owe):
    work = owe()
    assert sweep(now=london(20, 7, 59)) == 1
    work.refresh_from_db()
    assert told() == []
    assert work.act_after == london(20, 8)


def test_each_stage_is_told_once_however_often_the_sweep_runs(owe):
    work = owe()
    for day in range(18, 45):
        for hour in (7, 8, 9, 20):
            sweep(now=london(1, hour) + timedelta(days=day - 1))
    work.refresh_from_db()
    stages = ("due_soon", "due", "overdue", "supervisor", "gatekeeper", "meeting")
    assert told() == [("alice", stage, DUE_ON) for stage in stages]
    assert work.act_after is None


def test_work_is_not_looked_at_between_stages(owe):
    owe()
    assert [sweep(now=london(20, hour)) for hour in (8, 9, 10)] == [1, 0, 0]


def test_an_outage_over_all_stages_is_told_late_and_once(owe):
    owe()
    sweep(now=london(30))
    assert told() == [("alice", "supervisor", DUE_ON)]


def test_work_opened_after_its_date_is_told_its_latest_stage_only(owe):
    owe(due_on=date(2026, 11, 2))
    sweep(now=london(10))
    assert told() == [("alice", "gatekeeper", date(2026, 11, 2))]


def test_a_moved_date_is_told_anew(owe):
    work = owe()
    sweep(now=london(24))
    obligation_move(subject=work.subject, clock="due_on", on=date(2026, 12, 8), at=london(24, 10))
    sweep(now=london(24, 11))
    sweep(now=london(8, month=12))
    assert told() == [("alice", "due", DUE_ON), ("alice", "due", date(2026, 12, 8))]


def test_a_date_moved_away_and_back_is_not_told_twice(owe):
    work = owe()
    sweep(now=london(24))
    obligation_move(subject=work.subject, clock="due_on", on=date(2026, 12, 8), at=london(24, 10))
    sweep(now=london(24, 11))
    obligation_move(subject=work.subject, clock="due_on", on=DUE_ON, at=london(24, 12))
    sweep(now=london(24, 13))
    assert told() == [("alice", "due", DUE_ON)]


def test_a_notice_that_was_not_sent_does_not_silence_the_date_that_comes_back(owe):
    work = owe()
    sweep(now=london(24))
    Notice.objects.update(state=Notice.State.VOID)
    obligation_move(subject=work.subject, clock="due_on", on=DUE_ON, at=london(24, 12))
    sweep(now=london(24, 13))
    assert list(Notice.objects.order_by("pk").values_list("state", flat=True)) == ["void", "ready"]


def test_closed_work_is_silent(owe):
    work = owe(task=7)
    obligation_close(task=work.task, at=london(19), owner=None)
    assert sweep(now=london(30)) == 0
    assert told() == []


def test_undated_work_is_silent(owe):
    work = owe(due_on=None)
    sweep(now=london(30))
    work.refresh_from_db()
    assert told() == []
    assert work.act_after is None


def test_a_date_beyond_the_calendar_stops_nothing_and_is_asked_again(owe, caplog):
    far, near = owe(due_on=date(2035, 6, 1)), owe()
    sweep(now=london(24))
    far.refresh_from_db()
    assert told() == [("alice", "due", near.due_on)]
    assert far.act_after == london(25)
    assert f"obligation {far.pk} is due beyond the calendar" in caplog.text


class TestRecipients:
    def told_of(self, owe, **details) -> set[str]:
        owe(**details)
        sweep(now=london(24))
        return {name for name, _, _ in told()}

    def test_the_owner_alone(self, owe, person):
        person("bob")
        assert self.told_of(owe) == {"alice"}

    def test_the_unit_when_nobody_owns_it(self, owe, person, force):
        person("bob")
        person("charlie", unit=Unit.objects.create(organisation=force, code="T2", name="Another unit"))
        person("sam", Role.SUPERVISOR)
        assert self.told_of(owe, owner=None) == {"alice", "bob"}

    def test_the_whole_force_where_the_role_has_no_unit(self, owe, person, force):
        other = Unit.objects.create(organisation=force, code="T2", name="Another unit")
        person("gail", Role.GATEKEEPER, unit=other)
        person("gus", Role.GATEKEEPER)
        assert self.told_of(owe, owner=None, role=Role.GATEKEEPER, unit=None) == {"gail", "gus"}

    def test_somebody_of_another_organisation_never(self, owe, person, area):
        person("olive", unit=Unit.objects.create(organisation=area, code="T1", name="RASSO unit"))
        assert self.told_of(owe, owner=None) == {"alice"}

    def test_only_those_who_can_be_told(self, owe, person):
        person("gone", is_active=False)
        person("silent", email="")
        assert self.told_of(owe, owner=None) == {"alice"}

    @pytest.mark.parametrize("days", [{"ends_on": date(2026, 11, 23)}, {"starts_on": date(2026, 11, 25)}])
    def test_not_those_whose_role_is_over_or_has_not_begun(self, owe, person, days):
        Membership.objects.filter(person=person("bob")).update(**days)
        assert self.told_of(owe, owner=None) == {"alice"}

    def test_a_role_lasts_through_its_last_day(self, owe, person):
        Membership.objects.filter(person=person("bob")).update(ends_on=date(2026, 11, 24))
        assert self.told_of(owe, owner=None) == {"alice", "bob"}

    def test_the_pool_when_the_owner_has_left(self, owe, person, alice):
        person("bob")
        Membership.objects.filter(person=alice).update(ends_on=date(2026, 11, 1))
        assert self.told_of(owe) == {"bob"}

    def test_an_owner_who_changed_unit_keeps_their_work(self, owe, person, alice, force):
        person("bob")
        other = Unit.objects.create(organisation=force, code="T2", name="Another unit")
        Membership.objects.filter(person=alice).update(unit=other)
        assert self.told_of(owe) == {"alice"}

    def test_an_empty_pool_is_logged(self, owe, caplog):
        work = owe(owner=None, role=Role.GATEKEEPER, unit=None)
        with caplog.at_level(logging.WARNING):
            sweep(now=london(24))
        assert f"obligation {work.pk} has nobody to be told" in caplog.text


def test_the_number_of_queries_does_not_grow_with_the_work(owe, django_assert_num_queries):
    for _ in range(20):
        owe(owner=None)
    # A batch is four and its transaction two; the empty last batch is three; calendar and pulse are one each.
    with django_assert_num_queries(11):
        sweep(now=london(24))


def test_several_batches_are_swept_in_one_go(owe):
    for _ in range(7):
        owe()
    assert sweep(now=london(24), batch=3) == 7
    assert Notice.objects.count() == 7


def test_the_pulse_is_that_of_the_last_sweep(db):
    sweep(now=london(24, 8))
    sweep(now=london(24, 9))
    assert Heartbeat.objects.get().at == london(24, 9)


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_the_same_moment_tell_once(owe, person, monkeypatch):
    person("bob")
    for _ in range(40):
        owe(owner=None)
    # All three are inside a transaction, holding a batch each, before any goes on.
    monkeypatch.setattr("notifications.sweep.recipients_of", meeting(recipients_of, 3))
    looked_at = together(*[lambda: sweep(now=london(24), batch=3)] * 3)
    assert sum(looked_at) == 40
    assert min(looked_at) >= 3
    assert Notice.objects.count() == 80
