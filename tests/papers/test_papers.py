"""The papers of a case: what they say, and who gets them."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from casework.action_plans.models import ActionPlanItem
from tests.cast import TO_DECISION, TO_GATEKEEPER
from tests.samples import plan_item

pytestmark = pytest.mark.django_db
ADVICE = ("early_advice.consider request", "early_advice.triage accept", "early_advice.advise advise")


@pytest.fixture
def case(drive):
    return drive.case()


@pytest.fixture
def paper(as_user, cast):
    """The words of a paper, as somebody gets it; or the status of the answer."""

    def get(case, name: str, by=None, **where) -> str | int:
        address = reverse(name, kwargs={"urn": case.urn, **where})
        response = as_user(by or cast.investigator).get(address)
        if response.status_code != 200:
            return response.status_code
        assert response["Content-Disposition"].startswith(f'attachment; filename="{case.urn}-')
        pages = PdfReader(BytesIO(response.content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    return get


def test_the_advice_says_what_was_advised_and_by_whom(case, drive, cast, paper):
    drive.do(case, *ADVICE)
    said = paper(case, "paper_advice", version=1)
    for words in (
        "Early advice, version 1",
        "Lines of inquiry",
        cast.prosecutor.signature,
        "OFFICIAL-SENSITIVE",
    ):
        assert words in said
    assert paper(case, "paper_advice", version=2) == 404


def test_a_return_says_why_and_what_was_found(case, drive, cast, paper):
    drive.do(case, *TO_GATEKEEPER)
    assert paper(case, "paper_review", number=1) == 404
    drive.do(case, "file_submission.review return", "file_submission.correct submit")
    said = paper(case, "paper_review", number=1)
    for words in ("Returned", "No MG3", "The MG3 is not signed", "Submitter: present", "Supervisor: present"):
        assert words in said
    assert paper(case, "paper_review", number=2) == 404


def test_an_acceptance_says_what_was_found_by_all_three(case, drive, cast, paper):
    drive.do(case, *TO_GATEKEEPER, "file_submission.review accept")
    said = paper(case, "paper_review", number=1)
    for words in ("Accepted to the CPS", "Submitter: present", "Supervisor: present", "Gatekeeper: present"):
        assert words in said


def test_a_plan_says_what_was_asked_answered_and_decided(case, drive, cast, paper):
    drive.do(case, *TO_DECISION, "charging_decision.review action_plan", "plan_item.answer answer")
    drive.do(case, "plan_item.check return")
    drive.turn(
        ActionPlanItem.objects.get(case_file=case), "message", cast.prosecutor, message="Which camera?"
    )
    said = paper(case, "paper_plan", by=cast.prosecutor, suspect="S1", number=1)
    for words in ("Action plan 1 for S1", "Footage from the bus", "It shows the route", "Which camera?"):
        assert words in said
    assert paper(case, "paper_plan", suspect="S1", number=2) == 404
    assert paper(case, "paper_plan", suspect="S2", number=1) == 404


@pytest.mark.parametrize("who", ["outsider", "outside_prosecutor", "administrator"])
def test_others_get_no_paper(case, drive, cast, paper, who):
    drive.do(case, *ADVICE, *TO_DECISION[1:], "charging_decision.review action_plan")
    by = getattr(cast, who)
    assert paper(case, "paper_advice", by=by, version=1) == 404
    assert paper(case, "paper_review", by=by, number=1) == 404
    assert paper(case, "paper_plan", by=by, suspect="S1", number=1) == 404


def test_a_plan_of_thirty_items_makes_the_queries_of_one(drive, cast, paper):
    counts = []
    for number in (1, 30):
        case, today = drive.case(), timezone.localdate()
        drive.do(case, *TO_DECISION)
        parts = {key: value for part in range(1, number + 1) for key, value in plan_item(part, today).items()}
        drive.send(case, "charging_decision.review", "action_plan", parts=number, **parts)
        paper(case, "paper_plan", by=cast.investigator, suspect="S1", number=1)
        with CaptureQueriesContext(connection) as captured:
            paper(case, "paper_plan", by=cast.investigator, suspect="S1", number=1)
        counts.append(len(captured))
    assert counts[0] == counts[1]
