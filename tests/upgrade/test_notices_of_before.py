"""What an upgrade makes of the notices of before, which were notice and mail in one."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.upgrade.before import Before, before
from tests.upgrade.test_rows_of_before import case_of_before

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 1, 10, tzinfo=UTC)
DUE = date(2026, 9, 4)


def notices_of_before(then: Before, *notices: dict[str, Any]) -> None:
    old = case_of_before(then)
    work = old.make(
        "Obligation",
        case_file=old.case,
        kind="file_submission.prepare",
        role="investigator",
        organisation=old.case.force,
        unit=old.unit,
        title="Prepare the file",
        due_on=DUE,
        subject=uuid.uuid4(),
        opened_at=AT,
    )
    common = {"obligation": work, "recipient": old.person, "due_on": DUE, "created_at": AT, "not_before": AT}
    for notice in notices:
        then.rows.get_model("notifications", "Notice").objects.create(**common, **notice)


def upgraded(*notices: dict[str, Any]) -> list[Any]:
    """The notices as they are after it, in the order in which they were written."""
    with before("0004_messages", app="notifications") as then:
        notices_of_before(then, *notices)
        notice = then.carry_on().get_model("notifications", "Notice")
        return list(notice.objects.select_related("message").order_by("pk"))


def test_a_mail_that_was_sent_stays_sent_and_its_notice_tells_the_same():
    (notice,) = upgraded({"stage": "due", "state": "sent", "sent_at": AT, "attempts": 1})
    assert (notice.stage, notice.due_on, notice.withdrawn_at, notice.seen_at) == ("due", DUE, None, None)
    assert (notice.message.kind, notice.message.state, notice.message.sent_at) == ("notice", "sent", AT)


def test_a_mail_that_waits_waits_on_and_one_that_was_given_up_is_given_up():
    later = AT + timedelta(hours=1)
    waiting, dead = upgraded(
        {"stage": "due", "state": "ready", "attempts": 2, "last_error": "SMTPDataError 451"},
        {"stage": "overdue", "state": "dead", "attempts": 8, "last_error": "SMTPDataError 554"},
    )
    assert (waiting.message.state, waiting.message.attempts) == ("ready", 2)
    assert (dead.message.state, dead.message.last_error) == ("dead", "SMTPDataError 554")
    assert waiting.message.not_before < later


def test_what_was_no_longer_true_is_taken_back():
    (notice,) = upgraded({"stage": "due", "state": "void"})
    assert notice.withdrawn_at == AT


def test_a_warning_keeps_the_days_before_its_date():
    soon, custody = upgraded({"stage": "due_soon", "state": "sent"}, {"stage": "in_28", "state": "sent"})
    assert [(each.stage, each.occurrence) for each in (soon, custody)] == [("due_soon", 2), ("due_soon", 28)]
