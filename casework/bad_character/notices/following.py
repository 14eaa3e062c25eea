"""Notices follow the pleas and the decisions: opened, moved, and no longer wanted with them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from casework.access.policy import Actor
from casework.bad_character.models import BadCharacterConsideration, Decision
from casework.bad_character.notices.models import BadCharacterNotice
from casework.bad_character.record_models import BadCharacterDecision
from casework.casefiles.models import CaseFile
from casework.deadlines.counted import Counted
from casework.hearings.models import Plea
from casework.hearings.selectors import to_be_tried
from casework.routes.made import record_made, record_moved
from casework.routes.services import record_date_move, record_withdraw

Position = BadCharacterConsideration.Position
NO_TRIAL = "No trial on a plea of not guilty lies ahead"
NOT_PURSUED = "Bad character is not applied for"
DECIDED_ANEW = "Bad character was decided on anew"
PLEA_MOVED = "The plea of not guilty from which it is counted was replaced"


def notices_follow(*, case: CaseFile, by: Actor, at: datetime) -> None:
    """A notice for each whose bad character is to be put before the court and who pleads not guilty.

    Without both, and once a verdict is returned, it is no longer wanted, whatever was done of it. One that
    is not served yet moves with the plea, and makes room for another after another decision. Called
    again it changes nothing. Five queries, and those of what changes.
    """
    pleas, notices, decisions = to_be_tried(case), _notices(case), _decisions(case)
    for consideration in BadCharacterConsideration.objects.filter(case_file=case).select_related("suspect"):
        consideration.case_file = case
        plea = pleas.get(consideration.suspect_id)
        kept = [each for each in notices.get(consideration.pk, []) if each.withdrawn_at is None]
        notice = _keep(kept[-1], consideration, plea, decisions, by, at) if kept else None
        decision = decisions.get(consideration.pk)
        if plea and decision and _wants_another(consideration, notice, decision):
            number = len(notices.get(consideration.pk, [])) + 1
            _open(consideration, decision, plea, number, at)


def _keep(
    notice: BadCharacterNotice,
    consideration: BadCharacterConsideration,
    plea: Plea | None,
    decisions: dict[UUID, BadCharacterDecision],
    by: Actor,
    at: datetime,
) -> BadCharacterNotice | None:
    """The notice as it is kept, moved with its plea; None for one that is no longer wanted."""
    notice.consideration, notice.case_file = consideration, consideration.case_file
    if notice.owed_by is None:
        return notice
    decided = decisions.get(consideration.pk)
    unserved = notice.position in BadCharacterNotice.UNSERVED
    if reason := _why_not(consideration, plea, unserved and decided and decided.pk != notice.decision_id):
        record_withdraw(record=notice, by=by, at=at, reason=reason)
        record_moved(notice)
        return None
    if plea and unserved:
        _move(notice, plea, by, at)
    return notice


def _why_not(consideration: BadCharacterConsideration, plea: Plea | None, decided_anew: object) -> str:
    """Why a notice is no longer wanted; empty for one that is. While it is decided anew, it is."""
    if plea is None:
        return NO_TRIAL
    if consideration.position == Position.NOT_PURSUED or consideration.withdrawn_at:
        return NOT_PURSUED
    return DECIDED_ANEW if decided_anew else ""


def _wants_another(
    consideration: BadCharacterConsideration,
    notice: BadCharacterNotice | None,
    decision: BadCharacterDecision,
) -> bool:
    pursued = consideration.position == Position.PURSUED and consideration.withdrawn_at is None
    return pursued and (notice is None or notice.decision_id != decision.pk)


def _move(notice: BadCharacterNotice, plea: Plea, by: Actor, at: datetime) -> None:
    if (notice.plea_on, notice.court) == (plea.entered_on, plea.court):
        return
    notice.plea_on, notice.court = plea.entered_on, plea.court
    notice.save(update_fields=["plea_on", "court"])
    to = Counted(notice.rule, notice.plea_on).due_on
    record_date_move(record=notice, field="due_on", to=to, by=by, at=at, reason=PLEA_MOVED)


def _open(
    consideration: BadCharacterConsideration,
    decision: BadCharacterDecision,
    plea: Plea,
    number: int,
    at: datetime,
) -> None:
    notice = BadCharacterNotice(
        case_file=consideration.case_file,
        consideration=consideration,
        decision=decision,
        number=number,
        prosecutor_id=consideration.prosecutor_id,
        court=plea.court,
        plea_on=plea.entered_on,
        opened_at=at,
        moved_at=at,
    )
    notice.due_on = Counted(notice.rule, notice.plea_on).due_on
    notice.save(force_insert=True)
    record_made("bad_character_notice")


def _notices(case: CaseFile) -> dict[UUID, list[BadCharacterNotice]]:
    """By consideration, in the order of their numbers. One query."""
    found: dict[UUID, list[BadCharacterNotice]] = {}
    for notice in BadCharacterNotice.objects.filter(case_file=case).order_by("number"):
        found.setdefault(notice.consideration_id, []).append(notice)
    return found


def _decisions(case: CaseFile) -> dict[UUID, BadCharacterDecision]:
    """By consideration, the last decision to put bad character before the court. One query."""
    decided = BadCharacterDecision.objects.filter(consideration__case_file=case, decision=Decision.AUTHORISED)
    return {each.consideration_id: each for each in decided.order_by("round")}
