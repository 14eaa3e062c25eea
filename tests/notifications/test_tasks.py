import inspect

import pytest
import time_machine
from celery import current_app
from django.core.management import call_command

from notifications.models import Message
from notifications.tasks import tell_what_is_due
from tests.notifications.conftest import london

# In seconds.
EVERY = {
    "tell-what-is-due": 15,
    "fire-timers": 60,
    "recount-dates": 60,
    "tidy-documents": 3_600,
    "tidy-drafts": 3_600,
    "export-audit-heads": 3_600,
}


def test_beat_sends_these_and_nothing_else(settings):
    assert set(settings.CELERY_BEAT_SCHEDULE) == set(EVERY)


@pytest.mark.parametrize(("name", "every"), EVERY.items())
def test_beat_names_a_task_that_exists_at_whole_seconds(settings, name, every):
    entry = settings.CELERY_BEAT_SCHEDULE[name]
    current_app.loader.import_default_modules()
    assert entry["task"] in current_app.tasks
    assert entry["schedule"].run_every.total_seconds() == every
    # A tick carries nothing, and one that waited for longer than the next is dropped.
    assert set(entry) == {"task", "schedule", "options"}
    assert entry["options"] == {"expires": every}


def test_the_task_takes_and_keeps_nothing():
    assert not inspect.signature(tell_what_is_due.run).parameters
    assert tell_what_is_due.ignore_result


@pytest.mark.queue_differs
@pytest.mark.django_db
def test_a_tick_finds_and_sends_what_is_due(owe, mailbox):
    owe()
    with time_machine.travel(london(24)):
        assert tell_what_is_due() is None
        tell_what_is_due()
    assert mailbox.told == ["alice@police.example"]


@pytest.mark.queue_differs
@pytest.mark.django_db
def test_the_command_does_the_same_without_the_broker(owe, mailbox, settings, capsys):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    owe()
    with time_machine.travel(london(24)):
        call_command("sweep")
    assert capsys.readouterr().out == "1 obligations looked at, 1 emails sent\n"
    assert mailbox.told == ["alice@police.example"]
    assert Message.objects.get().state == "sent"
