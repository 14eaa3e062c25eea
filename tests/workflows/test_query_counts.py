"""Lists make the same number of queries with one row and with thirty."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import TO_GATEKEEPER

pytestmark = pytest.mark.django_db


def queries(browser, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["overview", "queue", "cases"])
def test_the_lists_do_not_load_by_the_row(drive, cast, as_user, name):
    browser, address = as_user(cast.investigator), reverse(name)
    drive.case()
    one = queries(browser, address)
    for _ in range(7):
        drive.case()
    assert queries(browser, address) == one <= 10


def test_a_case_does_not_load_by_its_people_and_events(drive, cast, as_user):
    small, large = drive.case(), drive.case(suspects=6, victims=6)
    drive.do(small, *TO_GATEKEEPER)
    browser = as_user(cast.gatekeeper)
    for name in ("case", "case_people", "case_activity"):
        counts = {queries(browser, reverse(name, kwargs={"urn": case.urn})) for case in (small, large)}
        assert max(counts) - min(counts) <= 2, (name, counts)


@pytest.mark.parametrize("route", ["bad-character", "victim-statements", "charging"])
def test_a_route_does_not_load_by_the_record(drive, cast, as_user, route):
    small, large = drive.case(), drive.case(suspects=6, victims=6)
    browser = as_user(cast.gatekeeper)
    addresses = [reverse("case_route", kwargs={"urn": case.urn, "route": route}) for case in (small, large)]
    assert queries(browser, addresses[0]) == queries(browser, addresses[1])
