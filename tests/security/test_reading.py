"""Asking for a page changes nothing of any case, whoever asks, and by whichever safe method."""

from __future__ import annotations

import pytest

from tests.access.test_matrix import EVERYBODY, PAGES, address, status  # noqa: F401 - the fixture of every address
from tests.faults.state import AUDITED, differences, state
from tests.security.addresses import every_address

pytestmark = pytest.mark.django_db
# The record of reading; and what somebody saw last, from which "new since you looked" is told.
MAY_CHANGE = AUDITED | {"+casework_caselook", "-casework_caselook"}


def test_reading_changes_nothing(address, cast, as_user, client):  # noqa: F811
    known = [address(name) for name in PAGES]
    others = every_address("20AA0000126")
    before = state()
    for who in sorted(EVERYBODY):
        browser = client if who == "anonymous" else as_user(getattr(cast, who))
        for where in known:
            status(browser.get(where))
        # One's own sessions end by POST alone too: they are looked at where they are asked for at the end.
        for where in others:
            status(browser.get(where))
        if who in ("supervisor", "administrator"):
            for where in known:
                status(browser.head(where))
                browser.options(where)
    changed = differences(before, state())
    assert {place: rows for place, rows in changed.items() if place not in MAY_CHANGE} == {}
