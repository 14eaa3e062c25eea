"""Inviting a victim to say how they were treated, and taking the answer where nothing leads back to them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile, Victim
from casework.database import in_transaction, violates
from casework.deadlines.units import months_after
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.victims_voice.codes import code_hash, code_make
from casework.victims_voice.models import FeedbackAnswer, FeedbackInvitation, FeedbackTicket
from casework.victims_voice.points import open_months, points

ROUTE = "victims_voice"
ONCE = "feedback_invited_once_a_point"


class CodeNotOpen(LookupError):
    """The code is not known, was used, or is too old. Which of them nobody is told."""


@in_transaction
def feedback_invite(*, case: CaseFile, by: Actor, at: datetime, victim: Victim, point: str) -> str:
    """A person invites a victim, and hands over the code that comes back: it is kept nowhere. Five queries.

    Raises RuleBroken for a second invitation at the same point: two answers would count for one person.
    """
    if point not in points():
        raise RuleBroken("Select after what the victim is invited", field="point")
    today = timezone.localdate(at)
    tickets_tidy(today=today)
    _invitation_create(case_file=case, victim=victim, point=point, given_on=today, given_by=by.principal)
    code = code_make()
    FeedbackTicket.objects.create(
        code_hash=code_hash(code), force=case.force, area=case.area, point=point, month=month_of(today)
    )
    event_record(
        case=case,
        by=by,
        at=at,
        route=ROUTE,
        verb="invited",
        subject=victim.pk,
        reason=f"{victim.reference}, {points()[point].lower()}",
    )
    return code


def feedback_open(*, code: str, today: date) -> None:
    """Raises CodeNotOpen for a code with which nothing can be answered. One query."""
    if not _open_tickets(today).filter(code_hash=code_hash(code)).exists():
        raise CodeNotOpen


@in_transaction
def feedback_answer(*, code: str, today: date, **said: str) -> None:
    """Take what was answered, once: whoever removes the ticket has answered, and of two one does.

    Nothing of the code, the moment or the sender is kept. Raises CodeNotOpen. Three queries.
    """
    ticket = _open_tickets(today).filter(code_hash=code_hash(code)).first()
    if ticket is None or not FeedbackTicket.objects.filter(pk=ticket.pk).delete()[0]:
        raise CodeNotOpen
    FeedbackAnswer.objects.create(
        force_id=ticket.force_id, area_id=ticket.area_id, point=ticket.point, month=month_of(today), **said
    )


def tickets_tidy(*, today: date) -> None:
    """Remove the codes that are too old to be answered with. One query."""
    FeedbackTicket.objects.filter(month__lt=_oldest_month(today)).delete()


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def _open_tickets(today: date) -> QuerySet[FeedbackTicket]:
    return FeedbackTicket.objects.filter(month__gte=_oldest_month(today))


def _oldest_month(today: date) -> date:
    return months_after(month_of(today), -open_months())


def _invitation_create(**invitation: object) -> None:
    """Asked of the database, since two may invite at once."""
    try:
        with transaction.atomic():
            FeedbackInvitation.objects.create(**invitation)
    except IntegrityError as error:
        if not violates(error, ONCE):
            raise
        raise RuleBroken(
            "The victim has been invited at this point already. A second code would count twice",
            field="point",
        ) from None
