"""A role with a last day ends by itself, to the second; somebody of elsewhere has one on secondment."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import Actor, actor_on
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.obligations.models import Obligation
from casework.people.models import User
from casework.people.roles import Role
from casework.people.services import membership_add
from workflows.engine import work

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def seconded(cast, days: int | None, person: str = "outsider") -> None:
    today = timezone.localdate()
    membership_add(
        username=person,
        role=Role.INVESTIGATOR,
        unit=cast.unit,
        by=Actor(cast.administrator, Role.ADMINISTRATOR, cast.force),
        at=timezone.now(),
        ends_on=None if days is None else today + timedelta(days=days),
    )


def the_end(days: int) -> datetime:
    """When the last day is over in London."""
    after = timezone.localdate() + timedelta(days=days + 1)
    return datetime(after.year, after.month, after.day, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(("moved", "has_it"), [(-SECOND, True), (0 * SECOND, False), (SECOND, False)])
def test_a_secondment_ends_by_itself_when_its_last_day_is_over(drive, cast, as_user, moved, has_it):
    case = drive.case()
    task = drive.open_work(case, "vps_offer.offer").task
    seconded(cast, days=3)
    with time_machine.travel(the_end(3) + moved, tick=False):
        officer = User.objects.get(pk=cast.outsider.pk)
        assert CaseFile.objects.visible_to(officer).exists() is has_it
        assert Obligation.objects.workable_by(officer).exists() is has_it
        assert (actor_on(case, officer, [Role.INVESTIGATOR]) is not None) is has_it
        page = as_user(officer).get(reverse("case", kwargs={"urn": case.urn}))
        assert page.status_code == (200 if has_it else 404)
        step = as_user(officer).get(reverse("step", kwargs={"urn": case.urn, "task": task}))
        assert step.status_code == (200 if has_it else 404)


def test_what_was_read_of_the_roles_before_the_end_does_not_let_them_act_after_it(drive, cast):
    case = drive.case()
    seconded(cast, days=0)
    officer = User.objects.get(pk=cast.outsider.pk)
    assert actor_on(case, officer, [Role.INVESTIGATOR])
    with time_machine.travel(the_end(0), tick=False), pytest.raises(work.NotAllowed):
        work.act_on_case(
            case=case, by=officer, roles=(Role.INVESTIGATOR,), at=timezone.now(), verb=lambda **_: None
        )


@pytest.mark.parametrize("days", [None, -1])
def test_somebody_of_elsewhere_needs_a_last_day_to_come(cast, days):
    with pytest.raises(RuleBroken):
        seconded(cast, days=days)
    assert cast.outsider.memberships.count() == 1
