"""Bad character from the first consideration to the decision, and again on something new."""

from __future__ import annotations

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.bad_character.record_models import BadCharacterDecision
from casework.file_review.state import SuspectFacts
from tests.bad_character.made import FOUND, LEFT, NIL, PURSUED, consideration
from tests.casework.test_file_findings import told
from tests.samples import checks_made, found_item

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def page(as_user, person, case) -> str:
    response = as_user(person).get(reverse("case_route", kwargs={"urn": case.urn, "route": "bad-character"}))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_checks_of_a_nil_return_are_recorded_and_told(drive, as_user, cast):
    case = drive.case()
    form = checks_made(TODAY, complainants="Asked of the other forces")
    assert drive.send(case, "bad_character.consider", "nil", **form).status_code == 302
    record = consideration(case)
    (said,) = record.returns.all()
    kinds = [check.kind for check in said.checks.all()]
    assert (record.nil_return, record.decision, said.by) == (True, "", cast.investigator)
    assert kinds == ["pnc", "pnd", "local", "force_wide", "complainants"]
    drive.do(case, *NIL[1:])
    assert consideration(case).decision == "none_known"
    shown = page(as_user, cast.prosecutor, case)
    for words in ("Nothing found (nil return)", "not made: Asked of the other forces", "MG16/1"):
        assert words in shown
    assert "No bad character known" in shown


def test_a_check_is_asked_when_or_else_why_not(drive):
    case = drive.case()
    response = drive.send(case, "bad_character.consider", "nil", pnd_made="no", local_made="")
    answer = response.content.decode()
    assert response.status_code == 422
    assert "Enter why the PND check was not made" in answer
    assert "Select whether the check of local intelligence was made" in answer


def test_each_item_is_recorded_assessed_and_told(drive, as_user, cast):
    case = drive.case()
    second = found_item(2, kind="allegation", offence="Allegation of rape", disclosable="to_check")
    others = {"others_note": "The witness has a caution"}
    drive.send(case, "bad_character.consider", "found", parts=2, **second, **others)
    assert consideration(case).decision == "proposed"
    response = drive.send(case, "bad_character.review", "review")
    assert "Enter your assessment of item 2" in response.content.decode()
    drive.send(case, "bad_character.review", "review", assessment_2="Like it")
    drive.do(case, "bad_character.decide pursue")
    record, shown = consideration(case), page(as_user, cast.investigator, case)
    assert (record.position, record.decision) == ("pursued", "authorised")
    for words in (
        "Item 1, conviction: Assault",
        "Item 2, allegation not prosecuted: Allegation of rape",
        "Shows a propensity (section 103)",
        "The witness has a caution",
        "(d) relevant to an important matter in issue",
        "Propensity to violence against partners",
    ):
        assert words in shown
    (decision,) = record.decisions.all()
    assert [item.number for item in decision.relied_on()] == [1]


def test_what_is_typed_under_another_gateway_is_left_out(drive):
    case = drive.case()
    drive.do(case, *FOUND)
    drive.send(case, "bad_character.decide", "pursue", need_f_impression="Typed and left")
    assert list(BadCharacterDecision.objects.get().gateways) == ["d"]


def test_a_gateway_that_is_selected_is_explained(drive):
    case = drive.case()
    drive.do(case, *FOUND)
    response = drive.send(case, "bad_character.decide", "pursue", gateways=["c", "d"], need_d_fairness="")
    answer = response.content.decode()
    assert (response.status_code, answer.count("Gateway (c): answer")) == (422, 4)
    assert "Gateway (d): answer" in answer
    assert not BadCharacterDecision.objects.exists()


def test_a_decision_waits_for_material_and_is_made_after_another_review(drive):
    case = drive.case()
    drive.do(case, *FOUND, "bad_character.decide wait", "bad_character.look wait_on")
    waits = consideration(case)
    assert (waits.position, waits.decision, waits.round) == ("pending", "pending", 1)
    drive.do(case, "bad_character.look look", "bad_character.review review", "bad_character.decide leave")
    left = consideration(case)
    assert (left.position, left.decision, left.round) == ("not_pursued", "not_applicable", 2)
    assert [each.decision for each in left.decisions.all()] == ["pending", "not_applicable"]


@pytest.mark.parametrize("who", ["investigator", "prosecutor"])
def test_something_new_begins_another_round_and_what_was_said_stays(drive, cast, who):
    case = drive.case()
    drive.do(case, *LEFT)
    before = consideration(case)
    response = drive.turn(before, "new", getattr(cast, who), what_is_new="Another complainant")
    again = consideration(case)
    assert (response.status_code, again.position, again.round) == (302, "consider", 2)
    assert again.return_reason == "Another complainant"
    drive.do(case, "bad_character.consider found")
    drive.send(case, "bad_character.review", "review", assessment_2="Of the same kind")
    drive.do(case, "bad_character.decide pursue")
    last = consideration(case)
    assert [each.round for each in last.returns.all()] == [1, 2]
    assert last.returns.get(round=2).asked == "Another complainant"
    assert [item.number for item in last.items.all()] == [1, 2]
    assert [each.decision for each in last.decisions.all()] == ["not_applicable", "authorised"]


def test_an_outsider_turns_nothing(drive, cast):
    case = drive.case()
    drive.do(case, *LEFT)
    for who in (cast.outsider, cast.outside_prosecutor):
        assert drive.turn(consideration(case), "new", who, what_is_new="x").status_code == 404
    assert consideration(case).position == "not_pursued"


@pytest.mark.queue_differs
def test_what_was_said_is_not_changed_afterwards(drive):
    case = drive.case()
    drive.do(case, *PURSUED)
    record = consideration(case)
    for rows in (record.returns, record.reviews, record.decisions, record.items):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(round=9)


def test_a_charging_request_without_a_record_is_stopped_with_what_to_do(drive):
    case = drive.case(suspects=2)
    drive.do(case, "early_advice.consider not_sought", "bad_character.consider nil")
    response = drive.send(case, "file_submission.prepare", "submit")
    assert response.status_code == 422
    assert (
        "consider bad character for S2 and record what was found before you submit the file"
        in response.content.decode()
    )


def test_a_suspect_without_a_consideration_is_stopped_as_well():
    (words,) = told(suspects=(SuspectFacts("S1", None, False),))
    assert "consider bad character for S1" in words


def test_the_page_of_thirty_suspects_makes_the_queries_of_one(drive, as_user, cast):
    counts = []
    for suspects in (1, 30):
        case = drive.case(suspects=suspects)
        drive.do(case, *["bad_character.consider found"] * min(suspects, 3))
        page(as_user, cast.investigator, case)
        with CaptureQueriesContext(connection) as captured:
            page(as_user, cast.investigator, case)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_what_cannot_be_disclosed_is_not_relied_on(drive):
    case = drive.case()
    secret = found_item(2, kind="allegation", disclosable="no", source="A source who must not be known")
    drive.send(case, "bad_character.consider", "found", parts=2, **secret)
    drive.send(case, "bad_character.review", "review", assessment_2="It shows the same")
    refused = drive.send(case, "bad_character.decide", "pursue", items=["1", "2"])
    assert refused.status_code == 422
    assert "Item 2 cannot be disclosed: leave it out" in refused.content.decode()
    drive.do(case, "bad_character.decide pursue")
    assert BadCharacterDecision.objects.get().items == [1]
