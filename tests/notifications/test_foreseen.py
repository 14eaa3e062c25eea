"""The dry run says what the sweeps then do."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.deadlines.holidays import bank_holidays
from casework.obligations.models import Obligation
from casework.people.roles import Role
from notifications.models import Heartbeat, Message, Notice, Preference
from notifications.notices.foresee import foreseen
from notifications.notices.sweep import sweep
from tests.notifications.conftest import DUE_ON, london

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
NOW = london(17, 10)
UNTIL = NOW + timedelta(days=14)
days = st.integers(-20, 30)


def dry_run() -> list[tuple]:
    found = foreseen(Obligation.objects.all(), now=NOW, until=UNTIL)
    return sorted((each.at, *_key(each.owed.work.id, each.owed.telling, each.owed.person)) for each in found)


def _key(work: int, telling, person: int) -> tuple:
    return work, telling.stage, telling.occurrence, person


def swept() -> list[tuple]:
    """What the sweeps of every hour tell, with the moment of each."""
    moment = NOW
    while moment <= UNTIL:
        sweep(now=moment)
        moment += timedelta(hours=1)
    fields = ("created_at", "obligation", "stage", "occurrence", "recipient")
    return sorted(Notice.objects.values_list(*fields))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(due=st.lists(days, max_size=4), given_away=st.booleans(), owned=st.booleans())
def test_it_is_what_is_told(owe, person, alice, due, given_away, owned):
    for model in (Notice, Message, Obligation):
        model.objects.all().delete()
    if not alice.memberships.filter(role=Role.SUPERVISOR).exists():
        held = alice.memberships.get()
        alice.memberships.create(
            organisation=held.organisation, unit=held.unit, role=Role.SUPERVISOR, starts_on=held.starts_on
        )
        person("gail", Role.GATEKEEPER)
    for ahead in due:
        work = owe(due_on=DUE_ON + timedelta(days=ahead), owner=alice if owned else None)
        if given_away and owned:
            Obligation.objects.filter(pk=work.pk).update(given_at=NOW - timedelta(hours=1))
    expected = [at_the_hour(each) for each in dry_run()]
    assert expected == swept()


def at_the_hour(each: tuple) -> tuple:
    """A sweep of every hour, beginning at ten, comes on the minute: each moment is at eight or now."""
    at: datetime = each[0]
    assert at == NOW or at.astimezone(NOW.tzinfo).hour == 8
    return each


def test_it_writes_nothing(owe):
    work = owe()
    assert dry_run()
    work.refresh_from_db()
    assert (work.act_after, Notice.objects.count(), Message.objects.count()) == (london(10), 0, 0)


def test_it_says_when_the_mail_goes_by_what_each_chose(owe, alice):
    owe()
    Preference.objects.create(person=alice, rhythm="weekly", changed_at=NOW)
    found = foreseen(Obligation.objects.all(), now=NOW, until=UNTIL)
    assert next(
        each.mail.not_before for each in found if each.mail and each.owed.person == alice.pk
    ) == london(23, 8, 15)


def test_the_number_of_queries_does_not_grow_with_the_work(owe):
    bank_holidays()
    counts = []
    for number in (1, 30):
        for _ in range(number):
            owe()
        with CaptureQueriesContext(connection) as captured:
            dry_run()
        counts.append(len(captured))
    assert counts[0] == counts[1]


class TestCommand:
    """`manage.py sweep --dry-run`: alice owes two pieces of work, due soon, then due, then overdue."""

    def lines(self, capsys) -> list[str]:
        with time_machine.travel(NOW, tick=False):
            call_command("sweep", dry_run=True)
        head, *lines = capsys.readouterr().out.splitlines()
        assert head == "If nobody does anything, until 1 December 2026 at 10am:"
        return lines

    def test_it_counts_by_organisation_and_stage(self, owe, capsys):
        owe(due_on=DUE_ON)
        owe(due_on=date(2026, 11, 18))
        assert self.lines(capsys) == [
            "Test Police: Due soon: 1 now, 2 in all",
            "Test Police: Due: 0 now, 2 in all",
            "Test Police: Overdue: 0 now, 2 in all",
            "Test Police: Still overdue: 0 now, 1 in all",
            "Test Police: Emails: 1 now, 7 in all",
        ]

    def test_a_digest_is_one_mail_and_counts_when_it_goes(self, owe, alice, capsys):
        owe(due_on=date(2026, 11, 18))
        Preference.objects.create(person=alice, rhythm="weekly", changed_at=NOW)
        assert self.lines(capsys)[-1] == "Test Police: Emails: 0 now, 2 in all"

    def test_it_counts_what_the_sweep_then_tells(self, owe, capsys):
        owe(due_on=date(2026, 11, 18))
        foretold = self.lines(capsys)[0]
        sweep(now=NOW)
        assert foretold == f"Test Police: Due soon: {Notice.objects.count()} now, 1 in all"

    def test_it_writes_and_sends_nothing_and_names_nobody(self, owe, alice, mailbox, capsys):
        work = owe(due_on=date(2026, 11, 18))
        said = "".join(self.lines(capsys))
        assert alice.username not in said
        assert work.case_file.urn not in said
        assert [model.objects.count() for model in (Notice, Message, Heartbeat)] == [0, 0, 0]
        assert mailbox.told == []


class TestPages:
    def test_a_lead_sees_their_teams(self, drive, cast, as_user):
        case = drive.case()
        page = as_user(cast.supervisor).get(reverse("foreseen")).content.decode()
        assert case.urn in page
        assert "in the next 14 days" in page

    def test_a_lead_sees_a_cases(self, drive, cast, as_user):
        case = drive.case()
        address = reverse("case_foreseen", kwargs={"urn": case.urn})
        assert case.urn in as_user(cast.supervisor).get(address).content.decode()

    def test_an_administrator_sees_numbers_alone(self, drive, cast, as_user):
        case = drive.case()
        page = as_user(cast.administrator).get(reverse("foreseen_numbers")).content.decode()
        assert "Notices by day and time" in page
        assert case.urn not in page
