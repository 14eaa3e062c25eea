"""The administrator's pages: what is listed, and each way to put it right, by HTTP."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.incidents.models import Incident
from casework.incidents.services import SEND_EMAIL, incident_record
from casework.obligations.models import Obligation
from casework.people.models import Membership, User
from casework.people.roles import Role
from tests.cast import TO_GATEKEEPER, organisation, person

pytestmark = pytest.mark.django_db


def page(browser) -> BeautifulSoup:
    return BeautifulSoup(browser.get(reverse("incidents")).content, "html.parser")


def test_of_an_email_the_work_is_left_alone(drive, cast, as_user):
    case = drive.case()
    owed = drive.open_work(case, "file_submission.prepare")
    about = {"case": case, "task": owed.task, "step": owed.kind, "at": timezone.now()}
    incident_record(error=ValueError(), doing=SEND_EMAIL, **about)
    shown = page(as_user(cast.administrator))
    assert "An email about this work may not have arrived" in shown.text
    assert [link.contents[0] for link in shown.select(".app-list__main a")] == ["Close"]


def repair(key: object, action: str) -> str:
    return reverse("incident", kwargs={"key": str(key), "action": action})


def seen_on(browser, address: str) -> str:
    """What the page sends back of the work that it shows."""
    return str(BeautifulSoup(browser.get(address).content, "html.parser").select_one("[name=seen]")["value"])


def links(body: BeautifulSoup) -> list[str]:
    return [link["href"] for link in body.select(".app-list__main a")]


@pytest.fixture
def failed(drive, monkeypatch):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    with monkeypatch.context() as broken:
        broken.setattr("workflows.flows.file_review.routes_start", lambda *_: 1 / 0)
        drive.do(case, "file_submission.review accept")
    return case


@pytest.mark.queue_differs
def test_what_failed_is_listed_with_its_reference_and_place_and_without_a_name(failed, cast, as_user):
    body, incident = page(as_user(cast.administrator)), Incident.objects.get()
    first = body.select_one(".app-list__item").text
    for said in (failed.urn, "File review: open charging", "ZeroDivisionError", incident.reference):
        assert said in first
    assert "workflows/engine" in first or "workflows/flows" in first or "tests/" in first
    assert "Tester" not in body.main.text
    assert "Suspectname" not in body.main.text
    assert links(body)[:3] == [repair(incident.reference, way) for way in ("retry", "skip", "move")]


def test_it_is_tried_again(failed, drive, cast, as_user):
    browser, key = as_user(cast.administrator), Incident.objects.get().reference
    assert browser.get(repair(key, "retry")).status_code == 200
    response = browser.post(repair(key, "retry"), follow=True)
    assert "This has been put right." in response.content.decode()
    assert "charging_request.triage" in drive.kinds(failed)
    assert links(page(browser)) == []


@pytest.mark.queue_differs
@pytest.mark.parametrize(
    ("action", "form", "error"),
    [
        ("skip", {"reason": ""}, "Enter why the step is skipped"),
        ("move", {"to": "review"}, "Enter why the work is moved"),
        ("move", {"to": "gone", "reason": "Why"}, "Select the step to move the work to"),
    ],
)
def test_a_reason_and_a_step_are_asked_for(failed, cast, as_user, action, form, error):
    response = as_user(cast.administrator).post(repair(Incident.objects.get().reference, action), form)
    assert response.status_code == 422
    assert error in response.content.decode()


@pytest.mark.queue_differs
@pytest.mark.parametrize(("action", "form"), [("skip", {}), ("move", {"to": "review"})])
def test_it_is_skipped_or_moved_with_a_reason(failed, cast, as_user, action, form):
    address = repair(Incident.objects.get().reference, action)
    browser = as_user(cast.administrator)
    sent = {**form, "reason": "Done by hand", "seen": seen_on(browser, address)}
    assert browser.post(address, sent).status_code == 302
    assert failed.events.filter(verb__in=("skipped", "moved")).get().reason == "Done by hand"


@pytest.mark.queue_differs
def test_what_a_page_did_not_show_is_not_moved_from_it(failed, cast, as_user):
    address, browser = repair(Incident.objects.get().reference, "move"), as_user(cast.administrator)
    form, seen = {"to": "review", "reason": "Done by hand"}, seen_on(browser, address)
    for other in (f"{seen} 1", "", "²", "9" * 5000):
        answer = browser.post(address, {**form, "seen": other})
        assert (answer.status_code, "has been put right" in answer.content.decode()) == (422, True)
        assert f'name="seen" value="{seen}"' in answer.content.decode()
    assert browser.post(address, {**form, "seen": seen}).status_code == 302


def test_who_comes_second_is_told_who_was_first(failed, cast, as_user):
    second = person("administrator2", Role.ADMINISTRATOR, cast.area)
    address = repair(Incident.objects.get().reference, "retry")
    as_user(cast.administrator).post(address)
    response = as_user(second).post(address)
    assert response.status_code == 409
    assert "Administrator Tester has already dealt with this" in response.content.decode()


@pytest.mark.queue_differs
def test_an_administrator_elsewhere_sees_nothing_and_finds_nothing(failed, cast, as_user):
    elsewhere = person("elsewhere", Role.ADMINISTRATOR, organisation("force", "Northumbria Police"))
    browser, key = as_user(elsewhere), Incident.objects.get().reference
    body = page(browser)
    assert "Nothing has failed" in body.main.text
    assert "Incidents (0)" in body.select_one("nav").text
    for name in (key, f"{failed.urn}-process-1", "junk", "x" * 200):
        assert browser.get(repair(name, "retry")).status_code == 404
        assert browser.post(repair(name, "retry")).status_code == 404


@pytest.mark.queue_differs
def test_the_link_says_how_many_failures_are_open(failed, cast, as_user):
    assert "Incidents (1)" in page(as_user(cast.administrator)).select_one("nav").text
    assert "Incidents" not in as_user(cast.gatekeeper).get(reverse("overview")).content.decode()


def test_what_a_person_can_try_again_is_closed_with_a_reason(drive, cast, as_user):
    case, browser = drive.case(), as_user(cast.administrator)
    task = drive.open_work(case, "early_advice.consider").task
    about = {"doing": "complete", "at": timezone.now(), "step": "early_advice.consider"}
    incident = incident_record(error=ValueError(), case=case, task=task, **about)
    assert links(page(browser)) == [repair(incident.reference, way) for way in ("dismiss", "move")]
    assert browser.get(repair(incident.reference, "skip")).status_code == 404
    assert browser.post(repair(incident.reference, "dismiss"), {}).status_code == 422
    browser.post(repair(incident.reference, "dismiss"), {"reason": "The disk was full"})
    incident.refresh_from_db()
    assert (incident.how, incident.reason, incident.closed_by) == (
        *("dismissed", "The disk was full"),
        cast.administrator,
    )


def test_a_failure_of_no_case_is_every_administrators(db, cast, as_user):
    incident = incident_record(error=ValueError(), doing="overview", at=timezone.now())
    body = page(as_user(cast.administrator))
    assert "The service" in body.main.text
    assert links(body) == [repair(incident.reference, "dismiss")]


def test_who_closes_a_failure_of_no_case_second_is_told_who_was_first(db, cast, as_user):
    incident = incident_record(error=ValueError("x"), doing="wake", at=timezone.now())
    browser = as_user(cast.administrator)
    browser.post(repair(incident.reference, "dismiss"), {"reason": "The disk was full"})
    late = browser.post(repair(incident.reference, "dismiss"), {"reason": "Late"})
    assert late.status_code == 409
    assert "Administrator Tester has already dealt with this" in late.content.decode()


@pytest.mark.parametrize("rest", ["", "-nonsense", "-task-x", "-record-7"])
def test_an_address_that_names_no_work_of_a_case_is_not_found(drive, cast, as_user, rest):
    key = drive.case().urn + rest
    assert as_user(cast.administrator).get(repair(key, "retry")).status_code == 404


def test_an_empty_pool_is_told_with_its_role_and_place(drive, cast, as_user):
    Membership.objects.filter(person=cast.supervisor).delete()
    drive.do(drive.case(), *TO_GATEKEEPER[:3])
    body = page(as_user(cast.administrator))
    said = body.select_one("#pools").parent
    assert f"Supervisor at {cast.unit.name}, {cast.force.name}: 1 open" in said.text
    assert said.select_one("a")["href"] == reverse("people")


def spoil_a_case(drive, *, suspects: int = 1) -> None:
    """Something of each sort, in a case of its own."""
    case = drive.case(suspects=suspects)
    owed = drive.open_work(case, "early_advice.consider")
    incident_record(error=ValueError(), doing="complete", at=timezone.now(), case=case, task=owed.task)
    lost = drive.open_work(case, "file_submission.prepare")
    Obligation.objects.filter(pk=lost.pk).delete()
    idle = drive.open_work(case, "vps_offer.offer")
    Task.objects.filter(pk=idle.task).update(status=STATUS.DONE)
    Obligation.objects.filter(kind="bad_character.consider").update(owner=drive.cast.outsider)
    tasks = Obligation.objects.filter(kind="bad_character.consider").values("task")
    Task.objects.filter(pk__in=tasks).update(owner=drive.cast.outsider)


@pytest.mark.queue_differs
def test_the_page_makes_the_same_queries_for_one_and_for_thirty(drive, cast, as_user):
    browser = as_user(cast.administrator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(browser)
        return len(captured)

    spoil_a_case(drive)
    queries()
    one = queries()
    for _ in range(8):
        spoil_a_case(drive)
    assert len(page(browser).select(".app-list__item")) >= 30
    assert queries() == one <= 65


@pytest.mark.queue_differs
def test_each_sort_is_put_right_from_its_link(drive, cast, as_user):
    browser = as_user(cast.administrator)
    spoil_a_case(drive)
    for link in [link for link in links(page(browser)) if link.endswith("/retry/")]:
        assert browser.get(link).status_code == 200
        assert browser.post(link).status_code in (302, 409), link
    body = page(browser)
    assert [link for link in links(body) if link.endswith("/retry/")] == []
    from workflows.queues.check import differences

    assert differences() == []


def test_a_person_without_the_role_is_refused(cast, as_user):
    for who in (cast.gatekeeper, cast.auditor, cast.manager):
        assert as_user(User.objects.get(pk=who.pk)).get(reverse("incidents")).status_code == 403
