"""The agenda of the joint operational meeting, as a page and as a paper."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from casework.casefiles.models import CaseFile
from casework.errors import Overtaken
from casework.escalations.models import EscalationPost
from casework.escalations.services import escalation_post_name
from tests.cast import TO_GATEKEEPER

pytestmark = pytest.mark.django_db
AGENDA = "/joint-meeting/"


@pytest.fixture
def escalated(drive):
    """A case with a matter that no rank of the police could settle."""

    def make() -> CaseFile:
        case = drive.case()
        drive.escalate(case)
        drive.do(case, "escalation.supervisor further", "escalation.gatekeeper further")
        return case

    return make


def page(as_user, person, **query: str) -> str:
    return as_user(person).get(AGENDA, query).content.decode()


def test_it_holds_the_escalations_that_have_come_to_the_meeting(escalated, cast, as_user):
    case = escalated()
    said = page(as_user, cast.gatekeeper)
    assert case.urn in said
    assert "The laboratory gives no date" in said


def test_it_holds_files_that_came_back_three_times(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER[:3])
    for _ in range(2):
        drive.do(case, "file_submission.sign_off return", "file_submission.correct submit")
    assert "3 times" not in page(as_user, cast.gatekeeper)
    drive.do(case, "file_submission.sign_off return")
    assert "3 times" in page(as_user, cast.gatekeeper)


def test_it_holds_work_that_is_two_weeks_late(drive, cast, as_user):
    fresh, late = drive.case(), drive.case(at=timezone.now() - timedelta(days=60))
    # Its report was long ago, and with it the limit of the referral to support.
    drive.do(fresh, "victim_contact.tell_by_police contact")
    said = page(as_user, cast.gatekeeper)
    assert late.urn in said
    assert fresh.urn not in said


def test_the_cps_side_sees_what_was_shared_with_it(drive, cast, as_user):
    hidden = drive.case(at=timezone.now() - timedelta(days=60))
    shared = drive.case(at=timezone.now() - timedelta(days=60))
    drive.escalate(shared, to="unit_head")
    said = page(as_user, cast.manager)
    assert shared.urn in said
    assert hidden.urn not in said


def test_another_force_is_no_force_of_the_reader(cast, as_user):
    elsewhere = cast.outsider.memberships.get().organisation.code
    assert as_user(cast.gatekeeper).get(AGENDA, {"force": elsewhere}).status_code == 404


@pytest.mark.parametrize(
    "who", ["investigator", "supervisor", "prosecutor", "auditor", "administrator", "outsider"]
)
def test_it_is_for_those_who_meet(cast, as_user, who):
    for address in (AGENDA, f"{AGENDA}agenda.pdf", f"{AGENDA}ranks/gatekeeper/"):
        assert as_user(getattr(cast, who)).get(address).status_code == 403


def test_the_paper_says_the_same_with_marking_and_names_no_party(escalated, cast, as_user):
    case = escalated()
    response = as_user(cast.gatekeeper).get(f"{AGENDA}agenda.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    assert 'filename="joint-meeting-agenda-' in response["Content-Disposition"]
    pages = PdfReader(BytesIO(response.content)).pages
    said = " ".join(" ".join(each.extract_text() for each in pages).split())
    assert "OFFICIAL-SENSITIVE" in said
    assert f"Printed by {cast.gatekeeper.signature}" in said
    assert case.urn in said
    assert "Suspectname" not in said
    assert "Victimname" not in said


def test_it_makes_the_same_queries_with_one_matter_and_with_thirty(escalated, drive, cast, as_user):
    browser = as_user(cast.gatekeeper)

    def queries() -> int:
        browser.get(AGENDA)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(AGENDA).status_code == 200
        return len(captured)

    escalated()
    one = queries()
    for _ in range(6):
        escalated()
    for _ in range(23):
        drive.case(at=timezone.now() - timedelta(days=60))
    assert queries() == one


def test_a_rank_is_named_and_named_anew(cast, as_user):
    address = f"{AGENDA}ranks/gatekeeper/"
    browser = as_user(cast.gatekeeper)
    assert browser.post(address, {"post": "", "person": ""}).status_code == 422
    browser.post(address, {"post": "Detective Inspector, RASSO", "person": ""})
    browser.post(address, {"post": "Detective Inspector, RASSO", "person": str(cast.gatekeeper2.pk)})
    named = EscalationPost.objects.get()
    assert (named.organisation, named.person) == (cast.force, cast.gatekeeper2)
    assert cast.gatekeeper2.signature in page(as_user, cast.gatekeeper)


def test_who_named_somebody_meanwhile_is_not_overwritten(cast, as_user):
    address, browser = f"{AGENDA}ranks/gatekeeper/", as_user(cast.gatekeeper)
    seen = {
        "seen": BeautifulSoup(browser.get(address).content, "html5lib").select_one("[name=seen]")["value"]
    }
    as_user(cast.gatekeeper2).post(address, {"post": "Theirs", "person": "", **seen})
    answer = browser.post(address, {"post": "Mine", "person": "", **seen})
    assert (answer.status_code, EscalationPost.objects.get().post) == (422, "Theirs")
    assert "Someone else has already dealt with this" in answer.content.decode()


@pytest.mark.parametrize("post", ["", "Inspector"])
def test_nor_is_who_named_somebody_in_the_same_moment(cast, post):
    rung = {"organisation": cast.force, "rung": "gatekeeper"}
    former = EscalationPost.objects.create(**rung, post=post) if post else None
    name = partial(escalation_post_name, **rung, person=None, former=former)
    name(post="Theirs")
    with pytest.raises(Overtaken):
        name(post="Mine")
    assert EscalationPost.objects.get().post == "Theirs"


def test_nobody_names_a_rank_of_the_other_side(cast, as_user):
    assert as_user(cast.gatekeeper).get(f"{AGENDA}ranks/unit_head/").status_code == 404
    assert as_user(cast.manager).get(f"{AGENDA}ranks/gatekeeper/").status_code == 404
