"""A mail that is owed goes once: later if the server is away or refuses it, and not if it holds no more."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from casework.incidents.models import Incident
from casework.obligations.services import obligation_close, obligation_hand_to, obligation_move
from notifications.models import Message, Notice
from notifications.notices.standing import Standing
from notifications.notices.sweep import sweep
from notifications.outbox import deliver as delivering
from notifications.outbox.channels.smtp import error_words
from notifications.outbox.claim import MAX_ATTEMPTS, claim, give_back
from notifications.outbox.deliver import deliver
from tests.notifications.conftest import MORNING, london
from tests.notifications.states import state_of

# Rows of the queue are made by hand here: no step carries them.
pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs, pytest.mark.usefixtures("due_morning")]


def test_a_notice_is_sent_once(message, mailbox):
    assert [deliver(), deliver()] == [1, 0]
    assert mailbox.told == ["alice@police.example"]
    assert state_of(message) == "sent"
    assert (message.sent_at, message.attempts, message.last_error) == (MORNING, 1, "")


def test_with_nothing_to_send_the_server_is_not_asked(db, closed_port, caplog):
    assert deliver() == 0
    assert caplog.text == ""


def test_a_server_that_is_down_costs_no_tries_and_the_mail_goes_once_later(
    message, serve, due_morning, caplog
):
    for _ in range(20):
        assert deliver() == 0
        due_morning.shift(timedelta(minutes=1))
    assert state_of(message) == "ready"
    assert message.attempts == 0
    assert "mail server cannot be reached: ConnectionRefusedError" in caplog.text
    mailbox = serve()
    assert [deliver(), deliver()] == [1, 0]
    assert mailbox.told == ["alice@police.example"]


def test_after_an_outage_over_two_stages_only_the_later_is_sent(message, serve, due_morning):
    due_morning.move_to(london(25))
    sweep(now=london(25))
    mailbox = serve()
    assert deliver() == 1
    assert [mail["Subject"] for mail in mailbox.mails] == ["RASSO Casework: work is overdue"]
    assert state_of(message) == "void"


def test_work_done_in_the_meantime_is_not_chased(message, mailbox):
    obligation_close(task=7, at=MORNING, owner=None)
    assert deliver() == 0
    assert state_of(message) == "void"
    assert mailbox.mails == []


def test_a_date_that_moved_in_the_meantime_is_not_told(message, mailbox):
    moved_to = london(8, month=12).date()
    obligation_move(subject=Notice.objects.get().obligation.subject, clock="due_on", on=moved_to, at=MORNING)
    assert deliver() == 0
    assert state_of(message) == "void"


def test_somebody_who_left_in_the_meantime_is_not_told(message, mailbox, alice):
    alice.is_active = False
    alice.save(update_fields=["is_active"])
    assert deliver() == 0
    assert state_of(message) == "void"


def test_a_refused_mail_waits_longer_each_time_and_is_then_given_up(message, mailbox, due_morning, caplog):
    mailbox.refused.add("alice@police.example")
    waits = []
    for _ in range(MAX_ATTEMPTS):
        deliver()
        message.refresh_from_db()
        waits.append((message.not_before - timezone.now()) // timedelta(minutes=1))
        due_morning.move_to(min(message.not_before, london(24, 23)))
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640]
    assert state_of(message) == "dead"
    assert [record.message for record in caplog.records if record.levelno == logging.ERROR] == [
        f"message {message.pk} given up"
    ]
    assert deliver() == 0


def test_a_refusal_leaves_its_kind_and_code_and_no_address(message, mailbox, caplog):
    mailbox.refused.add("alice@police.example")
    deliver()
    message.refresh_from_db()
    assert message.last_error == "SMTPRecipientsRefused 550"
    assert "alice" not in caplog.text


def test_a_mail_that_is_refused_holds_up_no_other(owe, person, mailbox):
    for name in ("bob", "carol", "dan"):
        person(name)
    owe(owner=None)
    sweep(now=MORNING)
    mailbox.refused.add("bob@police.example")
    assert deliver() == 3
    assert mailbox.told == [f"{name}@police.example" for name in ("alice", "carol", "dan")]


def test_a_server_that_hangs_up_on_one_mail_is_asked_again_for_the_next(owe, mailbox):
    owe()
    owe()
    sweep(now=MORNING)
    mailbox.hang_ups = 1
    assert deliver() == 1
    assert sorted(Message.objects.values_list("state", "last_error")) == [
        ("ready", "SMTPDataError 421"),
        ("sent", ""),
    ]


def test_digests_of_one_person_that_were_not_tried_wait_in_their_order(alice):
    days = [Message.objects.create(recipient=alice, kind="digest", **at(day)) for day in (22, 23, 24)]
    give_back(claim(now=MORNING), now=MORNING)
    assert list(Message.objects.waiting(MORNING)) == days
    assert set(Message.objects.values_list("state", "attempts", "lease_token")) == {("ready", 0, None)}


def at(day: int) -> dict[str, datetime]:
    return {"not_before": london(day, 8), "created_at": london(day, 8)}


def test_a_notice_whose_mail_cannot_be_made_holds_up_no_other(owe, person, mailbox):
    broken = person("broken", email="broken@police.example\nBcc: all@police.example")
    owe(owner=broken)
    owe()
    sweep(now=MORNING)
    assert deliver() == 1
    assert mailbox.told == ["alice@police.example"]
    assert Message.objects.get(recipient=broken).last_error == "BadHeaderError"


def test_a_run_ends_in_time_and_the_next_goes_on(owe, mailbox, monkeypatch):
    owe()
    sweep(now=MORNING)
    monkeypatch.setattr(delivering, "RUN_SECONDS", 0)
    assert deliver() == 0
    monkeypatch.undo()
    assert deliver() == 1


def test_a_mail_costs_one_query_beside_those_of_its_fifty(owe, mailbox, django_assert_num_queries):
    for _ in range(10):
        owe()
    sweep(now=MORNING)
    # Is there any (1), a claim in a transaction (4), what holds and for whom (6), nothing left (3).
    with django_assert_num_queries(1 + 4 + 6 + 10 + 3):
        assert deliver() == 10


def test_work_that_another_took_meanwhile_is_not_mailed(owe, person, alice, mailbox):
    bob = person("bob")
    owe(task=7, owner=None)
    sweep(now=MORNING)
    obligation_hand_to(task=7, owner=bob)
    assert deliver() == 1
    assert mailbox.told == ["bob@police.example"]
    assert Notice.objects.standing().get().recipient == bob


def test_work_whose_mail_went_nowhere_is_told_to_whom_it_concerns_now(
    owe, person, alice, mailbox, due_morning
):
    owe(task=7)
    sweep(now=MORNING)
    alice.is_active = False
    alice.save(update_fields=["is_active"])
    person("bob")
    deliver()
    sweep(now=MORNING)
    assert deliver() == 1
    assert mailbox.told == ["bob@police.example"]


def test_a_mail_that_was_given_up_is_an_incident_of_its_case(message, case):
    Message.objects.update(attempts=MAX_ATTEMPTS)
    (late,) = claim(now=MORNING)
    standing = Standing([late], now=MORNING)
    delivering._put_off(late, standing, TimeoutError("TimeoutError"))
    assert (Incident.objects.get().case_file, state_of(message)) == (case, "dead")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (TimeoutError("10.0.0.1"), "TimeoutError"),
        (smtplib.SMTPServerDisconnected("bye"), "SMTPServerDisconnected"),
        (smtplib.SMTPDataError(554, b"no alice@police.example"), "SMTPDataError 554"),
        (
            smtplib.SMTPRecipientsRefused({"a@b.c": (450, b"a"), "d@e.f": (550, b"d")}),
            "SMTPRecipientsRefused 450 550",
        ),
    ],
)
def test_errors_are_named_by_kind_and_code(error, words):
    assert error_words(error) == words
