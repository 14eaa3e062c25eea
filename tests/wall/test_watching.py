"""Who watches over an opening in an emergency has the row of it, by the ranks of the product."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.access.opened import OPENING_ROLES
from casework.audit.who import Acting, acting_as
from casework.break_ins.models import BreakIn
from casework.break_ins.ranks import ranks_over
from casework.people.models import User
from casework.people.roles import CPS_ROLES, UNIT_ROLES, Role
from tests.access.keeping import barred
from tests.break_ins.opening import closed_case
from tests.cast import organisation, person
from tests.wall.role import acting_as_role, roles_require

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]


def opened_as(role: Role, case, by: User, home) -> None:
    now = timezone.now()
    BreakIn.objects.create(
        case_file=case,
        number=BreakIn.objects.count() + 1,
        position="review",
        person=by,
        role=role,
        organisation=home,
        reason="So",
        opened_at=now,
        moved_at=now,
        ends_at=now + timedelta(hours=1),
    )


def watched_by(user: User) -> set[str]:
    with acting_as(Acting(person=user.pk)), acting_as_role():
        return set(BreakIn.objects.values_list("role", flat=True))


@pytest.mark.parametrize("role", [Role.GATEKEEPER, Role.AUDITOR])
def test_nobody_has_it_who_is_barred_from_the_case(drive, cast, role):
    roles_require()
    case = closed_case(drive, cast)
    opened_as(Role.SUPERVISOR, case, cast.supervisor, cast.force)
    watcher = person("watcher", role, cast.force)
    assert watched_by(watcher) == {Role.SUPERVISOR}
    barred(case, watcher, by=cast.supervisor)
    assert watched_by(watcher) == set()


@pytest.mark.parametrize("role", Role)
def test_the_ranks_above_and_the_auditor_have_it_and_nobody_else(drive, cast, role):
    roles_require()
    case = closed_case(drive, cast)
    away = organisation("force", "Northumbria Police")
    opener = person("opener", Role.GATEKEEPER, away)
    place = {each: cast.area if each in CPS_ROLES else cast.force for each in Role}
    for each in OPENING_ROLES:
        opened_as(each, case, opener, place[each])
    over = {each for each in OPENING_ROLES if role in ranks_over(each)}
    audited = {each for each in OPENING_ROLES if role == Role.AUDITOR and place[each] == cast.force}
    here, there = (cast.unit, cast.force.units.last()) if role in UNIT_ROLES else (None, None)
    assert watched_by(person("watcher", role, place[role], here)) == over | audited
    if there:
        assert watched_by(person("beside", role, cast.force, there)) == set()
    elif role not in CPS_ROLES:
        assert watched_by(person("away", role, away)) == set()
    assert watched_by(opener) == set(OPENING_ROLES)
