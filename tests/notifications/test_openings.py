"""That a restricted case was opened in an emergency is told at once, by whom, and to nobody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from casework.access.models import CaseAdmission, CaseBar
from casework.access.restrictions import (
    RESTRICTING_ROLES,
    admissions_of,
    case_admit,
    case_open_again,
    case_take_off,
)
from casework.casefiles.models import CaseFile
from casework.escalations.models import EscalationPost
from casework.obligations.models import Obligation
from casework.people.models import Membership
from casework.people.roles import Role
from notifications.ladders.stages import Stage
from notifications.notices.alarms import TOLD_WITHIN, reviewed_untold
from notifications.notices.models import Notice
from notifications.notices.selectors import unread_number
from notifications.notices.sweep import sweep
from notifications.outbox.deliver import deliver
from tests.break_ins.opening import REASON, closed_case, opened
from tests.cast import TO_DECISION, organisation, person
from workflows.engine import work

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


def said(mailbox) -> dict[str, str]:
    return {mail["To"]: mail.get_content() for mail in mailbox.mails if mail["Subject"] == SUBJECT}


def keep(case, cast, verb, **details) -> None:
    by = {"by": cast.supervisor, "roles": RESTRICTING_ROLES, "at": timezone.now()}
    work.act_on_case(case=case, verb=verb, reason="So", **by, **details)


def two_roles(somebody, role, home, unit=None) -> None:
    Membership.objects.create(
        person=somebody, role=role, organisation=home, unit=unit, starts_on=date(2020, 1, 1)
    )


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
    assert told() == {"investigator", "manager", "gatekeeper", "gatekeeper2"}


def test_where_nobody_else_stands_on_the_rank_above_the_next_one_is_told(case, cast):
    Membership.objects.filter(person=cast.supervisor).update(ends_on=date(2020, 1, 1))
    opened(case, cast.investigator2)
    sweep(now=timezone.now())
    assert told() == {"investigator", "manager", "gatekeeper", "gatekeeper2"}


def test_who_holds_the_rank_above_as_well_is_no_rank_over_themselves(case, cast):
    two_roles(cast.investigator2, Role.SUPERVISOR, cast.force, cast.unit)
    opened(case, cast.investigator2)
    sweep(now=timezone.now())
    assert told() == {"investigator", "supervisor", "manager", "gatekeeper", "gatekeeper2"}


def test_they_are_told_though_it_was_reviewed_before_the_round(case, drive, cast, mailbox):
    opened(case, cast.investigator2)
    drive.do(case, "break_in.review justify")
    Obligation.objects.open().update(act_after=None)
    sweep(now=timezone.now())
    assert told() == {"investigator", "supervisor", "manager"}
    deliver()
    assert [mail["Subject"] for mail in mailbox.mails] == [SUBJECT] * 3
    sweep(now=timezone.now())
    assert Notice.objects.filter(stage=Stage.BROKEN_IN).count() == 3


def test_who_was_told_before_the_review_is_not_told_again_after_it(case, drive, cast):
    opened(case, cast.investigator2)
    sweep(now=timezone.now())
    drive.do(case, "break_in.review justify")
    Notice.objects.update(seen_at=timezone.now())
    sweep(now=timezone.now())
    assert not Notice.objects.filter(stage=Stage.BROKEN_IN, seen_at=None).exists()


def test_after_a_quarter_of_a_year_nobody_looks_for_it_any_more(case, drive, cast):
    opened(case, cast.investigator2)
    drive.do(case, "break_in.review justify")
    assert reviewed_untold(timezone.now() + TOLD_WITHIN - timedelta(days=1)).exists()
    assert not reviewed_untold(timezone.now() + TOLD_WITHIN + timedelta(days=1)).exists()


def test_the_list_is_that_of_the_moment_at_which_it_was_opened(case, cast):
    opened(case, cast.investigator2)
    keep(case, cast, case_admit, person=cast.witness_care)
    keep(case, cast, case_open_again)
    sweep(now=timezone.now())
    assert told() >= {"investigator", "supervisor", "manager"}
    assert "witness_care" not in told()


def test_who_was_on_it_then_and_is_no_more_is_told_without_the_case(case, cast, mailbox):
    opened(case, cast.investigator2)
    keep(case, cast, work.take_off, admission=CaseAdmission.objects.get(person=cast.manager))
    sweep(now=timezone.now())
    deliver()
    assert case.urn not in said(mailbox)[cast.manager.email]


def test_who_is_on_the_list_and_holds_no_role_over_the_case_is_not_told(drive, cast):
    """A secondment that is over, an administrator, and the CPS before it was sent the case."""
    case = closed_case(drive, cast)
    for each in (cast.administrator, cast.outsider, cast.gatekeeper):
        keep(case, cast, case_admit, person=each)
    Membership.objects.filter(person=cast.gatekeeper).update(ends_on=date(2020, 1, 1))
    opened(case, cast.investigator2)
    sweep(now=timezone.now())
    assert told() == {"investigator", "supervisor"}


@pytest.mark.queue_differs
def test_a_mail_withholds_the_case_from_a_rank_that_does_not_reach_it_any_more(case, cast, mailbox):
    opened(case, cast.gatekeeper)
    sweep(now=timezone.now())
    keep(case, cast, case_open_again)
    CaseFile.objects.filter(pk=case.pk).update(force=organisation("force", "Northumbria Police"))
    deliver()
    assert case.urn not in said(mailbox)[cast.gatekeeper2.email]


def test_the_mail_goes_at_once_and_says_nothing_of_a_case_that_is_kept_from_them(case, cast, mailbox):
    off_list = person("supervisor2", Role.SUPERVISOR, cast.force, cast.unit)
    opened(case, cast.investigator2)
    sweep(now=timezone.now())
    deliver()
    mails = said(mailbox)
    assert set(mails) >= {off_list.email, cast.supervisor.email, cast.investigator.email, cast.manager.email}
    assert case.urn in mails[cast.supervisor.email]
    assert case.urn not in mails[off_list.email]
    assert "/emergency-access/" in mails[off_list.email]
    for words in mails.values():
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


@pytest.mark.behind_wall
def test_a_late_review_goes_up_without_the_case_to_a_rank_off_the_list(case, cast, as_user, mailbox):
    opened(case, cast.investigator2)
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        sweep(now=timezone.now())
        deliver()
        late = Notice.objects.filter(stage=Stage.GATEKEEPER).values_list("recipient__username", flat=True)
        assert set(late) == {"gatekeeper", "gatekeeper2"}
        mails = [mail.get_content() for mail in mailbox.mails if mail["To"] == cast.gatekeeper.email]
        assert "Nobody has yet reviewed the opening of a restricted case" in "".join(mails)
        assert case.urn not in "".join(mails)
        assert unread_number(cast.gatekeeper) > 0
        browser = as_user(cast.gatekeeper)
        for name in ("notices", "emergency_access"):
            page = browser.get(reverse(name)).content.decode()
            assert case.urn not in page
        assert cast.investigator2.last_name in page


def test_whoever_opened_it_is_no_rank_over_its_late_review(case, cast):
    opened(case, cast.gatekeeper)
    sweep(now=timezone.now() + timedelta(days=60))
    late = Notice.objects.filter(stage=Stage.GATEKEEPER).values_list("recipient__username", flat=True)
    assert set(late) == {"gatekeeper2"}


def test_nobody_who_is_barred_is_a_rank_over_its_late_review(case, cast):
    begun = {"reason": "So", "begun_at": timezone.now(), "begun_by": cast.manager}
    CaseBar.objects.create(case_file=case, person=cast.gatekeeper2, kind="relative", **begun)
    opened(case, cast.investigator2)
    sweep(now=timezone.now() + timedelta(days=60))
    late = Notice.objects.filter(stage=Stage.GATEKEEPER).values_list("recipient__username", flat=True)
    assert set(late) == {"gatekeeper"}


def test_whom_a_force_has_named_for_the_rank_keeps_nobody_on_the_list_from_hearing_of_it(case, cast):
    keep(case, cast, case_admit, person=cast.gatekeeper2)
    EscalationPost.objects.create(organisation=cast.force, rung="gatekeeper", person=cast.gatekeeper)
    opened(case, cast.investigator2)
    sweep(now=timezone.now() + timedelta(days=60))
    late = Notice.objects.filter(stage=Stage.GATEKEEPER).values_list("recipient__username", flat=True)
    assert set(late) == {"gatekeeper", "gatekeeper2"}


def test_who_cannot_open_the_page_of_openings_is_led_to_none(case, cast, as_user):
    keep(case, cast, case_admit, person=cast.liaison)
    keep(case, cast, case_take_off, admission=admissions_of(case).get(person=cast.liaison))
    Notice.objects.create(
        obligation=Obligation.objects.filter(case_file=case).first(),
        recipient=cast.liaison,
        stage=Stage.BROKEN_IN,
        of_opening=True,
        occurrence=0,
        created_at=timezone.now(),
    )
    page = as_user(cast.liaison).get(reverse("notices")).content.decode()
    assert "Somebody has opened a restricted case" in page
    assert reverse("emergency_access") not in page
