"""No page leads anybody where they may not go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from notifications.notices.sweep import sweep
from tests.access.addresses import given_up
from tests.access.table import EVERYBODY
from tests.cast import TO_CHARGE, charged
from tests.clinics.planned import booked_soon

pytestmark = pytest.mark.django_db
NOTICES = ("notices", "ladders", "foreseen", "foreseen_numbers", "mails", "incidents")


@pytest.fixture
def case(drive, cast):
    """A charged case, about which people were told."""
    made = drive.case()
    drive.do(made, *TO_CHARGE)
    sweep(now=timezone.now() + timedelta(days=40))
    given_up(cast.investigator)
    return made


def links_of(response) -> set[str]:
    """Where the page leads, but for places on itself and ways out of the session."""
    shown = BeautifulSoup(response.content, "html5lib").select("main a[href]")
    return {each["href"].split("#")[0] for each in shown} - {"", "/accounts/sign-out/"}


@pytest.mark.queue_differs
@pytest.mark.parametrize("who", sorted(EVERYBODY - {"anonymous"}))
def test_every_link_of_the_pages_of_notices_can_be_followed(case, cast, as_user, who):
    browser = as_user(getattr(cast, who))
    of_case = [reverse(name, kwargs={"urn": case.urn}) for name in ("case", "case_notices", "case_foreseen")]
    pages = [browser.get(address) for address in [*map(reverse, NOTICES), *of_case]]
    links = set().union(*(links_of(page) for page in pages if page.status_code == 200))
    refused = {address for address in links if browser.get(address).status_code in (403, 404)}
    assert links
    assert refused == set()


@pytest.mark.queue_differs
@pytest.mark.parametrize(
    ("who", "shown"),
    [("supervisor", True), ("auditor", True), ("manager", True), ("investigator", False), ("liaison", False)],
)
def test_a_case_leads_those_who_answer_for_the_work_to_who_was_told_what(case, cast, as_user, who, shown):
    page = as_user(getattr(cast, who)).get(reverse("case", kwargs={"urn": case.urn}))
    assert (reverse("case_notices", kwargs={"urn": case.urn}) in links_of(page)) is shown


@pytest.mark.queue_differs
@pytest.mark.parametrize(("who", "books"), [("investigator", True), ("witness_care", False)])
def test_a_case_leads_those_who_book_clinic_slots_to_them(drive, cast, as_user, who, books):
    case = charged(booked_soon(drive).case_file, timezone.localdate())
    browser = as_user(getattr(cast, who))
    links = links_of(browser.get(reverse("case_route", kwargs={"urn": case.urn, "route": "early-advice"})))
    assert (reverse("clinic_choose", kwargs={"urn": case.urn}) in links) is books
    assert {browser.get(address).status_code for address in links} == {200}


def test_the_incidents_lead_to_the_mails_that_did_not_go(cast, as_user):
    assert reverse("mails") in links_of(as_user(cast.administrator).get(reverse("incidents")))


@pytest.mark.parametrize(
    ("who", "leads_to"),
    [
        ("investigator", {"ladders"}),
        ("supervisor", {"ladders", "foreseen"}),
        ("administrator", {"ladders", "foreseen_numbers"}),
    ],
)
def test_the_notices_lead_to_what_each_may_see_of_them(cast, as_user, who, leads_to):
    links = links_of(as_user(getattr(cast, who)).get(reverse("notices")))
    assert links == {reverse(name) for name in leads_to | {"notice_choices", "notice_test"}}
