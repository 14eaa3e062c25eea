import logging
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from casework.obligations.services import obligation_close, obligation_hand_to, obligation_move
from casework.organisations.models import Unit
from casework.people.models import Membership
from casework.people.roles import Role
from notifications.ladders.moments import LONDON
from notifications.models import Heartbeat, LadderChange, Message, Notice
from notifications.notices.recipients import recipients_of
from notifications.notices.sweep import sweep
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


def test_each_stage_is_told_once_however_often_the_sweep_runs(owe, person):
    person("sam", Role.SUPERVISOR)
    Membership.objects.filter(person=person("gail", Role.GATEKEEPER)).update(unit=None)
    work = owe()
    for day in range(18, 90):
        for hour in (7, 8, 9, 20):
            sweep(now=london(1, hour) + timedelta(days=day - 1))
    work.refresh_from_db()
    stages = ("due_soon", "due", "overdue", *["again"] * 6)
    assert [stage for name, stage, _ in told() if name == "alice"] == list(stages)
    ranks = [(name, stage) for name, stage, _ in told() if name != "alice"]
    assert ranks == [("sam", "supervisor"), ("gail", "gatekeeper"), ("gail", "meeting")]
    assert work.act_after is None


def test_work_is_not_looked_at_between_stages(owe):
    owe()
    assert [sweep(now=london(20, hour)) for hour in (8, 9, 10)] == [1, 0, 0]


def test_an_outage_over_all_stages_is_told_late_and_once(owe):
    owe()
    sweep(now=london(30))
    assert told() == [("alice", "overdue", DUE_ON)]


def test_work_opened_after_its_date_is_told_its_latest_stage_only(owe):
    owe(due_on=date(2026, 11, 2))
    sweep(now=london(10))
    assert told() == [("alice", "again", date(2026, 11, 2))]


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
    Message.objects.update(state=Message.State.SENT)
    obligation_move(subject=work.subject, clock="due_on", on=date(2026, 12, 8), at=london(24, 10))
    sweep(now=london(24, 11))
    obligation_move(subject=work.subject, clock="due_on", on=DUE_ON, at=london(24, 12))
    sweep(now=london(24, 13))
    assert told() == [("alice", "due", DUE_ON)]


def test_a_notice_that_was_not_sent_does_not_silence_the_date_that_comes_back(owe):
    work = owe()
    sweep(now=london(24))
    Notice.objects.update(withdrawn_at=london(24, 11))
    obligation_move(subject=work.subject, clock="due_on", on=DUE_ON, at=london(24, 12))
    sweep(now=london(24, 13))
    assert [notice.withdrawn_at is None for notice in Notice.objects.order_by("pk")] == [False, True]


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

    def test_somebody_without_an_address_reads_it_in_the_product_and_a_closed_account_never(
        self, owe, person
    ):
        person("gone", is_active=False)
        person("silent", email="")
        assert self.told_of(owe, owner=None) == {"alice", "silent"}
        assert [message.recipient.username for message in Message.objects.all()] == ["alice"]

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
    # A batch is ten and its transaction two; the empty last one three, and the look back at
    # openings that were reviewed already; two of ladders, and pulse.
    with django_assert_num_queries(21):
        sweep(now=london(24))


def test_work_given_by_another_is_told_to_its_owner_once_each_time(owe, alice, person):
    bob, work = person("bob"), owe(task=7, due_on=date(2027, 3, 1))
    for to, minute in ((bob, 10), (alice, 20), (alice, 20), (bob, 30)):
        obligation_hand_to(task=7, owner=to, given_at=london(24, 9, minute))
        sweep(now=london(24, 9, minute + 1))
        sweep(now=london(24, 9, minute + 2))
    assert told() == [("bob", "given", None), ("alice", "given", None), ("bob", "given", None)]
    work.refresh_from_db()
    assert work.act_after == datetime(2027, 2, 25, 8, tzinfo=LONDON)


def test_what_somebody_took_themselves_is_not_told(owe, alice):
    owe(task=7, owner=None, due_on=date(2027, 3, 1))
    obligation_hand_to(task=7, owner=alice)
    sweep(now=london(24))
    assert told() == []


def test_a_date_that_moves_nearer_within_a_stage_is_not_told_twice(owe):
    work = owe(due_on=date(2026, 11, 26))
    sweep(now=london(24))
    Message.objects.update(state=Message.State.SENT)
    obligation_move(subject=work.subject, clock="due_on", on=date(2026, 11, 25), at=london(24, 10))
    sweep(now=london(24, 11))
    sweep(now=london(25, 9))
    assert [(stage, due_on.day) for _, stage, due_on in told()] == [("due_soon", 26), ("due", 25)]


def test_what_nobody_was_told_of_a_moved_date_is_taken_back(owe):
    work = owe(due_on=date(2026, 11, 26))
    sweep(now=london(24))
    obligation_move(subject=work.subject, clock="due_on", on=date(2026, 11, 25), at=london(24, 10))
    sweep(now=london(24, 11))
    assert list(Notice.objects.standing().values_list("due_on", flat=True)) == [date(2026, 11, 25)]


def test_whoever_comes_to_an_empty_pool_is_told_late(owe, person, caplog):
    owe(owner=None, role=Role.GATEKEEPER, unit=None)
    sweep(now=london(24))
    assert told() == []
    person("gail", Role.GATEKEEPER)
    sweep(now=london(24, 12))
    sweep(now=london(25, 9))
    assert told() == [("gail", "overdue", DUE_ON)]


def test_a_force_has_a_ladder_of_its_own(owe, force, alice):
    work = owe()
    LadderChange.objects.create(
        organisation=force,
        kind="",
        number=1,
        warn=[5],
        overdue_after=2,
        again_every=5,
        again_times=0,
        reason="ours",
        changed_by=alice,
        changed_at=london(1),
    )
    for day in range(10, 31):
        sweep(now=london(day))
    assert [stage for _, stage, _ in told()] == ["due_soon", "due", "overdue"]
    work.refresh_from_db()
    made = [timezone.localdate(notice.created_at).day for notice in Notice.objects.order_by("pk")]
    assert made == [17, 24, 26]


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
    monkeypatch.setattr("notifications.notices.people.recipients_of", meeting(recipients_of, 3))
    looked_at = together(*[lambda: sweep(now=london(24), batch=3)] * 3)
    assert sum(looked_at) == 40
    assert min(looked_at) >= 3
    assert Notice.objects.count() == 80
