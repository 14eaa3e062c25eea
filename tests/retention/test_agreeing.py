"""Nobody erases a case alone by a second account, or by that of somebody whose sign-in they changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.people.models import Membership, RoleEvent
from casework.people.roles import Role
from casework.people.services import membership_add, person_add
from casework.retention import erasure
from casework.retention.erasure import case_erase, erasure_propose
from casework.retention.models import CaseRetention
from casework.retention.selectors import proposal_of
from casework.sign_in.administering import password_reset
from tests.cast import Cast
from tests.retention.closed import after, classed, closed_case, colleague, keeper, of_the_force_alone

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
Change = Callable[[Cast, Actor, Actor, datetime], Actor]


@pytest.fixture
def case(drive) -> CaseFile:
    """A case that the force alone may let go."""
    return of_the_force_alone(closed_case(drive))


def second_account(cast: Cast, ours: Actor, other: Actor, at: datetime) -> Actor:
    """An account that the proposer made, ever so long ago."""
    made = person_add(
        organisation=cast.force,
        role=Role.ADMINISTRATOR,
        unit=None,
        password="a long password of theirs",
        username="puppet",
        by=ours,
        at=at - timedelta(days=900),
    )
    return Actor(made, Role.ADMINISTRATOR, cast.force)


def account_of_the_proposer(cast: Cast, ours: Actor, other: Actor, at: datetime) -> Actor:
    """An officer's account that the proposer made, and to which somebody else gave the role since."""
    long_ago, username = at - timedelta(days=900), "puppet"
    made = person_add(
        organisation=cast.force,
        role=Role.GATEKEEPER,
        unit=None,
        password="a long password of theirs",
        username=username,
        by=ours,
        at=long_ago,
    )
    membership_add(username=username, role=Role.ADMINISTRATOR, unit=None, by=other, at=long_ago)
    return Actor(made, Role.ADMINISTRATOR, cast.force)


def role_by_the_proposer(cast: Cast, ours: Actor, other: Actor, at: datetime) -> Actor:
    about = {"username": cast.gatekeeper.username, "role": Role.ADMINISTRATOR, "unit": None}
    membership_add(by=ours, at=at - timedelta(days=900), **about)
    return Actor(cast.gatekeeper, Role.ADMINISTRATOR, cast.force)


def new_role(cast: Cast, ours: Actor, other: Actor, at: datetime) -> Actor:
    """A role by somebody else, six days before the proposal."""
    about = {"username": cast.gatekeeper.username, "role": Role.ADMINISTRATOR, "unit": None}
    membership_add(by=other, at=at - timedelta(days=6), **about)
    return Actor(cast.gatekeeper, Role.ADMINISTRATOR, cast.force)


def reset_before(cast: Cast, ours: Actor, other: Actor, at: datetime) -> Actor:
    password_reset(person=other.person, by=ours, at=at - timedelta(days=6))
    return other


def reset_since(cast: Cast, ours: Actor, other: Actor, at: datetime) -> Actor:
    password_reset(person=other.person, by=ours, at=at + timedelta(hours=1))
    return other


def reset_by_the_eraser(cast: Cast, ours: Actor, other: Actor, at: datetime) -> Actor:
    """The proposal was made in the name of somebody whose password the eraser had."""
    password_reset(person=ours.person, by=other, at=at - timedelta(days=1))
    return other


CHANGES = (
    *(second_account, account_of_the_proposer, role_by_the_proposer, new_role),
    *(reset_before, reset_since, reset_by_the_eraser),
)


def proposed(case: CaseFile, cast: Cast, change: Change) -> tuple[Actor, datetime]:
    """Who wants to erase it, and when: a day after the proposal, about which something was changed."""
    kept = classed(case, cast)
    eraser = change(cast, keeper(cast), colleague(cast), after(kept))
    erasure_propose(case=case, reason="Not needed", by=keeper(cast), at=after(kept))
    return eraser, after(kept, days=1)


@pytest.mark.parametrize("change", CHANGES)
def test_who_may_be_the_proposer_by_another_name_erases_nothing(case, cast, change):
    eraser, at = proposed(case, cast, change)
    with pytest.raises(RuleBroken, match=r"must both have been|One of you made"):
        case_erase(case=case, by=eraser, at=at)


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_asks_for_the_same(case, cast, change, monkeypatch):
    eraser, at = proposed(case, cast, change)
    kept, proposal = CaseRetention.objects.get(), proposal_of(case)
    monkeypatch.setattr(erasure, "agreement_require", lambda *_: (kept, proposal))
    with pytest.raises(DatabaseError, match="may not be erased"), transaction.atomic():
        case_erase(case=case, by=eraser, at=at)


def test_what_was_changed_long_before_or_by_others_stands_in_nobodys_way(case, cast):
    kept = classed(case, cast)
    at, ours, other = after(kept), keeper(cast), colleague(cast)
    Membership.objects.filter(person=other.person).update(starts_on=date(2020, 1, 1))
    password_reset(person=other.person, by=ours, at=at - timedelta(days=8))
    assert RoleEvent.objects.filter(actor=ours.person, person=other.person).exists()
    erasure_propose(case=case, reason="Not needed", by=ours, at=at)
    assert case_erase(case=case, by=other, at=at + timedelta(days=1)).erased_by == other.person


def test_a_proposal_of_somebody_new_is_carried_out_by_nobody(case, cast):
    kept = classed(case, cast)
    newcomer = new_role(cast, keeper(cast), colleague(cast), after(kept))
    erasure_propose(case=case, reason="Not needed", by=newcomer, at=after(kept))
    with pytest.raises(RuleBroken, match="must both have been"):
        case_erase(case=case, by=keeper(cast), at=after(kept, days=1))
    assert CaseFile.objects.filter(pk=case.pk).exists()
