"""The nights in which the clocks change: each is told once, at the right local time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from casework.obligations.services import obligation_hand_to
from notifications.ladders.moments import LONDON
from notifications.models import Preference
from notifications.notices.sweep import sweep
from notifications.outbox.deliver import deliver
from notifications.preferences.moments import mail_moment

SUNDAYS = (date(2026, 3, 29), date(2026, 10, 25))
MINUTE = timedelta(minutes=1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)


def moments(sunday: date) -> Iterator[datetime]:
    """From Saturday to Monday: each minute of the night, and two of each hour around it.

    In UTC, so that each comes once.
    """
    saturday, monday = sunday - timedelta(days=1), sunday + timedelta(days=1)
    moment = at(saturday, 0).astimezone(UTC)
    while moment < at(monday, 12):
        local = moment.astimezone(LONDON)
        night = at(saturday, 22) <= moment <= at(sunday, 9)
        if night or local.minute in (0, 15):
            yield moment
        moment += MINUTE


# Rows of the queue are made by hand here: no step carries them.
@pytest.mark.queue_differs
@pytest.mark.django_db
@pytest.mark.parametrize("sunday", SUNDAYS)
def test_each_is_told_once_at_the_right_local_time(sunday, owe, person, alice, mailbox):
    bob, carol = person("bob"), person("carol")
    long_ago, saturday = at(sunday, 0) - timedelta(days=30), sunday - timedelta(days=1)
    Preference.objects.create(person=bob, quiet_from=time(19), quiet_to=time(7), changed_at=long_ago)
    Preference.objects.create(person=carol, rhythm="daily", changed_at=long_ago)
    owe(due_on=sunday, opened_at=long_ago)
    owe(due_on=sunday, owner=carol, opened_at=long_ago)
    owe(due_on=None, task=7, owner=None, opened_at=long_ago)
    obligation_hand_to(task=7, owner=bob, given_at=at(saturday, 22, 30))
    assert told_through(sunday, mailbox) == [
        ("alice", "Sat 00:00"),
        ("carol", "Sat 08:15"),
        ("bob", "Sun 07:00"),
        ("alice", "Sun 08:00"),
        ("carol", "Sun 08:15"),
        ("alice", "Mon 08:00"),
        ("carol", "Mon 08:15"),
    ]


def told_through(sunday: date, mailbox) -> list[tuple[str, str]]:
    """Who was mailed and when, by London's clocks."""
    told, seen = [], 0
    for moment in moments(sunday):
        with time_machine.travel(moment, tick=False):
            sweep(now=moment)
            deliver()
        new, seen = mailbox.mails[seen:], len(mailbox.mails)
        local = moment.astimezone(LONDON)
        told += [(mail["To"].split("@")[0], f"{local:%a %H:%M}") for mail in new]
    return told


@pytest.mark.parametrize("sunday", SUNDAYS)
@pytest.mark.parametrize("ends", [time(1), time(1, 30), time(2), time(7)])
def test_no_mail_goes_in_the_quiet_hours_of_that_night_nor_before_it_is_owed(sunday, ends):
    chosen = Preference(quiet_from=time(19), quiet_to=ends)
    owed = at(sunday - timedelta(days=1), 18).astimezone(UTC)
    while owed < at(sunday, 8):
        goes = mail_moment(chosen, owed)
        assert goes >= owed
        assert not chosen.is_quiet(goes.astimezone(LONDON).time())
        assert goes - owed <= timedelta(hours=14)
        owed += MINUTE
