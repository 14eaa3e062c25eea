"""The verbs of charging (Code for Crown Prosecutors; Director's Guidance on Charging, 6th edition)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework.access.policy import Actor
from casework.action_plans.review import action_plan_propose, review_needed
from casework.action_plans.services import action_plan_issue
from casework.bad_character.checkpoints.opening import bad_character_checkpoint_at_charge
from casework.bad_character.models import BadCharacterConsideration
from casework.casefiles.models import Suspect
from casework.casefiles.sharing import case_open_to_witness_care
from casework.charging.beside import ENDS, beside_reinstate, beside_withdraw
from casework.charging.charges.services import (
    Considered,
    charges_keep,
    charges_require,
    conditions_keep,
    conditions_require,
)
from casework.charging.charges.undecided import offences_decided
from casework.charging.guards import decided_by_another
from casework.charging.meetings.models import ChargingMeeting
from casework.charging.meetings.selectors import meeting_required
from casework.charging.models import ChargingDecision
from casework.charging.sending import clock_restart_decided
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.guards import day_happened, day_to_come
from casework.review_rights.opening import review_rights_open
from casework.routes.services import position_require, record_move
from casework.victim_statements.checkpoints import vps_checkpoint_set_at_charge

Position = ChargingDecision.Position
REVIEW_DAY = "The date of the review"
# What an offence is put to first, by the test.
STAGE = {
    ChargingDecision.Test.FULL_CODE: "evidential stage",
    ChargingDecision.Test.THRESHOLD: "conditions of the Threshold Test",
}


@in_transaction
def charge(
    *, record: ChargingDecision, by: Actor, at: datetime, charges: list[Considered], charged_on: date
) -> None:
    """Authorise charges under the Full Code Test; victims who answered their first offer get an update.

    Raises RuleBroken for who worked on the case for the police, while bad character has not been
    reviewed, for stages out of their order, where no charge is authorised, and for a date of charge
    to come, or before the round of the decision began.
    """
    position_require(record, Position.REVIEW)
    _charge(
        record,
        Position.CHARGED,
        by=by,
        at=at,
        charges=charges,
        charged_on=charged_on,
        verb="charged",
        test_applied=ChargingDecision.Test.FULL_CODE,
        threshold_review_on=None,
    )


@in_transaction
def charge_threshold(
    *,
    record: ChargingDecision,
    by: Actor,
    at: datetime,
    charges: list[Considered],
    conditions: dict[str, str],
    charged_on: date,
    review_on: date,
) -> None:
    """Authorise charges under the Threshold Test, and set the day on which that is reviewed.

    `conditions` are the reasons why each of the five is met, by its key (Code for Crown Prosecutors,
    section 5). Raises RuleBroken without one of them, for a day of review that is not to come, and
    as `charge` does.
    """
    position_require(record, Position.REVIEW)
    conditions_require(conditions)
    day_to_come(review_on, at=at, what=REVIEW_DAY, field="review_on")
    conditions_keep(record, conditions)
    _charge(
        record,
        Position.THRESHOLD,
        by=by,
        at=at,
        charges=charges,
        charged_on=charged_on,
        verb="charged_threshold",
        test_applied=ChargingDecision.Test.THRESHOLD,
        threshold_review_on=review_on,
    )


def _charge(
    record: ChargingDecision,
    to: str,
    *,
    by: Actor,
    at: datetime,
    charges: list[Considered],
    charged_on: date,
    verb: str,
    **kept: Any,
) -> None:
    case = record.case_file
    decided_by_another(case, by)
    bad_character_reviewed(record.suspect)
    authorised = charges_require(record, charges)
    if not authorised:
        raise RuleBroken(
            "No charge is authorised. Authorise one, or go back and record no further action after a meeting"
        )
    began_on = timezone.localdate(record.round_began)
    day_happened(charged_on, at=at, since=began_on, what="The date of charge", field="charged_on")
    offences_decided(record, charges)
    charges_keep(record, charges)
    _decide(record, to, by=by, at=at, verb=verb, charges=charges, charges_authorised=len(authorised), **kept)
    Suspect.objects.filter(pk=record.suspect_id).update(charged_on=charged_on)
    case_open_to_witness_care(case=case, at=at)
    bad_character_checkpoint_at_charge(suspect=record.suspect, charged_on=charged_on, at=at)
    vps_checkpoint_set_at_charge(case=case, charged_on=charged_on, by=by, at=at)


@in_transaction
def no_further_action(
    *,
    record: ChargingDecision,
    by: Actor,
    at: datetime,
    charges: list[Considered],
    meeting: ChargingMeeting | None,
) -> None:
    """Decide against a charge; every victim is to be told, and of the right to a review.

    It rests on a meeting of investigator and prosecutor, held since the last material came back and
    not disputed: the one named, or the only one (CPS response to the joint inspection, phase one).
    What runs beside it, and was wanted for a charge, is withdrawn. Raises RuleBroken without a meeting,
    and where a charge is authorised.
    """
    position_require(record, Position.REVIEW)
    decided_by_another(record.case_file, by)
    rests_on = meeting_required(record, meeting)
    if charges_require(record, charges):
        raise RuleBroken("A charge is authorised. Go back and charge, or say at which stage it fails")
    offences_decided(record, charges)
    charges_keep(record, charges)
    reached = any(each.public_interest for each in charges)
    stages = ChargingDecision.NfaStage
    _decide(
        record,
        Position.NFA,
        by=by,
        at=at,
        verb="nfa",
        charges=charges,
        test_applied=ChargingDecision.Test.FULL_CODE,
        nfa_stage=stages.PUBLIC_INTEREST if reached else stages.EVIDENTIAL,
        meeting=rests_on,
    )
    review_rights_open(decision=record, at=at)
    beside_withdraw(record, by=by, at=at)


@in_transaction
def action_plan_set(
    *, record: ChargingDecision, by: Actor, at: datetime, items: list[dict[str, Any]]
) -> None:
    """Ask the police for more; the decision waits for their answers.

    A further plan after a Full Code submission waits for the District Crown Prosecutor first.
    """
    position_require(record, Position.REVIEW)
    if review_needed(record, items):
        action_plan_propose(decision=record, by=by, at=at, items=items)
        to, verb = Position.PLAN_REVIEW, "action_plan_proposed"
    else:
        action_plan_issue(decision=record, by=by, at=at, items=items)
        to, verb = Position.WAITING, "action_plan_set"
    record_move(record=record, to=to, by=by, at=at, verb=verb, prosecutor=by.principal)
    if to == Position.WAITING:
        clock_restart_decided(record, by, at)


@in_transaction
def charging_decision_resume(*, record: ChargingDecision, by: Actor, at: datetime) -> None:
    """Every item has an accepted answer: the decision comes back to the prosecutor, a round on."""
    position_require(record, Position.WAITING)
    round_begin(record, by=by, at=at, verb="answers_complete")


def round_begin(
    record: ChargingDecision, *, by: Actor, at: datetime, verb: str, reason: str = "", **kept: Any
) -> None:
    """Bring the decision back to the prosecutor, a round on; what it rested on before is no word on this one.

    The events, and the rows of each round, keep it. What ended with it is wanted again.
    """
    if record.position in ENDS:
        beside_reinstate(record, by=by, at=at, reason=reason)
    record_move(
        record=record,
        to=Position.REVIEW,
        by=by,
        at=at,
        verb=verb,
        reason=reason,
        round=record.round + 1,
        round_began_at=at,
        test_applied="",
        nfa_stage="",
        meeting=None,
        decided_at=None,
        decided_by=None,
        **kept,
    )


def bad_character_reviewed(suspect: Suspect) -> None:
    """Guard: the prosecutor has reviewed bad character for the suspect. One query."""
    record = BadCharacterConsideration.objects.get(suspect=suspect)
    if record.position in (
        BadCharacterConsideration.Position.CONSIDER,
        BadCharacterConsideration.Position.REVIEW,
    ):
        raise RuleBroken("Review bad character for this suspect before you decide to charge")


def _decide(
    record: ChargingDecision,
    to: str,
    *,
    by: Actor,
    at: datetime,
    verb: str,
    charges: list[Considered],
    **kept: Any,
) -> None:
    record_move(
        record=record,
        to=to,
        by=by,
        at=at,
        verb=verb,
        reason="\n".join(each.told(STAGE[kept["test_applied"]]) for each in charges),
        decided_at=at,
        decided_by=by.person,
        prosecutor=by.principal,
        **kept,
    )
    clock_restart_decided(record, by, at)
