"""Nobody knows whether GOV.UK Notify took a mail: it is asked, and the mail goes once."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from casework.incidents.models import Incident
from casework.obligations.models import Obligation
from casework.obligations.services import obligation_close
from notifications.models import Message
from notifications.notices.sweep import sweep
from notifications.outbox.channels.notify import LISTED_FOR, SETTLES_IN
from notifications.outbox.claim import LEASE, MAX_ATTEMPTS
from notifications.outbox.deliver import deliver
from tests.faults.crash import stops_at
from tests.notifications.conftest import MORNING
from tests.notifications.fake_notify import MAILS, after_taking, hangs, hangs_up, refuses, says
from tests.notifications.states import state_and_error_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.queue_differs,
    pytest.mark.usefixtures("due_morning", "notify"),
]
UNKNOWN = [
    (refuses(500, "Exception"), "HTTPError 500"),
    (refuses(503, "Exception"), "HTTP503Error 503"),
    (refuses(504, "EventletTimeout"), "HTTPError 504"),
    (refuses(408, "Timeout"), "HTTPError 408"),
    (hangs, "ReadTimeout"),
    (hangs_up, "ConnectionError"),
    (says(b"<p>Sign in to the station's network</p>", 200), "InvalidResponse 200"),
    (says(b"{}"), "AnswerNotUnderstood"),
    (says(b"null"), "AnswerNotUnderstood"),
]


class TestFateUnknown:
    """Whatever goes wrong, with the mail taken or not: it is asked about, and goes once."""

    @pytest.mark.parametrize(("fault", "words"), UNKNOWN)
    def test_one_that_was_taken_is_not_sent_again(self, message, notify, due_morning, fault, words):
        notify.faults.append(after_taking(fault))
        assert deliver() == 0
        assert state_and_error_of(message) == ("ready", words)
        due_morning.shift(timedelta(minutes=5))
        assert [deliver(), deliver()] == [1, 0]
        assert state_and_error_of(message) == ("sent", "")
        assert len(notify.taken) == 1

    @pytest.mark.parametrize(("fault", "words"), UNKNOWN)
    def test_one_that_was_not_taken_is_sent_once_that_is_sure(
        self, message, notify, due_morning, fault, words
    ):
        notify.faults.append(fault)
        assert deliver() == 0
        assert state_and_error_of(message) == ("ready", words)
        due_morning.shift(SETTLES_IN)
        assert [deliver(), deliver()] == [1, 0]
        assert len(notify.taken) == 1

    def test_one_that_is_listed_late_is_waited_for(self, message, notify, due_morning):
        notify.lists_after = SETTLES_IN - timedelta(seconds=1)
        notify.faults.append(after_taking(hangs_up))
        deliver()
        due_morning.shift(timedelta(minutes=5))
        assert deliver() == 0
        assert state_and_error_of(message) == ("ready", "NotListedYet")
        due_morning.move_to(message.not_before)
        assert deliver() == 1
        assert len(notify.taken) == 1

    @pytest.mark.parametrize(
        "fault", [refuses(403), refuses(429), refuses(500), hangs, hangs_up, says(b"{}", 200), says(b"", 200)]
    )
    def test_a_look_up_that_fails_is_asked_again_before_anything_is_sent(
        self, message, notify, due_morning, fault
    ):
        notify.faults.append(after_taking(hangs_up))
        deliver()
        notify.look_up_faults.extend([fault] * 3)
        for _ in range(3):
            due_morning.move_to(Message.objects.get().not_before)
            assert deliver() == 0
            assert state_and_error_of(message)[0] == "ready"
        due_morning.move_to(Message.objects.get().not_before)
        assert deliver() == 1
        assert notify.asked.count(f"POST {MAILS}") == 1

    def test_look_ups_that_fail_are_no_reason_to_give_up(self, message, notify, due_morning):
        notify.faults.append(hangs_up)
        notify.look_up_faults.extend([refuses(500)] * (MAX_ATTEMPTS + 1))
        for _ in range(MAX_ATTEMPTS + 2):
            assert deliver() == 0
            Message.objects.update(not_before=timezone.now())
        due_morning.shift(SETTLES_IN)
        assert deliver() == 1
        assert len(notify.taken) == 1

    def test_one_that_may_be_deleted_from_the_list_by_now_is_held_for_a_person(
        self, message, notify, due_morning
    ):
        notify.faults.append(after_taking(hangs_up))
        deliver()
        notify.lists_after = timedelta(days=365)
        due_morning.shift(LISTED_FOR + timedelta(seconds=1))
        assert deliver() == 0
        assert state_and_error_of(message) == ("held", "NotListedAnyMore")
        assert Incident.objects.get().doing == "find out whether an email arrived"

    def test_one_that_no_longer_holds_and_was_not_taken_is_dropped(self, message, notify, due_morning):
        notify.faults.append(hangs_up)
        deliver()
        obligation_close(task=7, at=MORNING, owner=None)
        due_morning.shift(SETTLES_IN)
        assert deliver() == 0
        assert state_and_error_of(message)[0] == "void"

    def test_a_formal_one_is_looked_up_and_not_held(self, owe, notify, due_morning):
        owe(task=7)
        Obligation.objects.update(kind="custody_limit.keep")
        sweep(now=MORNING)
        notify.faults.append(after_taking(hangs_up))
        deliver()
        due_morning.shift(timedelta(minutes=5))
        assert deliver() == 1
        assert Message.objects.get().state == "sent"


class TestKilled:
    """A sender that stops as if its power were cut, before and after each of its statements."""

    @pytest.mark.django_db(transaction=True)
    def test_at_any_point_each_mail_goes_once_after_all(self, owe, notify, due_morning):
        owe()
        owe()
        sweep(now=MORNING)
        before = list(Message.objects.values())
        for point in count(1):
            killed = stops_at(point, deliver)
            for _ in range(3):
                due_morning.shift(LEASE + SETTLES_IN)
                deliver()
            references = [mail["reference"] for mail in notify.taken]
            assert len(references) == len(set(references)) == 2, point
            assert set(Message.objects.values_list("state", flat=True)) == {"sent"}, point
            if not killed:
                break
            due_morning.move_to(MORNING)
            notify.taken.clear()
            for row in before:
                Message.objects.filter(pk=row["id"]).update(**row)
        assert point > 15

    def test_one_whose_sender_was_lost_is_found_without_another_try(self, message, notify, due_morning):
        notify.faults.append(after_taking(hangs_up))
        deliver()
        # As the lost sender left it.
        Message.objects.update(state="sending", not_before=MORNING + LEASE, last_error="")
        due_morning.shift(LEASE)
        assert deliver() == 1
        assert notify.asked.count(f"POST {MAILS}") == 1
