"""What a request for early advice lacks is found before it is sent."""

from __future__ import annotations

import pytest

from casework.early_advice.findings import CHECKS, RequestState, request_findings
from casework.early_advice.models import EarlyAdviceRequest
from casework.file_review.standard import standard_now
from casework.routes.reasons import RejectionReason

EVERY_KIND = frozenset(kind for item in standard_now().items for kind in item.documents)
COMPLETE = RequestState(phone="0121 496 0000", email="officer@example.test", documents=EVERY_KIND)


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
        ({"documents": frozenset()}, "No document is attached"),
        ({"documents": EVERY_KIND - {"mg15"}}, "no MG15 is attached"),
        ({"documents": EVERY_KIND - {"mg6c", "mg6e"}}, "no MG6C or MG6E is attached"),
    ],
)
def test_each_thing_that_is_missing_is_told_once(lacks, words):
    (told,) = found_in(COMPLETE._replace(**lacks))
    assert words in told


def test_only_a_case_without_an_offence_cannot_be_sent():
    worst = RequestState(False, False, False, False)
    assert [finding.blocks for check in CHECKS for finding in check(worst)] == [True, *[False] * 4]


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


def test_a_finding_leads_to_where_it_is_put_right(drive, cast, as_user):
    case = drive.case()
    case.offences.all().delete()
    owed = drive.open_work(case, "early_advice.consider")
    page = as_user(cast.investigator).get(f"/cases/{case.urn}/steps/{owed.task}/?outcome=request").text
    considered = drive.open_work(case, "bad_character.consider").task
    for address in ("people/", "documents/", f"steps/{considered}/"):
        assert f'<br><a class="govuk-link" href="/cases/{case.urn}/{address}">' in page
