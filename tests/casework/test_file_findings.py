"""What is found missing of a file by looking at it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework.errors import RuleBroken
from casework.file_review.findings import nothing_blocks, noticed_in
from casework.file_review.standard import standard_now
from casework.file_review.state import Answer, FileState, SuspectFacts
from casework.routes.reasons import RejectionReason
from tests.casework.documented import NOW

ALL_PRESENT = {item.key: Answer("present") for item in standard_now().items}
SOUND = FileState(
    position="prepare",
    urn="20AA0000126",
    force_code="20",
    officer="DC Tester",
    officer_contact_complete=True,
    has_offence=True,
    crime_number_elsewhere=False,
    suspects=(SuspectFacts("S1", "decide", False),),
    vps={"V1": "held"},
    early_advice="not_sought",
    lines_open=(),
    standard=standard_now(),
    answers=ALL_PRESENT,
    documents={kind: NOW for item in standard_now().items for kind in item.documents},
    supervisor_comments="",
    returned_at=None,
    returned_for=(),
)


def told(**changes: object) -> list[str]:
    return [each.words for each in noticed_in(replace(SOUND, **changes))]


def answers(**changes: Answer) -> dict[str, Answer]:
    return {**ALL_PRESENT, **changes}


MISSING = Answer("missing")


def test_nothing_is_found_of_a_sound_file():
    assert told() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"suspects": ()}, "Add the suspect to the case"),
        ({"has_offence": False}, "Add the offence to the case"),
        ({"early_advice": "consider"}, "Request early advice, or record why it is not sought"),
        (
            {"suspects": (SuspectFacts("S1", "decide", False), SuspectFacts("S2", "consider", False))},
            "Missing suspect's previous convictions: consider bad character for S2 and record what was found",
        ),
        ({"answers": answers(mg3=MISSING)}, "No MG3: write the report to the prosecutor"),
        (
            {"answers": answers(mg6c=MISSING, mg6e=MISSING)},
            "No or missing disclosure schedule: MG6C, MG6E",
        ),
        (
            {"position": "review", "supervisor_comments": " "},
            "No or incomplete supervisor's comments: the supervisor's sign-off says nothing",
        ),
        ({"answers": answers(mg16=MISSING)}, "Missing suspect's previous convictions: MG16"),
        (
            {"vps": {"V1": "held", "V2": "answer", "V3": "offer"}},
            "No answer on a victim personal statement is recorded for V2, V3",
        ),
        (
            {"answers": answers(s41=MISSING)},
            "Missing, so nothing can be asked for the witnesses: Sexual behaviour of the victim",
        ),
        ({"force_code": "10"}, "The URN does not begin with 10, the code of the force"),
        (
            {"crime_number_elsewhere": True},
            "Another case of the force has the same crime number: check that the file is not sent twice",
        ),
        (
            {"suspects": (SuspectFacts("S1", "decide", True),)},
            "S1 is a suspect in another case of the force: check that the file is not sent twice, "
            "and name linked cases in the MG6",
        ),
        ({"early_advice": "advise"}, "Early advice was asked for, and has not been given yet"),
        (
            {"early_advice": "advised", "lines_open": ("Advice 1, line 1", "Advice 1, line 3")},
            "Lines of inquiry of the early advice that nobody has answered: "
            "Advice 1, line 1, Advice 1, line 3",
        ),
        (
            {"answers": answers(forensic=MISSING)},
            "Enter the date on which what is outstanding is expected (Forensic and medical evidence)",
        ),
        (
            {"officer_contact_complete": False},
            "Officer in the case's contact details incomplete: telephone and email of DC Tester",
        ),
        (
            {"documents": {}, "answers": {"mg3": Answer("present")}},
            "Said to be present, and no such document is attached: MG3",
        ),
    ],
)
def test_what_is_wrong_is_told_in_words_of_its_own(changes, words):
    assert told(**changes) == [words]


def test_what_is_outstanding_and_dated_is_not_found_missing():
    dated = Answer("missing", expected_on=date(2027, 3, 1))
    assert told(answers=answers(forensic=dated, digital=dated)) == []


def test_the_table_says_which_findings_block_and_at_which_act():
    wrong = replace(SOUND, suspects=(), answers=answers(mg3=MISSING, mg6c=MISSING))
    assert [each.rule.code for each in noticed_in(wrong) if each.blocks] == ["no_suspect", "no_mg3"]
    for position in ("sign_off", "review"):
        found = noticed_in(replace(wrong, position=position))
        assert [each.rule.code for each in found if each.blocks] == ["no_suspect"]


@pytest.mark.parametrize(
    ("position", "changes", "words", "field"),
    [
        ("prepare", {"answers": answers(mg3=MISSING)}, "before you submit the file", "found_mg3"),
        ("correct", {"suspects": ()}, "before you submit the file", None),
        ("sign_off", {"suspects": ()}, "before the file goes to the gatekeeper", None),
        ("review", {"suspects": (), "supervisor_comments": "So"}, "before the file goes to the CPS", None),
    ],
)
def test_what_blocks_is_refused_at_its_question_with_what_it_is_before(position, changes, words, field):
    nothing_blocks(replace(SOUND, position=position, supervisor_comments="So"))
    with pytest.raises(RuleBroken, match=words) as refusal:
        nothing_blocks(replace(SOUND, position=position, **changes))
    assert refusal.value.field == field


def test_what_is_only_told_refuses_nothing():
    nothing_blocks(replace(SOUND, officer_contact_complete=False, crime_number_elsewhere=True))


@pytest.mark.parametrize(
    ("missing", "field"), [("mg3", "found_mg3"), ("forensic", "expected_forensic"), ("mg6e", "found_mg6e")]
)
def test_a_finding_of_an_item_is_at_its_question(missing, field):
    (found,) = noticed_in(replace(SOUND, answers=answers(**{missing: MISSING})))
    assert found.field == field


def test_what_is_outstanding_is_asked_for_its_date_and_what_is_missing_is_not():
    found = noticed_in(replace(SOUND, answers=answers(mg3=MISSING, mg6e=MISSING, forensic=MISSING)))
    assert {each.field for each in found} == {"found_mg3", "found_mg6e", "expected_forensic"}


@pytest.mark.parametrize(
    ("changes", "open_still"),
    [
        ({"answers": answers(mg6d=MISSING)}, True),
        ({"documents": {"mg6c": NOW - timedelta(days=2)}}, True),
        ({"documents": {"mg6c": NOW - timedelta(days=2), "mg3": NOW}}, True),
        ({"documents": {"mg6c": NOW - timedelta(days=1)}}, True),
        ({"documents": {"mg6c": NOW}}, False),
        ({"documents": {"mg6c": NOW - timedelta(days=2)}, "returned_at": None}, False),
        ({"documents": {}}, False),
    ],
)
def test_a_reason_of_the_last_return_that_seems_open_is_told(changes, open_still):
    returned = {"returned_for": ("schedule",), "returned_at": NOW - timedelta(days=1), **changes}
    words = "The file came back for this, and it seems still open: No or missing disclosure schedule"
    assert (words in told(**returned)) is open_still


def test_one_document_of_those_that_an_item_can_be_is_enough():
    first = {item.documents[0]: NOW for item in standard_now().items if item.documents}
    assert any(len(item.documents) > 1 for item in standard_now().items)
    assert told(documents=first) == []


def test_what_no_document_answers_does_not_wait_for_one():
    assert told(returned_for=("officer_contact",), returned_at=NOW - timedelta(days=1)) == []


def test_a_reason_is_told_again_by_an_item_that_has_it():
    back = {"returned_for": ("third_party",), "returned_at": NOW - timedelta(days=1)}
    still = RejectionReason.THIRD_PARTY.label
    assert [words for words in told(**back, answers=answers(third_party=MISSING)) if still in words]
    assert told(**back) == []


def test_a_reason_is_told_again_by_a_finding_that_has_it():
    words = told(returned_for=("officer_contact",), officer_contact_complete=False)
    assert words[1].endswith("Officer in the case's contact details incomplete")
