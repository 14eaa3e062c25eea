"""The verbs of an escalation (Director's Guidance on Charging, 6th edition: a pathway for both sides)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.casefiles.sharing import case_share_with_cps
from casework.database import in_transaction, insert_next
from casework.errors import Overtaken, RuleBroken
from casework.escalations.models import Escalation, EscalationPost
from casework.events.services import event_record
from casework.organisations.models import Organisation
from casework.people.models import User
from casework.people.roles import Side, side_of
from casework.routes.services import position_require, record_move, record_reinstate, record_withdraw

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
    *,
    case: CaseFile,
    by: Actor,
    at: datetime,
    to: str,
    work: str,
    subject: UUID | None,
    why: str,
    share: bool = False,
) -> Escalation:
    """Put a matter to a rung of either side. Five queries.

    `share` says that the CPS may see the case from now on, which a matter that is put to the CPS needs.
    Raises RuleBroken without it, and while the side has escalated the same matter already.
    """
    side = side_of(by.role)
    already = Escalation.objects.filter(
        case_file=case, subject=subject, raised_side=side, withdrawn_at__isnull=True
    )
    if already.exclude(position=Position.SETTLED).exists():
        raise RuleBroken("This has been escalated already. Answer that escalation, or take it further")
    if Escalation.OWED[to] == Side.CPS and not (share or case.shared_with_cps_at):
        raise RuleBroken("Confirm that the CPS may see the case from now on", field="share")
    made = Escalation.objects.create(
        case_file=case,
        number=Escalation.objects.filter(case_file=case).count() + 1,
        position=to,
        work=work,
        subject=subject,
        why=why,
        raised_side=side,
        internal=Escalation.OWED[to] == side,
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
        reason=_told(made, why),
        moved_to=to,
    )
    return made


@in_transaction
def escalation_settle(*, record: Escalation, by: Actor, at: datetime, agreed: str) -> None:
    """Say what was agreed; the matter is over. Raises RuleBroken for who raised it."""
    position_require(record, *NEXT, Position.MEETING)
    if record.raised_by_id in {by.person.pk, by.principal.pk}:
        raise RuleBroken("You raised this escalation, so somebody else must settle it")
    record_move(
        record=record,
        to=Position.SETTLED,
        by=by,
        at=at,
        verb="settled",
        reason=_told(record, agreed),
        agreed=agreed,
    )


@in_transaction
def escalation_take_further(*, record: Escalation, by: Actor, at: datetime, reason: str) -> None:
    """Put it to the next rung, up to the joint meeting, which settles it."""
    position_require(record, *NEXT)
    to = NEXT[Position(record.position)]
    record.internal = record.internal and to != Position.MEETING
    record_move(
        record=record,
        to=to,
        by=by,
        at=at,
        verb="taken_further",
        reason=_told(record, reason),
        internal=record.internal,
    )


@in_transaction
def escalation_withdraw(*, record: Escalation, by: Actor, at: datetime, reason: str) -> None:
    """The side that raised it wants no answer any more. Raises RuleBroken for the other."""
    if side_of(by.role) != record.raised_side:
        raise RuleBroken(
            "Only the side that raised an escalation withdraws it. Settle it, or take it further"
        )
    record_withdraw(record=record, by=by, at=at, reason=_told(record, reason))


@in_transaction
def escalation_reinstate(*, record: Escalation, by: Actor, at: datetime, reason: str) -> None:
    """Want an answer after all; for the side that raised it."""
    if side_of(by.role) != record.raised_side:
        raise RuleBroken("Only the side that raised an escalation takes it up again")
    record_reinstate(record=record, by=by, at=at, reason=_told(record, reason))


def _told(record: Escalation, words: str) -> str:
    """What an event says of it: nothing of a matter that the other side is not to read."""
    return "" if record.internal else words


@in_transaction
def escalation_post_name(
    *,
    organisation: Organisation,
    rung: str,
    post: str,
    person: User | None,
    former: EscalationPost | None,
) -> None:
    """Name who stands on a rung for a force or an area, in place of who stood there when it was decided.

    A query, and a savepoint around the first of a rung. Raises Overtaken where somebody else stands there.
    """
    if former is None:
        named = EscalationPost(organisation=organisation, rung=rung, post=post, person=person)
        insert_next(named, "escalation_post_once_a_rung")
        return
    still = EscalationPost.objects.filter(pk=former.pk, post=former.post, person=former.person_id)
    if not still.update(post=post, person=person):
        raise Overtaken
