"""The verbs of opening a restricted case in an emergency: trying to, opening it, and reviewing that."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from casework.access.policy import Actor
from casework.break_ins.models import BreakIn, BreakInAttempt
from casework.break_ins.ranks import review_begins_at
from casework.casefiles.models import CaseFile
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.pages.dates import govuk_datetime
from casework.people.models import User
from casework.routes.services import position_require, record_move

Position = BreakIn.Position
ATTEMPTS_COUNT_FOR = timedelta(hours=1)
# The trigger of the database lets no younger one go.
ATTEMPTS_KEPT_FOR = timedelta(days=1)
# The same whether there is no such case, none that is restricted, or one that they are barred from; and
# while somebody else holds the case, which would tell that there is one.
NOTHING_TO_OPEN = (
    "There is no case with this URN that you can open in an emergency, or it cannot be opened at the moment. "
    "Check the URN, and try again"
)
TOO_MANY = (
    "You have tried too often within the hour. Ask whoever is on duty for your force or area, or wait an hour"
)


@in_transaction
def break_in_attempt(*, person: User, urn: str, reason: str, at: datetime) -> None:
    """Count that somebody tries to open the case of a URN, be there such a case or not. Four queries.

    It counts whatever comes of it, so call it in a transaction of its own. Raises RuleBroken for a reason
    that is too short, while they have a case open, and after too many attempts within the hour: who guesses
    numbers finds no case by it.
    """
    _reason_require(reason)
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    none_open_require(person, at)
    lately = BreakInAttempt.objects.filter(person=person, at__gt=at - ATTEMPTS_COUNT_FOR)
    if lately.count() >= settings.CASEWORK_BREAK_IN_ATTEMPTS:
        raise RuleBroken(TOO_MANY)
    BreakInAttempt.objects.create(person=person, urn=urn, at=at)


def attempts_tidy(*, now: datetime) -> int:
    """Delete the attempts that no count asks for any more, a day after; how many. One query.

    They name somebody and a case, be it there or erased. That somebody tried, the audit record keeps.
    """
    return BreakInAttempt.objects.filter(at__lt=now - ATTEMPTS_KEPT_FOR).delete()[0]


@in_transaction
def break_in_open(*, case: CaseFile, by: Actor, reason: str, at: datetime) -> BreakIn:
    """Let the person read the case from now on for so long, and have it reviewed. Up to six queries.

    Call it under the case's lock, for a case that they can open. Raises RuleBroken for a reason that is too
    short, and while they have a case open.
    """
    _reason_require(reason)
    none_open_require(by.person, at)
    made = BreakIn.objects.create(
        case_file=case,
        number=BreakIn.objects.filter(case_file=case).count() + 1,
        position=review_begins_at(case, by.role, by.person),
        person=by.person,
        role=by.role,
        organisation=by.organisation,
        reason=reason,
        opened_at=at,
        moved_at=at,
        ends_at=at + timedelta(minutes=settings.CASEWORK_BREAK_IN_MINUTES),
    )
    event_record(
        case=case,
        by=by,
        at=at,
        route=BreakIn.route,
        verb="broken_in",
        subject=made.pk,
        reason=reason,
        moved_to=made.position,
    )
    return made


def none_open_require(person: User, at: datetime) -> None:
    """Guard: one case at a time. One query.

    Also of one that was opened while this waited for the person's lock, and so begins after `at`: no two
    have a moment in common.
    """
    over_at = at + timedelta(minutes=settings.CASEWORK_BREAK_IN_MINUTES)
    together = BreakIn.objects.filter(person=person, ends_at__gt=at, opened_at__lt=over_at)
    running = together.order_by("-ends_at").first()
    if running:
        until = govuk_datetime(running.ends_at)
        raise RuleBroken(f"You have opened a case already. You can open another after {until}")


@in_transaction
def break_in_justify(*, record: BreakIn, by: Actor, at: datetime, found: str) -> None:
    """It was an emergency, and the case was needed. RuleBroken for who opened it, and without words."""
    _review(record, Position.JUSTIFIED, by, at, "break_in_justified", found)


@in_transaction
def break_in_condemn(*, record: BreakIn, by: Actor, at: datetime, found: str) -> None:
    """It was not. Raises the same."""
    _review(record, Position.NOT_JUSTIFIED, by, at, "break_in_not_justified", found)


def _review(record: BreakIn, to: Position, by: Actor, at: datetime, verb: str, found: str) -> None:
    position_require(record, Position.REVIEW, Position.REVIEW_CPS)
    if record.person_id in {by.person.pk, by.principal.pk}:
        raise RuleBroken("You opened the case, so somebody else must review it")
    if not found.strip():
        raise RuleBroken("Enter what you found", field="found")
    record_move(
        record=record,
        to=to,
        by=by,
        at=at,
        verb=verb,
        reason=found,
        found=found,
        reviewed_at=at,
        reviewed_by=by.person,
    )


def _reason_require(reason: str) -> None:
    least = settings.CASEWORK_BREAK_IN_REASON
    if len(" ".join(reason.split())) < least:
        raise RuleBroken(f"Enter a reason of {least} characters or more", field="reason")
