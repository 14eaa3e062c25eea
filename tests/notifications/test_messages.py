from datetime import date

import pytest
import time_machine

from casework.casefiles.models import Suspect, Victim
from casework.events.models import Event
from notifications.ladders.stages import Stage
from notifications.models import Message
from notifications.notices.sweep import sweep
from notifications.outbox.deliver import deliver
from notifications.outbox.words import SUBJECTS
from tests.notifications.conftest import london

pytestmark = pytest.mark.django_db


@pytest.mark.queue_differs
def test_the_words_of_a_notice(owe, settings, mailbox):
    settings.ORIGIN = "https://casework.example"
    owe()
    with time_machine.travel(london(24), tick=False):
        sweep(now=london(24))
        deliver()
    (mail,) = mailbox.mails
    assert mail["Subject"] == "RASSO Casework: work is due"
    assert mail["To"] == "alice@police.example"
    assert mail.get_content().replace("\r\n", "\n") == (
        "Case: 20AA0123426\n"
        "Work: Send the file to the gatekeeper, by Tuesday 24 November 2026\n\n"
        "https://casework.example/cases/20AA0123426/\n"
    )
    assert mail["Message-ID"] == f"<{Message.objects.get().pk}@casework.example>"


@pytest.mark.queue_differs
def test_a_day_below_ten_has_no_nought(owe, mailbox):
    owe(due_on=date(2026, 11, 3))
    with time_machine.travel(london(24), tick=False):
        sweep(now=london(24))
        deliver()
    assert "by Tuesday 3 November 2026" in mailbox.mails[0].get_content()


def test_every_stage_has_a_subject_of_its_own():
    assert set(SUBJECTS) == set(Stage)
    assert len(set(SUBJECTS.values())) == len(Stage)


@pytest.mark.queue_differs
def test_mails_and_logs_name_nobody_and_give_no_reason(owe, case, alice, mailbox, caplog):
    alice.first_name, alice.last_name, alice.rank, alice.phone = "CANARYA", "CANARYB", "CANARYC", "CANARYD"
    alice.save()
    for model in (Suspect, Victim):
        model.objects.create(
            case_file=case, reference="CANARYE", family_name="CANARYF", given_names="CANARYG"
        )
    Event.objects.create(
        case_file=case,
        at=london(10),
        actor=alice,
        role="investigator",
        organisation=case.force,
        route="file_review",
        verb="returned",
        reason="CANARYH",
    )
    work = owe()
    for day in (20, 24, 25):
        with time_machine.travel(london(day), tick=False):
            sweep(now=london(day))
            deliver()
    assert len(mailbox.mails) == 3
    for mail in mailbox.mails:
        assert "CANARY" not in mail.as_string()
        assert "CANARY" not in mail.get_content()
        assert work.title in mail.get_content()
    assert "CANARY" not in caplog.text
