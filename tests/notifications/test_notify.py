"""Mails through GOV.UK Notify: a fake that behaves as its documentation says really listens."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
import time_machine
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
from tests.notifications import fake_notify
from tests.notifications.conftest import free_port, london, together
from tests.notifications.fake_notify import (
    CANARY,
    MAILS,
    Notify,
    after_taking,
    hangs,
    hangs_up,
    notify_serving,
    refuses,
    says,
)

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
MORNING = london(24, 9)


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def notify(settings) -> Iterator[Notify]:
    settings.MAIL_CHANNEL = "notify"
    settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE = fake_notify.API_KEY, fake_notify.TEMPLATE
    settings.EMAIL_TIMEOUT = 0.5
    with notify_serving() as server:
        settings.NOTIFY_URL = server.url
        yield server


@pytest.fixture
def message(owe) -> Message:
    owe(task=7)
    sweep(now=MORNING)
    return Message.objects.get()


def state_of(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.last_error


class TestSending:
    def test_a_mail_goes_once_with_its_key_as_reference(self, message, notify):
        assert [deliver(), deliver()] == [1, 0]
        (taken,) = notify.taken
        assert taken["email_address"] == "alice@police.example"
        assert taken["reference"] == str(message.pk)
        assert taken["personalisation"]["subject"] == "RASSO Casework: work is due"
        assert taken["personalisation"]["body"].startswith("Case: 20AA0123426\nWork: Send the file")
        assert state_of(message) == ("sent", "")

    def test_a_run_asks_for_the_template_once_and_a_mail_costs_one_request(self, owe, notify):
        for _ in range(5):
            owe()
        sweep(now=MORNING)
        assert deliver() == 5
        assert notify.asked == [f"GET /v2/template/{fake_notify.TEMPLATE}", *[f"POST {MAILS}"] * 5]

    @pytest.mark.django_db(transaction=True)
    def test_senders_at_the_same_moment_send_each_mail_once(self, owe, notify):
        for _ in range(50):
            owe()
        sweep(now=MORNING)
        assert sum(together(deliver, deliver)) == 50
        assert len({mail["reference"] for mail in notify.taken}) == len(notify.taken) == 50


class TestNotTaken:
    @pytest.mark.parametrize("status", [400, 403, 404])
    def test_what_is_refused_is_tried_again_later(self, message, notify, morning, status):
        notify.faults.append(refuses(status))
        assert deliver() == 0
        assert state_of(message) == ("ready", f"HTTPError {status}")
        morning.shift(timedelta(minutes=5))
        assert deliver() == 1
        assert len(notify.taken) == 1
        # It is known not to have been taken: nothing is looked up.
        assert not any(asked == "GET /v2/notifications" for asked in notify.asked)

    def test_what_is_always_refused_is_given_up(self, message, notify, morning):
        notify.faults.extend([refuses(400)] * MAX_ATTEMPTS)
        for _ in range(MAX_ATTEMPTS):
            deliver()
            morning.move_to(Message.objects.get().not_before)
        assert state_of(message) == ("dead", "HTTPError 400")
        assert Incident.objects.get().error == "NotTaken"

    def test_one_that_is_refused_holds_up_no_other(self, owe, notify):
        for _ in range(3):
            owe()
        sweep(now=MORNING)
        notify.faults.append(refuses(400))
        assert deliver() == 2

    def test_a_limit_costs_no_tries_and_ends_the_run(self, owe, notify, morning):
        for _ in range(3):
            owe()
        sweep(now=MORNING)
        for _ in range(MAX_ATTEMPTS + 1):
            notify.faults.append(refuses(429, "TooManyRequestsError"))
            assert deliver() == 0
            morning.shift(timedelta(minutes=1))
        assert notify.asked.count(f"POST {MAILS}") == MAX_ATTEMPTS + 1
        assert set(Message.objects.values_list("state", "attempts", "tried_at")) == {("ready", 0, None)}
        assert deliver() == 3


class TestOutage:
    def test_nobody_there_costs_no_tries(self, message, notify, settings, morning, caplog):
        settings.NOTIFY_URL = f"http://127.0.0.1:{free_port()}"
        for _ in range(MAX_ATTEMPTS + 1):
            assert deliver() == 0
            morning.shift(timedelta(minutes=1))
        assert (state_of(message), message.attempts) == (("ready", ""), 0)
        assert "GOV.UK Notify cannot be used: ConnectionError" in caplog.text
        settings.NOTIFY_URL = notify.url
        assert [deliver(), deliver()] == [1, 0]

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("NOTIFY_API_KEY", fake_notify.API_KEY[:-1] + "1"),
            ("NOTIFY_TEMPLATE", "5a64d3c0-5f7c-4ab5-9ffe-bd2e0f4b5b1c"),
        ],
    )
    def test_what_is_set_up_wrongly_costs_no_tries(self, message, settings, caplog, name, value):
        setattr(settings, name, value)
        assert deliver() == 0
        assert (state_of(message), message.attempts) == (("ready", ""), 0)
        assert "GOV.UK Notify cannot be used: HTTPError 40" in caplog.text

    def test_a_clock_that_is_wrong_costs_no_tries(self, message, notify, caplog):
        notify.clock_is_wrong = True
        assert deliver() == 0
        assert "GOV.UK Notify cannot be used: HTTPError 403" in caplog.text

    def test_one_that_begins_in_the_middle_of_a_run_costs_one_mail_a_look_up(self, owe, notify, morning):
        for _ in range(3):
            owe()
        sweep(now=MORNING)

        def goes_away(request):
            notify.clock_is_wrong = True
            hangs_up(request)

        notify.faults.append(goes_away)
        assert deliver() == 0
        assert sorted(Message.objects.values_list("attempts", "last_error")) == [
            (0, ""),
            (0, ""),
            (1, "ConnectionError"),
        ]
        notify.clock_is_wrong = False
        morning.shift(SETTLES_IN)
        assert deliver() == 3
        assert len(notify.taken) == 3


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
    def test_one_that_was_taken_is_not_sent_again(self, message, notify, morning, fault, words):
        notify.faults.append(after_taking(fault))
        assert deliver() == 0
        assert state_of(message) == ("ready", words)
        morning.shift(timedelta(minutes=5))
        assert [deliver(), deliver()] == [1, 0]
        assert state_of(message) == ("sent", "")
        assert len(notify.taken) == 1

    @pytest.mark.parametrize(("fault", "words"), UNKNOWN)
    def test_one_that_was_not_taken_is_sent_once_that_is_sure(self, message, notify, morning, fault, words):
        notify.faults.append(fault)
        assert deliver() == 0
        assert state_of(message) == ("ready", words)
        morning.shift(SETTLES_IN)
        assert [deliver(), deliver()] == [1, 0]
        assert len(notify.taken) == 1

    def test_one_that_is_listed_late_is_waited_for(self, message, notify, morning):
        notify.lists_after = SETTLES_IN - timedelta(seconds=1)
        notify.faults.append(after_taking(hangs_up))
        deliver()
        morning.shift(timedelta(minutes=5))
        assert deliver() == 0
        assert state_of(message) == ("ready", "NotListedYet")
        morning.move_to(message.not_before)
        assert deliver() == 1
        assert len(notify.taken) == 1

    @pytest.mark.parametrize(
        "fault", [refuses(403), refuses(429), refuses(500), hangs, hangs_up, says(b"{}", 200), says(b"", 200)]
    )
    def test_a_look_up_that_fails_is_asked_again_before_anything_is_sent(
        self, message, notify, morning, fault
    ):
        notify.faults.append(after_taking(hangs_up))
        deliver()
        notify.look_up_faults.extend([fault] * 3)
        for _ in range(3):
            morning.move_to(Message.objects.get().not_before)
            assert deliver() == 0
            assert state_of(message)[0] == "ready"
        morning.move_to(Message.objects.get().not_before)
        assert deliver() == 1
        assert notify.asked.count(f"POST {MAILS}") == 1

    def test_look_ups_that_fail_are_no_reason_to_give_up(self, message, notify, morning):
        notify.faults.append(hangs_up)
        notify.look_up_faults.extend([refuses(500)] * (MAX_ATTEMPTS + 1))
        for _ in range(MAX_ATTEMPTS + 2):
            assert deliver() == 0
            Message.objects.update(not_before=timezone.now())
        morning.shift(SETTLES_IN)
        assert deliver() == 1
        assert len(notify.taken) == 1

    def test_one_that_may_be_deleted_from_the_list_by_now_is_held_for_a_person(
        self, message, notify, morning
    ):
        notify.faults.append(after_taking(hangs_up))
        deliver()
        notify.lists_after = timedelta(days=365)
        morning.shift(LISTED_FOR + timedelta(seconds=1))
        assert deliver() == 0
        assert state_of(message) == ("held", "NotListedAnyMore")
        assert Incident.objects.get().doing == "find out whether an email arrived"

    def test_one_that_no_longer_holds_and_was_not_taken_is_dropped(self, message, notify, morning):
        notify.faults.append(hangs_up)
        deliver()
        obligation_close(task=7, at=MORNING, owner=None)
        morning.shift(SETTLES_IN)
        assert deliver() == 0
        assert state_of(message)[0] == "void"

    def test_a_formal_one_is_looked_up_and_not_held(self, owe, notify, morning):
        owe(task=7)
        Obligation.objects.update(kind="custody_limit.keep")
        sweep(now=MORNING)
        notify.faults.append(after_taking(hangs_up))
        deliver()
        morning.shift(timedelta(minutes=5))
        assert deliver() == 1
        assert Message.objects.get().state == "sent"


class TestKilled:
    """A sender that stops as if its power were cut, before and after each of its statements."""

    @pytest.mark.django_db(transaction=True)
    def test_at_any_point_each_mail_goes_once_after_all(self, owe, notify, morning):
        owe()
        owe()
        sweep(now=MORNING)
        before = list(Message.objects.values())
        for point in count(1):
            killed = stops_at(point, deliver)
            for _ in range(3):
                morning.shift(LEASE + SETTLES_IN)
                deliver()
            references = [mail["reference"] for mail in notify.taken]
            assert len(references) == len(set(references)) == 2, point
            assert set(Message.objects.values_list("state", flat=True)) == {"sent"}, point
            if not killed:
                break
            morning.move_to(MORNING)
            notify.taken.clear()
            for row in before:
                Message.objects.filter(pk=row["id"]).update(**row)
        assert point > 15

    def test_one_whose_sender_was_lost_is_found_without_another_try(self, message, notify, morning):
        notify.faults.append(after_taking(hangs_up))
        deliver()
        # As the lost sender left it.
        Message.objects.update(state="sending", not_before=MORNING + LEASE, last_error="")
        morning.shift(LEASE)
        assert deliver() == 1
        assert notify.asked.count(f"POST {MAILS}") == 1


def test_a_hanging_notify_is_given_up_in_time(message, notify):
    notify.faults.append(hangs)
    begun = time.perf_counter()
    deliver()
    assert 0.5 <= time.perf_counter() - begun < 2


@pytest.mark.parametrize("fault", [refuses(400), refuses(429), refuses(500), says(CANARY.encode(), 200)])
def test_no_words_of_notify_are_logged_or_kept(message, notify, fault, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    notify.faults.append(fault)
    Message.objects.update(attempts=MAX_ATTEMPTS - 1)
    deliver()
    kept = [
        *Message.objects.values_list("last_error", flat=True),
        *Incident.objects.values_list("error", "places"),
    ]
    out, err = capsys.readouterr()
    assert notify.asked.count(f"POST {MAILS}") == 1
    for said in (caplog.text, out, err, str([list(each) for each in kept])):
        assert "zzarblat" not in said.lower()
        assert "alice" not in said


def test_the_canary_would_be_heard(message, notify, caplog):
    """Without the setting that silences the client, its log says the words: the test above can fail."""
    notify.faults.append(refuses(400))
    with caplog.at_level(logging.WARNING, "notifications_python_client"):
        deliver()
    assert CANARY in caplog.text
