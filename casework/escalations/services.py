"""The verbs of an escalation (Director's Guidance on Charging, 6th edition: a pathway for both sides)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.casefiles.sharing import case_share_with_cps
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.escalations.models import Escalation, EscalationPost
from casework.events.services import event_record
from casework.organisations.models import Organisation
from casework.people.models import User
from casework.people.roles import Side
from casework.routes.services import position_require, record_move

Position = Escalation.Position
# To whom it may be put first, and who comes after whom.
FIRST = (Position.SUPERVISOR, Position.UNIT_HEAD)
NEXT = {
    Position.SUPERVISOR: Position.GATEKEEPER,
    Position.GATEKEEPER: Position.MEETING,
    Position.UNIT_HEAD: Position.CHIEF,
    Position.CHIEF: Position.MEETING,
}


@in_transaction
def escalation_raise(
    *, case: CaseFile, by: Actor, at: datetime, to: str, work: str, subject: UUID | None, why: str
) -> Escalation:
    """Put a matter to a rung of either side; put to the CPS, it lets the CPS see the case. Five queries.

    Raises RuleBroken while the same matter is escalated already.
    """
    already = Escalation.objects.filter(case_file=case, subject=subject, withdrawn_at__isnull=True)
    if already.exclude(position=Position.SETTLED).exists():
        raise RuleBroken("This has been escalated already. Answer that escalation, or take it further")
    made = Escalation.objects.create(
        case_file=case,
        number=Escalation.objects.filter(case_file=case).count() + 1,
        position=to,
        work=work,
        subject=subject,
        why=why,
        raised_by=by.principal,
        opened_at=at,
        moved_at=at,
    )
    if made.owed_by == Side.CPS:
        case_share_with_cps(case=case, at=at)
    event_record(
        case=case,
        by=by,
        at=at,
        route=Escalation.route,
        verb="raised",
        subject=made.pk,
        reason=why,
        moved_to=to,
    )
    return made


@in_transaction
def escalation_settle(*, record: Escalation, by: Actor, at: datetime, agreed: str) -> None:
    """Say what was agreed; the matter is over."""
    position_require(record, *NEXT, Position.MEETING)
    record_move(
        record=record, to=Position.SETTLED, by=by, at=at, verb="settled", reason=agreed, agreed=agreed
    )


@in_transaction
def escalation_take_further(*, record: Escalation, by: Actor, at: datetime, reason: str) -> None:
    """Put it to the next rung, up to the joint meeting, which settles it."""
    position_require(record, *NEXT)
    record_move(
        record=record, to=NEXT[Position(record.position)], by=by, at=at, verb="taken_further", reason=reason
    )


def escalation_post_name(
    *, organisation: Organisation, rung: str, post: str, person: User | None
) -> EscalationPost:
    """Name who stands on a rung for a force or an area, in place of who stood there. Two queries."""
    named, _ = EscalationPost.objects.update_or_create(
        organisation=organisation, rung=rung, defaults={"post": post, "person": person}
    )
    return named
