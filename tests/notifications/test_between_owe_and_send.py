"""What changes between the moment at which a mail is owed and that at which it goes."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Event, Timer

import pytest
import time_machine

from casework.errors import RuleBroken
from casework.obligations.models import Obligation
from casework.obligations.services import obligation_move
from casework.people.models import User
from notifications.models import Message, Notice, Preference
from notifications.notices.recipients import recipients_of
from notifications.notices.sweep import sweep
from notifications.outbox.deliver import deliver
from notifications.preferences.services import test_message_send as send_test_message
from tests.notifications.conftest import DUE_ON, london, together

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
MORNING = london(27, 9)


@pytest.fixture(autouse=True)
def morning():
    """Three working days after the date, when the supervisor is told; the clock stands still."""
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


def told(name: str) -> list[str]:
    found = Notice.objects.standing().filter(recipient__username=name).order_by("pk")
    return list(found.values_list("stage", flat=True))


class TestAddresses:
    def test_a_mail_goes_to_the_address_of_now(self, owe, alice, mailbox):
        owe()
        sweep(now=MORNING)
        User.objects.filter(pk=alice.pk).update(email="new@police.example")
        deliver()
        assert mailbox.told == ["new@police.example"]

    def test_without_one_it_is_not_said_to_be_sent(self, owe, alice, mailbox, morning):
        owe()
        sweep(now=MORNING)
        User.objects.filter(pk=alice.pk).update(email="")
        assert deliver() == 0
        mail = Message.objects.get()
        assert (mail.state, mail.last_error) == ("ready", "NoAddress")
        User.objects.filter(pk=alice.pk).update(email="new@police.example")
        morning.shift(timedelta(minutes=10))
        assert deliver() == 1
        assert mailbox.told == ["new@police.example"]


class TestTestMails:
    def test_an_account_that_was_closed_gets_none(self, alice, mailbox):
        send_test_message(person=alice, at=MORNING)
        User.objects.filter(pk=alice.pk).update(is_active=False)
        assert deliver() == 0
        assert Message.objects.get().state == "void"

    def test_one_after_the_other_waits_a_while(self, alice, mailbox, morning):
        send_test_message(person=alice, at=MORNING)
        deliver()
        with pytest.raises(RuleBroken):
            send_test_message(person=alice, at=MORNING + timedelta(seconds=20))
        send_test_message(person=alice, at=MORNING + timedelta(minutes=6))

    @pytest.mark.django_db(transaction=True)
    def test_many_at_once_make_one(self, alice):
        together(*[lambda: send_test_message(person=alice, at=MORNING)] * 6)
        assert Message.objects.count() == 1


class TestDates:
    def test_a_mail_that_may_have_gone_is_not_taken_back(self, owe):
        """Tried through a way that could not say what became of it, and the date moves away and back."""
        work = owe()
        sweep(now=london(24))
        Message.objects.update(state="ready", tried_at=london(24), attempts=1, not_before=london(24, 20))
        obligation_move(subject=work.subject, clock="due_on", on=date(2026, 12, 8), at=london(24, 10))
        sweep(now=london(24, 11))
        obligation_move(subject=work.subject, clock="due_on", on=DUE_ON, at=london(24, 12))
        sweep(now=london(24, 13))
        assert Notice.objects.get().stage == "due"

    @pytest.mark.parametrize("state", ["void", "ready"])
    def test_what_was_dropped_is_told_when_the_date_comes_back(self, owe, mailbox, state):
        work = owe()
        sweep(now=MORNING)
        obligation_move(subject=work.subject, clock="due_on", on=date(2026, 12, 8), at=MORNING)
        if state == "void":
            deliver()
        sweep(now=MORNING)
        obligation_move(subject=work.subject, clock="due_on", on=DUE_ON, at=MORNING)
        sweep(now=MORNING)
        deliver()
        assert mailbox.told == ["alice@police.example"]

    @pytest.mark.django_db(transaction=True)
    def test_a_date_that_moves_while_a_sweep_holds_its_work_is_told_next(self, owe, monkeypatch):
        work, holds, goes_on = owe(), Event(), Event()

        def slowly(*args):
            holds.set()
            assert goes_on.wait(10)
            return recipients_of(*args)

        def move():
            assert holds.wait(10)
            # Waits for the row, which the sweep lets go only when it has told.
            Timer(0.5, goes_on.set).start()
            obligation_move(subject=work.subject, clock="due_on", on=date(2026, 11, 23), at=london(24))

        def meanwhile():
            assert holds.wait(10)
            return sweep(now=london(24))

        monkeypatch.setattr("notifications.notices.people.recipients_of", slowly)
        # Whether the first sees it in its next batch is chance.
        looked_at, moved, met = together(lambda: sweep(now=london(24)), move, meanwhile)
        assert (looked_at in (1, 2), moved, met) == (True, None, 0)
        monkeypatch.undo()
        sweep(now=london(24))
        sweep(now=london(24))
        standing = Notice.objects.standing().values_list("stage", "due_on")
        assert list(standing) == [("overdue", date(2026, 11, 23))]


class TestDigests:
    @pytest.fixture
    def daily(self, alice) -> Preference:
        return Preference.objects.create(
            person=alice, rhythm="daily", working_days_only=True, changed_at=MORNING
        )

    def test_over_a_weekend_it_says_what_holds_on_monday_only(self, owe, daily, mailbox, morning):
        """What moved since Friday is said by its new date, and what is done is not said."""
        work, other = owe(), owe()
        sweep(now=MORNING)
        obligation_move(subject=work.subject, clock="due_on", on=date(2026, 11, 27), at=MORNING)
        Obligation.objects.filter(pk=other.pk).update(closed_at=MORNING, act_after=None)
        sweep(now=MORNING)
        morning.move_to(london(28, 12))
        assert deliver() == 0
        sweep(now=london(30, 8))
        morning.move_to(london(30, 8, 15))
        assert deliver() == 1
        body = mailbox.mails[0].get_content()
        assert body.count("Work: ") == 1
        assert "27 November 2026" in body

    @pytest.mark.parametrize("rhythm", ["daily", "weekly"])
    def test_no_digest_is_empty_because_something_later_is_told_at_its_moment(
        self, owe, alice, mailbox, morning, rhythm
    ):
        """Work due on a Friday is overdue on Monday, and told again on every Monday at eight."""
        Preference.objects.create(person=alice, rhythm=rhythm, changed_at=MORNING)
        owe(due_on=date(2026, 11, 27))
        for day in range(7):
            for hour, minute in ((8, 0), (8, 15)):
                morning.move_to(london(27, hour, minute) + timedelta(days=day))
                sweep(now=london(27, hour, minute) + timedelta(days=day))
                deliver()
        stages = [mail.get_content().split("Now: ")[1].splitlines()[0] for mail in mailbox.mails]
        assert stages == (["Due", "Overdue"] if rhythm == "daily" else ["Overdue"])

    @pytest.mark.django_db(transaction=True)
    def test_two_sweeps_at_once_gather_for_the_same_people_in_any_order(self, owe, person, alice):
        """Neither waits for the other for ever."""
        people = [alice, *[person(f"p{number}") for number in range(8)]]
        for each in people:
            Preference.objects.create(person=each, rhythm="daily", changed_at=MORNING)
        for each in [*people, *reversed(people)]:
            owe(owner=each)
        results = together(*[lambda: sweep(now=london(24), batch=9)] * 2)
        assert [each for each in results if isinstance(each, Exception)] == []
        assert Notice.objects.count() == 18
        assert Message.objects.count() == 9
