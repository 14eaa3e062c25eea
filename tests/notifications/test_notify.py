"""Mails through GOV.UK Notify: a fake that behaves as its documentation says really listens."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

import pytest

from casework.incidents.models import Incident
from notifications.models import Message
from notifications.notices.sweep import sweep
from notifications.outbox.channels.notify import SETTLES_IN
from notifications.outbox.claim import MAX_ATTEMPTS
from notifications.outbox.deliver import deliver
from tests.notifications import fake_notify
from tests.notifications.conftest import MORNING, free_port, together
from tests.notifications.fake_notify import CANARY, MAILS, hangs, hangs_up, refuses, says
from tests.notifications.states import state_and_error_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.queue_differs,
    pytest.mark.usefixtures("due_morning", "notify"),
]


class TestSending:
    def test_a_mail_goes_once_with_its_key_as_reference(self, message, notify):
        assert [deliver(), deliver()] == [1, 0]
        (taken,) = notify.taken
        assert taken["email_address"] == "alice@police.example"
        assert taken["reference"] == str(message.pk)
        assert taken["personalisation"]["subject"] == "RASSO Casework: work is due"
        assert taken["personalisation"]["body"].startswith("Case: 20AA0123426\nWork: Send the file")
        assert state_and_error_of(message) == ("sent", "")

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
    def test_what_is_refused_is_tried_again_later(self, message, notify, due_morning, status):
        notify.faults.append(refuses(status))
        assert deliver() == 0
        assert state_and_error_of(message) == ("ready", f"HTTPError {status}")
        due_morning.shift(timedelta(minutes=5))
        assert deliver() == 1
        assert len(notify.taken) == 1
        # It is known not to have been taken: nothing is looked up.
        assert not any(asked == "GET /v2/notifications" for asked in notify.asked)

    def test_what_is_always_refused_is_given_up(self, message, notify, due_morning):
        notify.faults.extend([refuses(400)] * MAX_ATTEMPTS)
        for _ in range(MAX_ATTEMPTS):
            deliver()
            due_morning.move_to(Message.objects.get().not_before)
        assert state_and_error_of(message) == ("dead", "HTTPError 400")
        assert Incident.objects.get().error == "NotTaken"

    def test_one_that_is_refused_holds_up_no_other(self, owe, notify):
        for _ in range(3):
            owe()
        sweep(now=MORNING)
        notify.faults.append(refuses(400))
        assert deliver() == 2

    def test_a_limit_costs_no_tries_and_ends_the_run(self, owe, notify, due_morning):
        for _ in range(3):
            owe()
        sweep(now=MORNING)
        for _ in range(MAX_ATTEMPTS + 1):
            notify.faults.append(refuses(429, "TooManyRequestsError"))
            assert deliver() == 0
            due_morning.shift(timedelta(minutes=1))
        assert notify.asked.count(f"POST {MAILS}") == MAX_ATTEMPTS + 1
        assert set(Message.objects.values_list("state", "attempts", "tried_at")) == {("ready", 0, None)}
        assert deliver() == 3


class TestOutage:
    def test_nobody_there_costs_no_tries(self, message, notify, settings, due_morning, caplog):
        settings.NOTIFY_URL = f"http://127.0.0.1:{free_port()}"
        for _ in range(MAX_ATTEMPTS + 1):
            assert deliver() == 0
            due_morning.shift(timedelta(minutes=1))
        assert (state_and_error_of(message), message.attempts) == (("ready", ""), 0)
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
        assert (state_and_error_of(message), message.attempts) == (("ready", ""), 0)
        assert "GOV.UK Notify cannot be used: HTTPError 40" in caplog.text

    def test_a_clock_that_is_wrong_costs_no_tries(self, message, notify, caplog):
        notify.clock_is_wrong = True
        assert deliver() == 0
        assert "GOV.UK Notify cannot be used: HTTPError 403" in caplog.text

    def test_one_that_begins_in_the_middle_of_a_run_costs_one_mail_a_look_up(self, owe, notify, due_morning):
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
        due_morning.shift(SETTLES_IN)
        assert deliver() == 3
        assert len(notify.taken) == 3


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
