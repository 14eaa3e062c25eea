"""An account is deactivated, never deleted: what its person did stays theirs."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from casework.people.models import User
from tests.cast import TO_GATEKEEPER

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger() -> User:
    """Somebody to whom nothing refers, so that only the rule itself keeps them."""
    return User.objects.create_user("stranger")


def by_the_model(person: User) -> None:
    person.delete()


def by_a_query(person: User) -> None:
    User.objects.filter(pk=person.pk).delete()


def by_hand(person: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM casework_user WHERE id = %s", [person.pk])


@pytest.mark.parametrize("delete", [by_the_model, by_a_query, by_hand])
def test_an_account_cannot_be_deleted(stranger, delete):
    with pytest.raises((ProtectedError, DatabaseError)), transaction.atomic():
        delete(stranger)
    assert User.objects.filter(pk=stranger.pk).exists()


def test_a_deactivated_persons_events_keep_their_name(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    User.objects.filter(pk=cast.investigator.pk).update(is_active=False)
    page = as_user(cast.gatekeeper).get(f"/cases/{case.urn}/activity/").content.decode()
    assert "Investigator Tester" in page
    assert case.events.filter(actor=cast.investigator).exists()
