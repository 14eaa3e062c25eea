import logging
import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from casework.obligations.services import obligation_close, obligation_move
from notifications import outbox
from notifications.models import Notice
from notifications.outbox import claim, deliver, error_words
from notifications.sweep import sweep
from tests.notifications.conftest import london, meeting, together

# Rows of the queue are made by hand here: no step carries them.
pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
MORNING = london(24, 9)


@pytest.fixture(autouse=True)
def morning():
    """Nine o'clock on the day that the work is due; the clock stands still."""
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def notice(owe) -> Notice:
    owe(task=7)
    sweep(now=MORNING)
    return Notice.objects.get()


def state_of(notice: Notice) -> str:
    notice.refresh_from_db()
    return notice.state


def test_a_notice_is_sent_once(notice, mailbox):
    assert [deliver(), deliver()] == [1, 0]
    assert mailbox.told == ["alice@police.example"]
    assert state_of(notice) == "sent"
    assert (notice.sent_at, notice.attempts, notice.last_error) == (MORNING, 1, "")


def test_with_nothing_to_send_the_server_is_not_asked(db, closed_port, caplog):
    assert deliver() == 0
    assert caplog.text == ""


def test_a_server_that_is_down_costs_no_tries_and_the_mail_goes_once_later(notice, serve, morning, caplog):
    for _ in range(20):
        assert deliver() == 0
        morning.shift(timedelta(minutes=1))
    assert state_of(notice) == "ready"
    assert notice.attempts == 0
    assert "mail server cannot be reached: ConnectionRefusedError" in caplog.text
    mailbox = serve()
    assert [deliver(), deliver()] == [1, 0]
    assert mailbox.told == ["alice@police.example"]


def test_after_an_outage_over_two_stages_only_the_later_is_sent(notice, serve, morning):
    morning.move_to(london(25))
    sweep(now=london(25))
    mailbox = serve()
    assert deliver() == 1
    assert [mail["Subject"] for mail in mailbox.mails] == ["RASSO Casework: work is overdue"]
    assert state_of(notice) == "void"


def test_work_done_in_the_meantime_is_not_chased(notice, mailbox):
    obligation_close(task=7, at=MORNING, owner=None)
    assert deliver() == 0
    assert state_of(notice) == "void"
    assert mailbox.mails == []


def test_a_date_that_moved_in_the_meantime_is_not_told(notice, mailbox):
    moved_to = london(8, month=12).date()
    obligation_move(subject=notice.obligation.subject, clock="due_on", on=moved_to, at=MORNING)
    assert deliver() == 0
    assert state_of(notice) == "void"


def test_somebody_who_left_in_the_meantime_is_not_told(notice, mailbox, alice):
    alice.is_active = False
    alice.save(update_fields=["is_active"])
    assert deliver() == 0
    assert state_of(notice) == "void"


def test_a_refused_mail_waits_longer_each_time_and_is_then_given_up(notice, mailbox, morning, caplog):
    mailbox.refused.add("alice@police.example")
    waits = []
    for _ in range(outbox.MAX_ATTEMPTS):
        deliver()
        notice.refresh_from_db()
        waits.append((notice.not_before - timezone.now()) // timedelta(minutes=1))
        morning.move_to(min(notice.not_before, london(24, 23)))
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640]
    assert state_of(notice) == "dead"
    assert [record.message for record in caplog.records if record.levelno == logging.ERROR] == [
        f"notice {notice.pk} given up"
    ]
    assert deliver() == 0


def test_a_refusal_leaves_its_kind_and_code_and_no_address(notice, mailbox, caplog):
    mailbox.refused.add("alice@police.example")
    deliver()
    notice.refresh_from_db()
    assert notice.last_error == "SMTPRecipientsRefused 550"
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
    assert list(Notice.objects.order_by("pk").values_list("state", "last_error")) == [
        ("ready", "SMTPDataError 421"),
        ("sent", ""),
    ]


def test_a_notice_whose_mail_cannot_be_made_holds_up_no_other(owe, person, mailbox):
    broken = person("broken", email="broken@police.example\nBcc: all@police.example")
    owe(owner=broken)
    owe()
    sweep(now=MORNING)
    assert deliver() == 1
    assert mailbox.told == ["alice@police.example"]
    assert Notice.objects.get(recipient=broken).last_error == "ValueError"


def test_a_leased_notice_is_not_taken_by_another(notice):
    assert claim(now=MORNING) == notice
    assert claim(now=MORNING + outbox.LEASE - timedelta(seconds=1)) is None


def test_the_notice_of_a_lost_sender_is_sent_after_its_lease(notice, mailbox, morning):
    claim(now=MORNING)
    assert deliver() == 0
    morning.shift(outbox.LEASE)
    assert deliver() == 1
    assert state_of(notice) == "sent"
    assert notice.attempts == 2


def test_a_sender_that_lost_its_lease_changes_nothing(notice, mailbox, morning):
    late = claim(now=MORNING)
    morning.shift(outbox.LEASE)
    deliver()
    outbox._put_off(late, TimeoutError())
    assert state_of(notice) == "sent"
    assert notice.last_error == ""


def test_every_try_has_the_same_message_id(notice, mailbox, morning, monkeypatch):
    # The server took the mail, and the sender was killed before it could write so.
    monkeypatch.setattr(outbox, "_finish", lambda notice, **changes: None)
    deliver()
    morning.shift(outbox.LEASE)
    deliver()
    assert [mail["Message-ID"] for mail in mailbox.mails] == [f"<notice-{notice.pk}@testserver>"] * 2


def test_a_run_ends_in_time_and_the_next_goes_on(owe, mailbox, monkeypatch):
    owe()
    sweep(now=MORNING)
    monkeypatch.setattr(outbox, "RUN_SECONDS", 0)
    assert deliver() == 0
    monkeypatch.undo()
    assert deliver() == 1


def test_the_queries_of_a_notice_are_three(owe, mailbox, django_assert_num_queries):
    for _ in range(10):
        owe()
    sweep(now=MORNING)
    # Is there any (1), three and a transaction (2) for each, nothing left in a transaction (3).
    with django_assert_num_queries(1 + 10 * 5 + 3):
        assert deliver() == 10


@pytest.mark.django_db(transaction=True)
def test_senders_at_the_same_moment_send_each_mail_once(owe, mailbox, monkeypatch):
    for _ in range(40):
        owe()
    sweep(now=MORNING)
    # Each of the three holds a notice before any goes on.
    monkeypatch.setattr(outbox, "claim", meeting(claim, 3))
    sent = together(deliver, deliver, deliver)
    assert sum(sent) == 40
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == len(mailbox.mails) == 40
    assert min(sent) > 0


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
