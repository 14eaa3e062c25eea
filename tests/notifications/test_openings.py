"""That a restricted case was opened in an emergency is told at once, by whom, and to nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.access.models import CaseBar
from casework.obligations.models import Obligation
from casework.people.roles import Role
from notifications.ladders.stages import Stage
from notifications.notices.models import Notice
from notifications.notices.selectors import unread_number
from notifications.notices.sweep import sweep
from notifications.outbox.deliver import deliver
from tests.break_ins.opening import REASON, closed_case, opened
from tests.cast import TO_DECISION, person

pytestmark = pytest.mark.django_db
SUBJECT = "RASSO Casework: a restricted case was opened in an emergency"


@pytest.fixture
def case(drive, cast):
    found = closed_case(drive, cast, *TO_DECISION)
    # Of other work people are told elsewhere.
    Obligation.objects.filter(case_file=found).update(act_after=None)
    return found


def told() -> set[str]:
    alarms = Notice.objects.standing().filter(stage=Stage.BROKEN_IN)
    return set(alarms.values_list("recipient__username", flat=True))


def test_the_list_and_the_rank_above_are_told_within_the_next_round(case, cast):
    off_list = person("supervisor2", Role.SUPERVISOR, cast.force, cast.unit)
    opened(case, cast.investigator2)
    sweep(now=timezone.now())
    assert told() == {"investigator", "supervisor", "manager", off_list.username}
    sweep(now=timezone.now() + timedelta(days=3))
    assert Notice.objects.filter(stage=Stage.BROKEN_IN).count() == 4


@pytest.mark.parametrize(
    ("who", "rank"), [("gatekeeper", "gatekeeper2"), ("prosecutor", "manager"), ("supervisor2", "gatekeeper")]
)
def test_the_rank_above_is_that_of_the_escalations(case, cast, who, rank):
    somebody = getattr(cast, who, None) or person(who, Role.SUPERVISOR, cast.force, cast.unit)
    opened(case, somebody)
    sweep(now=timezone.now())
    assert rank in told()
    assert who not in told()


def test_nobody_who_is_barred_is_told(case, cast):
    begun = {"reason": "So", "begun_at": timezone.now(), "begun_by": cast.manager}
    CaseBar.objects.create(case_file=case, person=cast.supervisor, kind="relative", **begun)
    opened(case, cast.investigator2)
    sweep(now=timezone.now())
    assert told() == {"investigator", "manager"}


def test_the_mail_goes_at_once_and_says_nothing_of_a_case_that_is_kept_from_them(case, cast, mailbox):
    off_list = person("supervisor2", Role.SUPERVISOR, cast.force, cast.unit)
    opened(case, cast.investigator2)
    sweep(now=timezone.now())
    deliver()
    said = {mail["To"]: mail.get_content() for mail in mailbox.mails if mail["Subject"] == SUBJECT}
    assert set(said) >= {off_list.email, cast.supervisor.email, cast.investigator.email, cast.manager.email}
    assert case.urn in said[cast.supervisor.email]
    assert case.urn not in said[off_list.email]
    assert "/emergency-access/" in said[off_list.email]
    for words in said.values():
        assert REASON not in words
        assert cast.investigator2.last_name not in words


def test_a_review_that_is_done_at_once_stops_no_mail(case, drive, cast, mailbox):
    opened(case, cast.investigator2)
    sweep(now=timezone.now())
    drive.do(case, "break_in.review justify")
    deliver()
    assert SUBJECT in {mail["Subject"] for mail in mailbox.mails}


@pytest.mark.behind_wall
def test_the_page_of_notices_withholds_the_case_from_who_is_kept_from_it(case, cast, as_user):
    off_list = person("supervisor2", Role.SUPERVISOR, cast.force, cast.unit)
    opened(case, cast.investigator2)
    sweep(now=timezone.now())
    assert unread_number(off_list) == 1
    page = as_user(off_list).get(reverse("notices")).content.decode()
    assert "Somebody has opened a restricted case" in page
    assert case.urn not in page
    assert REASON not in page
    assert case.urn in as_user(cast.supervisor).get(reverse("notices")).content.decode()
    up_to = Notice.objects.latest("pk").pk
    assert as_user(off_list).post(reverse("notices_read"), {"up_to": up_to}).status_code == 302
    assert unread_number(off_list) == 0
