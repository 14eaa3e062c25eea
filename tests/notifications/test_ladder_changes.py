"""A ladder changes while people are being told: nothing is missed, and nothing told twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine

from casework.access.policy import Actor
from casework.errors import Overtaken
from casework.escalations.rungs import rungs_change
from casework.obligations.models import Obligation
from casework.people.roles import Role
from notifications.ladders.models import LadderChange
from notifications.ladders.services import ladder_change
from notifications.models import Message, Notice
from notifications.notices.sweep import Round, sweep
from notifications.outbox.deliver import deliver
from tests.notifications.conftest import london

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
LADDER = {"warn": [2], "overdue_after": 1, "again_every": 5, "again_times": 6}
LATER = timedelta(minutes=15)


@pytest.fixture
def administrator(alice, force) -> Actor:
    return Actor(person=alice, role=Role.ADMINISTRATOR, organisation=force)


@pytest.fixture
def change(administrator):
    def make(at: datetime, seen: int = 0, **ladder) -> None:
        ladder_change(kind="", **{**LADDER, **ladder}, reason="ours", seen=seen, by=administrator, at=at)

    return make


def told() -> list[tuple[str, str, int]]:
    found = Notice.objects.standing().order_by("pk")
    return list(found.values_list("recipient__username", "stage", "occurrence"))


def test_a_sweep_that_is_under_way_leaves_to_the_next_what_was_changed(owe, change):
    owe(act_after=london(16))
    under_way = Round(london(17, 9, 1))
    change(london(17, 9), warn=[5])
    assert under_way.sweep(500) == 0
    sweep(now=london(17, 9) + LATER)
    assert told() == [("alice", "due_soon", 5)]


@pytest.mark.parametrize("seen", [1, 500, 40_000])
def test_who_has_seen_more_changes_than_there_are_changes_nothing(change, seen):
    with pytest.raises(Overtaken):
        change(london(17, 9), seen=seen)
    assert not LadderChange.objects.exists()


def test_one_under_way_leaves_ranks_as_well(owe, person, administrator):
    person("sam", Role.SUPERVISOR)
    owe()
    sweep(now=london(25))
    under_way = Round(london(25, 9, 1))
    days = {"supervisor": 1, "gatekeeper": 2, "meeting": 3}
    rungs_change(days=days, reason="ours", seen=0, by=administrator, at=london(25, 9))
    assert under_way.sweep(500) == 0
    sweep(now=london(25, 9) + LATER)
    assert told() == [("alice", "overdue", 0), ("sam", "supervisor", 0)]


def test_work_that_has_not_begun_sleeps_on(owe, change):
    """A hearing of Monday 23 November: what came of it is asked for from then, not before."""
    owe(given_at=london(10), held_until=date(2026, 11, 23), act_after=london(23, 8))
    change(london(20), warn=[5])
    sweep(now=london(20) + LATER)
    assert told() == []
    sweep(now=london(23))
    assert [stage for _, stage, _ in told()] == ["given"]


def test_work_on_hold_of_which_people_are_reminded_all_the_same_is_looked_at(owe, change):
    owe(held_until=date(2026, 12, 20))
    change(london(17), warn=[5])
    sweep(now=london(17) + LATER)
    assert told() == [("alice", "due_soon", 5)]


@pytest.mark.parametrize(
    ("day", "ladder", "before"),
    [
        (20, {"warn": [3]}, ("due_soon", 2)),
        (25, {"overdue_after": 3}, ("overdue", 0)),
        # The second repetition, of 9 December, is the first by the new ladder.
        (39, {"again_every": 10}, ("again", 2)),
    ],
)
def test_nobody_is_told_of_less_than_they_were_told_already(owe, change, day, ladder, before):
    owe()
    at = london(1) + timedelta(days=day - 1)
    sweep(now=at)
    Message.objects.update(state="sent")
    change(at, **ladder)
    sweep(now=at + LATER)
    assert told() == [("alice", *before)]


def test_a_mail_of_a_rank_that_is_due_later_now_does_not_go_and_goes_then(
    owe, person, administrator, mailbox
):
    sam = person("sam", Role.SUPERVISOR)
    owe()
    sweep(now=london(27))
    days = {"supervisor": 4, "gatekeeper": 8, "meeting": 9}
    rungs_change(days=days, reason="ours", seen=0, by=administrator, at=london(27))
    with time_machine.travel(london(27, 10), tick=False):
        deliver()
    assert [mail["To"] for mail in mailbox.mails] == ["alice@police.example"]
    sweep(now=london(27, 11))
    assert not Notice.objects.standing().filter(recipient=sam).exists()
    with time_machine.travel(london(30, 9), tick=False):
        sweep(now=london(30, 9))
        deliver()
        deliver()
    assert mailbox.told == ["alice@police.example", "sam@police.example"]


def test_undated_work_is_left_alone(owe, change):
    owe(due_on=None, act_after=None)
    change(london(17))
    assert Obligation.objects.get().act_after is None
