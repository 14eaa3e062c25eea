"""What changed since somebody last looked: on the queue, the case, the step and the log."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.last_looked.models import CaseLook
from casework.pages.dates import govuk_datetime
from tests.audit.costs import WRITTEN_DOWN
from tests.cast import CONSIDERED, TO_GATEKEEPER
from tests.workflows.reading import page, step_of, text_of
from tests.workflows.test_query_counts import queries
from tests.workflows.test_queue import rows
from tests.workflows.working import now, task_of
from workflows.engine import work

pytestmark = pytest.mark.django_db
SINCE = "since you last looked on"


def look(browser, case):
    return browser.get(reverse("case", kwargs={"urn": case.urn}))


def new(response) -> list[str]:
    """What the log marks as new."""
    found = page(response).select(".app-events__item")
    return [
        " ".join(item.select_one(".app-events__title").get_text(" ").split()).removesuffix(" New")
        for item in found
        if item.select_one(".moj-badge")
    ]


def sign_offs(drive, case) -> None:
    drive.do(case, *CONSIDERED, "file_submission.prepare submit", "file_submission.sign_off return")


def test_the_case_tells_what_others_did_since_who_and_when(drive, case, cast, as_user):
    browser = as_user(cast.investigator)
    assert SINCE not in text_of(look(browser, case))
    looked_at = CaseLook.objects.get().looked_at
    sign_offs(drive, case)
    told = text_of(look(browser, case))
    assert f"1 change {SINCE} {govuk_datetime(looked_at)}" in told
    event = case.events.get(verb="returned")
    assert f"File returned: Supervisor Tester, {govuk_datetime(event.at)}" in told
    assert SINCE not in text_of(look(browser, case))


def test_a_case_never_looked_at_has_no_changes(drive, case, cast, as_user):
    sign_offs(drive, case)
    assert SINCE not in text_of(look(as_user(cast.investigator), case))


def test_that_work_was_taken_up_or_put_back_is_no_news(drive, case, cast, as_user):
    drive.do(case, *TO_GATEKEEPER)
    browser = as_user(cast.gatekeeper)
    look(browser, case)
    work.claim(task=task_of(drive, case, "file_submission.review"), by=cast.gatekeeper2, **now())
    assert SINCE not in text_of(look(browser, case))


def test_the_step_tells_it_too_and_counts_as_a_look(drive, case, cast, as_user):
    browser = as_user(cast.investigator)
    look(browser, case)
    sign_offs(drive, case)
    step = step_of(drive, case, "vps_offer.offer")
    assert f"1 change {SINCE}" in text_of(browser.get(step))
    assert SINCE not in text_of(browser.get(step))


def test_what_is_sent_and_refused_is_no_look(drive, case, cast, as_user):
    browser = as_user(cast.investigator)
    look(browser, case)
    sign_offs(drive, case)
    assert browser.post(step_of(drive, case, "vps_offer.offer"), {}).status_code == 422
    assert SINCE in text_of(look(browser, case))


def test_the_log_marks_what_is_new_and_so_does_its_link_later(drive, case, cast, as_user):
    browser, log = as_user(cast.investigator), reverse("case_activity", kwargs={"urn": case.urn})
    assert new(browser.get(log)) == []
    sign_offs(drive, case)
    link = page(look(browser, case)).select_one("main .app-card a")["href"]
    assert new(browser.get(log)) == []
    assert new(browser.get(link)) == ["File returned"]
    assert browser.get(log, {"since": "9" * 30}).status_code == 200


def test_the_queue_tags_the_work_of_such_a_case_and_finds_it(drive, case, cast, as_user):
    drive.case()
    browser, queue = as_user(cast.investigator), reverse("queue")
    look(browser, case)
    sign_offs(drive, case)
    assert {case.urn in row for row in rows(browser.get(queue)) if "Updated" in row} == {True}
    found = rows(browser.get(queue, {"marked": "updated"}))
    assert found
    assert all(case.urn in row and "Updated" in row for row in found)
    look(browser, case)
    assert "Updated" not in " ".join(rows(browser.get(queue)))
    assert rows(browser.get(queue, {"marked": "updated"})) == []


def test_one_persons_look_is_not_anothers(drive, case, cast, as_user):
    for who in (cast.investigator, cast.supervisor):
        look(as_user(who), case)
    sign_offs(drive, case)
    look(as_user(cast.investigator), case)
    assert "3 changes" in text_of(look(as_user(cast.supervisor), case)).split(SINCE)[0]


@pytest.mark.parametrize("name", ["case", "case_activity"])
def test_an_outsider_leaves_no_mark(case, cast, as_user, name):
    assert as_user(cast.outsider).get(reverse(name, kwargs={"urn": case.urn})).status_code == 404
    assert not CaseLook.objects.exists()


def test_the_queue_costs_the_same_with_one_marked_row_and_with_thirty(drive, cast, as_user):
    browser, address = as_user(cast.investigator), f"{reverse('queue')}?marked=updated&marked=draft"
    counts = []
    for number in (1, 7):
        for _ in range(number):
            case = drive.case()
            look(browser, case)
            drive.do(case, *TO_GATEKEEPER)
            browser.post(step_of(drive, case, "vps_offer.offer"), {"offered_on-day": "1", "keep": "auto"})
        counts.append(queries(browser, address))
    assert counts[0] == counts[1] <= 14 + WRITTEN_DOWN


def test_the_case_costs_the_same_with_one_change_and_with_many(drive, cast, as_user):
    few, many, browser = drive.case(), drive.case(), as_user(cast.investigator)
    costs = []
    for case, steps in ((few, TO_GATEKEEPER[:4]), (many, TO_GATEKEEPER)):
        look(browser, case)
        drive.do(case, *steps)
        CaseLook.objects.update(seen=0, looked_at=timezone.now())
        costs.append(queries_once(browser, reverse("case", kwargs={"urn": case.urn})))
    assert abs(costs[0] - costs[1]) <= 1


def queries_once(browser, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        browser.get(address)
    return len(captured)
