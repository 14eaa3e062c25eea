"""What is sent back says why, reason by reason: the same form for all who send back."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from casework.early_advice.models import EarlyAdviceRequest
from casework.file_review.models import FileReturn
from tests.cast import TO_GATEKEEPER

pytestmark = pytest.mark.django_db
TO_TRIAGE = (*TO_GATEKEEPER, "file_submission.review accept")


def test_each_reason_keeps_its_own_detail(drive):
    case = drive.case()
    drive.do(case, "early_advice.consider request", "early_advice.triage reject")
    record = EarlyAdviceRequest.objects.get(case_file=case)
    assert record.rejection.told == [("No MG3", ""), ("No or missing exhibits", "Exhibit 4 cannot be opened")]


@pytest.mark.parametrize(
    ("before", "step"),
    [(TO_GATEKEEPER, "file_submission.review return"), (TO_TRIAGE, "charging_request.triage reject")],
)
def test_a_returned_file_shows_the_detail_of_each_reason(drive, cast, as_user, before, step):
    case = drive.case()
    drive.do(case, *before, step)
    where = reverse("case_route", kwargs={"urn": case.urn, "route": "file-review"})
    assert "No or missing exhibits: Exhibit 4 cannot be opened" in as_user(cast.investigator).get(where).text


def test_a_detail_of_a_reason_that_is_not_selected_is_left_out(drive):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    drive.send(case, "file_submission.review", "return", reasons=["mg3"], detail_mg3="It is not signed")
    assert FileReturn.objects.get().details == {"mg3": "It is not signed"}


def test_a_detail_has_at_most_250_characters(drive):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    response = drive.send(case, "file_submission.review", "return", detail_mg3="x" * 251)
    assert response.status_code == 422
    assert "Details of “No MG3” must be 250 characters or less" in response.text


def test_a_reason_reveals_the_box_of_its_detail(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    owed = drive.open_work(case, "file_submission.review")
    address = reverse("step", kwargs={"urn": case.urn, "task": owed.task})
    shown = BeautifulSoup(as_user(cast.gatekeeper).get(address, {"outcome": "return"}).content, "html.parser")
    boxes = shown.select("input[name=reasons]")
    assert len(boxes) > 10
    for box in boxes:
        revealed = shown.find(id=box["data-aria-controls"])
        assert revealed.textarea["name"] == f"detail_{box['value']}"
