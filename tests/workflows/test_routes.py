"""Each route runs from its first step to its end, driven by the people who own the steps."""

from __future__ import annotations

import pytest

from casework.bad_character.models import BadCharacterConsideration
from casework.charging.models import ChargingDecision
from casework.early_advice.models import EarlyAdviceRequest
from casework.file_review.models import FileSubmission
from casework.victim_statements.models import VpsCheckpoint, VpsOffer
from tests.cast import NOT_CHARGED, TO_CHARGE, TO_DECISION, TO_GATEKEEPER

pytestmark = pytest.mark.django_db


def test_a_registered_case_begins_every_route_that_nobody_may_forget(drive):
    assert drive.kinds(drive.case()) == {
        "early_advice.consider",
        "file_submission.prepare",
        "bad_character.consider",
        "vps_offer.offer",
        "special_measures.assess",
        "victim_contact.tell_by_police",
    }


def test_early_advice_is_rejected_revised_given_and_acknowledged(drive):
    case = drive.case()
    drive.do(
        case,
        "early_advice.consider request",
        "early_advice.triage reject",
        "early_advice.revise request",
        "early_advice.triage accept",
        "early_advice.advise advise",
        "early_advice.acknowledge acknowledge",
    )
    record = EarlyAdviceRequest.objects.get(case_file=case)
    assert (record.position, record.round) == (EarlyAdviceRequest.Position.ADVISED, 2)


def test_early_advice_that_is_not_sought_keeps_its_reason(drive):
    case = drive.case()
    drive.do(case, "early_advice.consider not_sought")
    assert EarlyAdviceRequest.objects.get(case_file=case).not_sought_reason == "The evidence is complete"


def test_a_returned_file_is_corrected_and_accepted_in_its_second_round(drive):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER, "file_submission.review return", "file_submission.correct submit")
    drive.do(case, "file_submission.sign_off sign_off", "file_submission.review accept")
    record = FileSubmission.objects.get(case_file=case)
    assert (record.position, record.round) == (FileSubmission.Position.ACCEPTED, 2)
    assert "charging_request.triage" in drive.kinds(case)


def test_a_file_that_the_cps_rejects_goes_round_again(drive):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER, "file_submission.review accept", "charging_request.triage reject")
    drive.do(case, "file_submission.correct submit", "file_submission.sign_off sign_off")
    drive.do(case, "file_submission.review accept", "charging_request.triage accept")
    assert "charging_decision.review" in drive.kinds(case)


def test_an_action_plan_is_answered_item_by_item_before_the_decision_resumes(drive):
    case = drive.case()
    drive.do(case, *TO_DECISION)
    drive.send(case, "charging_decision.review", "action_plan", **two_items())
    drive.do(case, "plan_item.answer answer", "plan_item.check return", "plan_item.answer answer")
    drive.do(case, "plan_item.check accept", "plan_item.answer answer")
    assert "charging_decision.review" not in drive.kinds(case)
    drive.do(case, "plan_item.check accept")
    assert ChargingDecision.objects.get(case_file=case).round == 2
    assert "charging_decision.review" in drive.kinds(case)


def two_items() -> dict[str, object]:
    from django.utils import timezone

    from tests.samples import plan_item

    today = timezone.localdate()
    return {"parts": 2, **plan_item(1, today), **plan_item(2, today, "Statement of the driver")}


def test_each_suspect_has_a_decision_of_their_own(drive):
    case = drive.case(suspects=2)
    drive.do(
        case,
        "early_advice.consider not_sought",
        "bad_character.consider nil",
        "bad_character.consider found",
        "file_submission.prepare submit",
        "file_submission.sign_off sign_off",
        "file_submission.review accept",
        "charging_request.triage accept",
        "bad_character.review review",
        "bad_character.review review",
        "charging_decision.review charge",
        *NOT_CHARGED,
    )
    decided = ChargingDecision.objects.filter(case_file=case).order_by("suspect__reference")
    assert [decision.position for decision in decided] == ["charged", "nfa"]


def test_bad_character_is_asked_for_again_reviewed_and_pursued(drive):
    case = drive.case()
    drive.do(
        case,
        "bad_character.consider nil",
        "bad_character.review ask_more",
        "bad_character.consider found",
        "bad_character.review review",
        "bad_character.decide pursue",
    )
    record = BadCharacterConsideration.objects.get(case_file=case)
    (decision,) = record.decisions.all()
    assert (record.position, list(decision.gateways), record.items.count()) == ("pursued", ["d"], 1)


def test_a_statement_is_offered_taken_and_held(drive):
    case = drive.case()
    drive.do(
        case,
        "vps_offer.offer offer",
        "vps_offer.answer want",
        "vps_offer.take take",
        "vps_offer.receive receive",
    )
    assert VpsOffer.objects.get(case_file=case).position == VpsOffer.Position.HELD
    assert case.victims.get().statements.count() == 1


def test_a_declined_statement_is_offered_again_after_charge(drive):
    case = drive.case()
    drive.do(case, "vps_offer.offer offer", "vps_offer.answer decline", *TO_CHARGE)
    drive.do(case, "vps_checkpoint.offer want", "vps_checkpoint.take take", "vps_checkpoint.receive receive")
    assert VpsCheckpoint.objects.get(case_file=case, kind="charge").position == VpsCheckpoint.Position.UPDATED
