"""Asking for a page changes nothing of any case, whoever asks, and by whichever safe method."""

from __future__ import annotations

import pytest

from tests.access.addresses import status
from tests.access.table import PAGES
from tests.faults.state import AUDITED, differences, state
from tests.security.addresses import every_address

pytestmark = pytest.mark.django_db
# The record of reading; what somebody saw last, from which "new since you looked" is told; and when they
# signed in, as these tests do.
MAY_CHANGE = AUDITED | {f"{sign}casework_{table}" for table in ("caselook", "user") for sign in "+-"}


READERS = ("investigator", "manager", "auditor", "administrator")


def test_reading_changes_nothing(address, cast, as_user, client):
    known = [address(name) for name in PAGES]
    before = state()
    for browser in (client, *(as_user(getattr(cast, who)) for who in READERS)):
        for where in known:
            status(browser.get(where))
    browser = as_user(cast.supervisor)
    for where in (*known, *every_address(address("case").split("/")[2])):
        status(browser.head(where))
        browser.options(where)
    changed = differences(before, state())
    assert {place: rows for place, rows in changed.items() if place not in MAY_CHANGE} == {}
