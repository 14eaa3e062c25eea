"""Who reads, searches or takes out faster than people do is told to wait, and it is written down."""

from __future__ import annotations

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from casework.audit.models import AuditEntry
from config.pace import SECONDS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pace(settings):
    cache.clear()
    settings.PACE = {"case": 3, "draft": 4, "search": 2, "export": 1}
    with time_machine.travel(timezone.now().replace(minute=1), tick=False) as clock:
        yield clock
    cache.clear()


def statuses(browser, where: str, times: int, **query: str) -> list[int]:
    return [browser.get(where, query).status_code for _ in range(times)]


def test_who_opens_case_after_case_is_told_to_wait(drive, cast, as_user, pace):
    browser = as_user(cast.gatekeeper)
    cases = [reverse("case", kwargs={"urn": drive.case().urn}) for _ in range(5)]
    assert [browser.get(where).status_code for where in cases] == [200, 200, 200, 429, 429]
    told = browser.get(cases[0])
    assert "Wait 9 minutes" in told.content.decode()
    assert 0 < int(told.headers["Retry-After"]) <= SECONDS
    pace.shift(int(told.headers["Retry-After"]))
    assert browser.get(cases[4]).status_code == 200


def test_addresses_of_no_case_count_too(cast, as_user):
    browser = as_user(cast.outsider)
    assert statuses(browser, reverse("case", kwargs={"urn": "20AA9999926"}), 4) == [404, 404, 404, 429]


def test_searches_and_exports_have_limits_of_their_own(cast, as_user):
    browser = as_user(cast.auditor)
    assert statuses(browser, reverse("cases"), 3, urn="20AA") == [200, 200, 429]
    assert statuses(browser, reverse("whose_clock_export"), 2) == [200, 429]
    assert statuses(browser, reverse("cases"), 3) == [200, 200, 200]


def test_nobody_waits_for_somebody_else(drive, cast, as_user):
    where = reverse("case", kwargs={"urn": drive.case().urn})
    assert statuses(as_user(cast.gatekeeper), where, 4)[-1] == 429
    assert statuses(as_user(cast.gatekeeper2), where, 1) == [200]


def test_nothing_is_done_by_who_is_too_fast(drive, cast, as_user):
    case, browser = drive.case(), as_user(cast.investigator)
    statuses(browser, reverse("case", kwargs={"urn": case.urn}), 3)
    where = {"urn": case.urn, "task": drive.open_work(case, "vps_offer.offer").task}
    before = case.events.count()
    assert browser.post(reverse("step_claim", kwargs=where)).status_code == 429
    assert case.events.count() == before


def test_what_a_form_saves_by_itself_costs_no_pages(drive, cast, as_user):
    case, browser = drive.case(), as_user(cast.investigator)
    task = drive.open_work(case, "vps_offer.offer").task
    where = reverse("step", kwargs={"urn": case.urn, "task": task}) + "?outcome=offer"
    saved = [browser.post(where, {"keep": "auto"}).status_code for _ in range(5)]
    assert 429 not in saved[:4]
    assert saved[4] == 429
    assert browser.get(where).status_code == 200


def test_what_says_that_it_saves_a_form_and_is_sent_elsewhere_is_a_page(drive, cast, as_user):
    case, browser = drive.case(), as_user(cast.gatekeeper)
    where = reverse("case_access_change", kwargs={"urn": case.urn, "what": "bar"})
    assert [browser.post(where, {"keep": "auto"}).status_code for _ in range(4)][-1] == 429


def test_a_search_for_its_length_alone_is_a_search(cast, as_user):
    browser = as_user(cast.auditor)
    sought = [browser.head(reverse("cases"), {"urn": "20AA"}).status_code for _ in range(3)]
    assert sought == [200, 200, 429]
    assert AuditEntry.objects.filter(operation="search", person=cast.auditor.pk).count() == 2


def test_who_is_too_fast_is_written_down(drive, cast, as_user):
    case = drive.case()
    statuses(as_user(cast.gatekeeper), reverse("case", kwargs={"urn": case.urn}), 4)
    entry = AuditEntry.objects.filter(operation="refused").latest("pk")
    assert (entry.person, entry.case_file, entry.outcome) == (cast.gatekeeper.pk, case.pk, "429")
