"""Nobody is told of a case from which they are kept, and no mail goes that was owed before."""

from __future__ import annotations

import pytest

from casework.access.models import CaseAdmission, CaseBar, CaseRestriction
from casework.people.roles import Role
from notifications.notices.models import Notice
from notifications.notices.sweep import sweep
from notifications.outbox.deliver import deliver
from tests.notifications.conftest import london

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]


def told() -> set[str]:
    return set(Notice.objects.values_list("recipient__username", flat=True))


def begun(by) -> dict[str, object]:
    return {"reason": "So", "begun_at": london(2), "begun_by": by}


def bar(case, person) -> None:
    CaseBar.objects.create(case_file=case, person=person, kind="witness", **begun(person))


def restrict(case, *people) -> None:
    CaseRestriction.objects.create(case_file=case, **begun(case.officer_in_case))
    for person in people:
        CaseAdmission.objects.create(case_file=case, person=person, **begun(person))


def test_a_barred_owner_is_not_told_and_the_pool_is(owe, person, case, alice):
    person("bob")
    owe()
    bar(case, alice)
    sweep(now=london(24))
    assert told() == {"bob"}


def test_of_a_restricted_case_its_list_is_told_alone(owe, person, case):
    person("bob")
    restrict(case, person("carol"))
    owe(owner=None)
    sweep(now=london(24))
    assert told() == {"carol"}


def test_a_rank_that_is_kept_from_the_case_is_not_told(owe, person, case, alice):
    boss = person("boss", Role.SUPERVISOR)
    person("deputy", Role.SUPERVISOR)
    owe()
    bar(case, boss)
    sweep(now=london(30))
    assert told() == {"alice", "deputy"}


def test_a_mail_that_was_owed_before_the_bar_does_not_go(owe, case, alice, mailbox):
    owe()
    sweep(now=london(24))
    bar(case, alice)
    assert deliver() == 0
    assert mailbox.mails == []
