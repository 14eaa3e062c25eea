from __future__ import annotations

import pytest
from django.test import Client

from casework.people.models import User
from tests.cast import Cast, Driver, make_cast


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def drive(cast) -> Driver:
    return Driver(cast)


@pytest.fixture
def as_user():
    """A browser session of a person."""

    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in
