"""A mail is leased to one sender: of several, and when one is lost, it goes once."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest
from django.utils import timezone

from casework.incidents.models import Incident
from casework.obligations.models import Obligation
from notifications.models import Message
from notifications.notices.standing import Standing
from notifications.notices.sweep import sweep
from notifications.outbox import deliver as delivering
from notifications.outbox.channels.chosen import chosen_way
from notifications.outbox.claim import AT_ONCE, LEASE, claim, put_off
from notifications.outbox.deliver import deliver
from tests.notifications.conftest import MORNING, meeting, together
from tests.notifications.states import state_of

# Rows of the queue are made by hand here: no step carries them.
pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs, pytest.mark.usefixtures("due_morning")]


def test_a_leased_notice_is_not_taken_by_another(message):
    assert claim(now=MORNING) == [message]
    assert claim(now=MORNING + LEASE - timedelta(seconds=1)) == []


def test_a_sender_whose_clock_is_five_minutes_ahead_takes_nothing_that_is_being_sent(
    message, mailbox, due_morning, monkeypatch
):
    apart, taken, words = timedelta(minutes=5), [], delivering.mail_of

    def the_other_comes(*arguments):
        due_morning.shift(apart)
        taken.extend(claim(now=timezone.now()))
        due_morning.shift(-apart)
        return words(*arguments)

    monkeypatch.setattr(delivering, "mail_of", the_other_comes)
    assert deliver() == 1
    assert taken == []
    assert state_of(message) == "sent"


def test_the_notice_of_a_lost_sender_is_sent_after_its_lease(message, mailbox, due_morning):
    claim(now=MORNING)
    assert deliver() == 0
    due_morning.shift(LEASE)
    assert deliver() == 1
    assert state_of(message) == "sent"
    assert message.attempts == 2


def test_a_sender_that_lost_its_lease_changes_nothing(message, mailbox, due_morning):
    (late,) = claim(now=MORNING)
    due_morning.shift(LEASE)
    deliver()
    put_off(late, error="TimeoutError", now=timezone.now())
    assert state_of(message) == "sent"
    assert message.last_error == ""


def test_every_try_has_the_same_message_id(message, mailbox, due_morning, monkeypatch):
    # The server took the mail, and the sender was killed before it could write so.
    monkeypatch.setattr(delivering, "finish", lambda message, **changes: False)
    deliver()
    due_morning.shift(LEASE)
    deliver()
    assert [mail["Message-ID"] for mail in mailbox.mails] == [f"<{message.pk}@testserver>"] * 2


@pytest.mark.django_db(transaction=True)
def test_senders_at_the_same_moment_send_each_mail_once(owe, mailbox, monkeypatch):
    number = 3 * AT_ONCE + 10
    for _ in range(number):
        owe()
    sweep(now=MORNING)
    # Each of the three holds some before any goes on.
    monkeypatch.setattr(delivering, "claim", meeting(claim, 3))
    sent = together(deliver, deliver, deliver)
    assert sum(sent) == number
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == len(mailbox.mails) == number
    assert min(sent) > 0


class TestFormal:
    """Of a custody time limit: never mailed a second time while nobody knows what became of the first."""

    @pytest.fixture
    def formal(self, owe) -> Message:
        owe(task=7)
        Obligation.objects.update(kind="custody_limit.keep")
        sweep(now=MORNING)
        return Message.objects.get()

    def test_it_is_sent_once(self, formal, mailbox):
        assert [deliver(), deliver()] == [1, 0]
        assert state_of(formal) == "sent"

    def test_one_whose_sender_was_lost_is_held_for_a_person(self, formal, mailbox, due_morning, monkeypatch):
        monkeypatch.setattr(delivering, "finish", lambda message, **changes: False)
        deliver()
        monkeypatch.undo()
        due_morning.shift(LEASE)
        assert deliver() == 0
        assert state_of(formal) == "held"
        assert len(mailbox.mails) == 1
        assert Incident.objects.get().doing == "find out whether an email arrived"

    def test_one_that_was_claimed_and_not_tried_goes_out(self, formal, mailbox, due_morning):
        claim(now=MORNING)
        due_morning.shift(LEASE)
        assert deliver() == 1

    def test_a_sender_whose_lease_ran_out_before_it_handed_it_over_sends_nothing(
        self, formal, mailbox, due_morning
    ):
        (late,) = claim(now=MORNING)
        standing = Standing([late], now=MORNING)
        due_morning.shift(LEASE)
        assert claim(now=timezone.now()) == [late]
        with closing(chosen_way()) as way:
            assert delivering._settle(late, standing, way) is False
        assert mailbox.mails == []

    def test_one_that_was_refused_is_tried_again(self, formal, mailbox, due_morning):
        mailbox.refused.add("alice@police.example")
        deliver()
        assert state_of(formal) == "ready"
        mailbox.refused.clear()
        due_morning.shift(timedelta(minutes=5))
        assert deliver() == 1

    def test_a_server_that_dies_with_it_leaves_it_held(self, formal, mailbox):
        mailbox.dies = True
        assert deliver() == 0
        assert state_of(formal) == "held"
