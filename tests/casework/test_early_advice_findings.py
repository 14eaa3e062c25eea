"""What a request for early advice lacks is found before it is sent."""

from __future__ import annotations

import pytest

from casework.early_advice.findings import CHECKS, RequestState, request_findings
from casework.early_advice.models import EarlyAdviceRequest
from casework.routes.reasons import RejectionReason
from tests.cast import CONSIDERED

COMPLETE = RequestState(phone="0121 496 0000", email="officer@example.test")


def found_in(state: RequestState) -> list[str]:
    return [finding.words for check in CHECKS for finding in check(state)]


def test_nothing_is_found_of_a_complete_request():
    assert found_in(COMPLETE) == []


@pytest.mark.parametrize(
    ("lacks", "words"),
    [
        ({"offence": False}, "Add the offence to the case"),
        ({"suspect": False, "identified": False}, "No suspect is recorded."),
        ({"identified": False}, "No suspect is recorded as identified"),
        ({"phone": ""}, "the officer in the case has no telephone number"),
        ({"phone": "", "email": ""}, "no telephone number or email"),
        ({"convictions_checked": False}, "bad character is not yet considered"),
        ({"document": False}, "No document is attached"),
        ({"missing": frozenset({"mg15"})}, "MG15 is recorded as missing"),
    ],
)
def test_each_thing_that_is_missing_is_told_once(lacks, words):
    (told,) = found_in(COMPLETE._replace(**lacks))
    assert words in told


def test_only_a_case_without_an_offence_cannot_be_sent():
    worst = RequestState(False, False, False, False, "", "", False, frozenset({"mg3"}))
    assert [finding.blocks for check in CHECKS for finding in check(worst)] == [True, *[False] * 5]


def test_what_the_cps_sends_back_for_is_named_in_its_words():
    words = " ".join(found_in(COMPLETE._replace(phone="", convictions_checked=False)))
    for reason in (RejectionReason.OFFICER_CONTACT, RejectionReason.SUSPECT_CONVICTIONS):
        assert reason.label in words


@pytest.mark.django_db
def test_the_case_is_asked_in_two_queries_however_much_it_holds(drive, django_assert_num_queries):
    for people in (1, 8):
        record = EarlyAdviceRequest.objects.select_related("case_file").get(
            case_file=drive.case(suspects=people)
        )
        with django_assert_num_queries(2):
            assert request_findings(record)


@pytest.mark.django_db
def test_what_the_submitter_found_missing_of_the_file_is_found_in_its_last_round_only(drive):
    case = drive.case()
    drive.do(case, *CONSIDERED)
    drive.send(case, "file_submission.prepare", "submit", found_mg3="missing")
    record = EarlyAdviceRequest.objects.get(case_file=case)
    assert any("MG3 is recorded as missing" in finding.words for finding in request_findings(record))
    drive.do(case, "file_submission.sign_off return", "file_submission.correct submit")
    assert not any("MG3" in finding.words for finding in request_findings(record))
