"""Telling the errors of the database apart, as the database itself raises them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from casework.database import is_lock_timeout, violates
from casework.people.models import User

pytestmark = pytest.mark.django_db


def test_a_violated_constraint_is_known_by_its_name(cast):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        User.objects.create_user("GATEKEEPER")
    assert violates(refused.value, "user_username_once_in_any_capitals")
    assert not violates(refused.value, "casework_user_username_key")


def test_an_error_that_the_database_did_not_raise_violates_nothing():
    assert not violates(IntegrityError(), "user_username_once_in_any_capitals")


@pytest.mark.parametrize(("state", "timeout"), [("lock_not_available", True), ("query_canceled", False)])
def test_a_lock_timeout_is_told_from_other_operational_errors(state, timeout):
    with (
        pytest.raises(OperationalError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$")
    assert is_lock_timeout(refused.value) is timeout
