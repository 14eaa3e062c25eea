"""Of two administrators who act at the same moment the second acts on what the first left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import Actor
from casework.people.locks import administered_locked
from casework.people.models import Membership, RoleEvent, User
from casework.people.roles import Role
from casework.people.services import membership_end
from tests.cast import PASSWORD, Cast, make_cast, person
from tests.workflows.test_races import at_once

NO_LONGER = "You are no longer an administrator of West Midlands Police"


@pytest.fixture
def second(cast) -> User:
    return person("administrator2", Role.ADMINISTRATOR, cast.force)


@pytest.fixture
def revoked_first(cast, second, monkeypatch) -> Callable[[str], None]:
    """Have the second administrator end the role of the first before the first gets as far as the lock."""

    def before(where: str) -> None:
        def locked(*args: object, **kwargs: object) -> object:
            monkeypatch.undo()
            by = Actor(second, Role.ADMINISTRATOR, cast.force)
            membership_end(membership=cast.administrator.memberships.get(), by=by, at=timezone.now())
            return administered_locked(*args, **kwargs)

        monkeypatch.setattr(f"casework.{where}.administered_locked", locked)

    return before


def acts_of(cast: Cast, second: User) -> dict[str, tuple[str, str, dict[str, object]]]:
    """By what is done: where the lock is taken, the address, and the form."""
    newcomer = {"first_name": "New", "last_name": "Comer", "email": "new@example.test", "unit": cast.unit.pk}
    role, of_second = second.memberships.get(), {"person": second.pk, "what": "password"}
    return {
        "end": ("people.services", reverse("membership_end", kwargs={"membership": role.pk}), {}),
        "give": (
            *("people.services", reverse("membership_add")),
            {"username": "gatekeeper", "role": "auditor"},
        ),
        "add": (
            *("people.services", reverse("person_add")),
            {"username": "newcomer", "role": "investigator", "password": PASSWORD, **newcomer},
        ),
        "reset": ("sign_in.administering", reverse("person_sign_in_change", kwargs=of_second), {}),
    }


@pytest.mark.behind_wall
@pytest.mark.django_db
@pytest.mark.parametrize("what", ["end", "give", "add", "reset"])
def test_an_administrator_who_is_none_any_more_is_told_and_changes_nothing(
    cast, second, as_user, revoked_first, what
):
    where, address, form = acts_of(cast, second)[what]
    browser = as_user(cast.administrator)
    revoked_first(where)
    answer = browser.post(address, form)
    assert (answer.status_code, NO_LONGER in answer.content.decode()) == (422, True)
    assert not RoleEvent.objects.filter(actor=cast.administrator).exists()


@pytest.mark.parametrize("attempt", range(3))
@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_end_each_other_leave_one(as_user, attempt):
    cast = make_cast()
    both = [cast.administrator, person("administrator2", Role.ADMINISTRATOR, cast.force)]
    roles = [each.memberships.get() for each in both]
    addresses = [reverse("membership_end", kwargs={"membership": role.pk}) for role in reversed(roles)]

    def ends(who: User, address: str) -> Callable[[], int]:
        browser = as_user(who)
        return lambda: browser.post(address).status_code

    at_once(*map(ends, both, addresses))
    left = Membership.objects.in_force(timezone.localdate()).filter(organisation=cast.force)
    assert left.filter(role=Role.ADMINISTRATOR).count() == 1
