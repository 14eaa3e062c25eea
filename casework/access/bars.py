"""Barring somebody from a case, and lifting a bar. A bar beats every role, list and grant."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from casework.access.ending import reason_require, spell_end
from casework.access.keepers import keeper_left_require
from casework.access.models import CaseBar, SpellQuerySet
from casework.access.policy import Actor
from casework.audit.who import case_handed_over
from casework.casefiles.models import CaseFile
from casework.database import in_transaction, violates
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.people.models import User
from casework.people.roles import Role

ROUTE = "access"
# Who bars in a case that they work on.
BARRING_ROLES = (Role.SUPERVISOR, Role.PROSECUTION_MANAGER)


@in_transaction
def bar_set(*, case: CaseFile, person: User, kind: str, reason: str, by: Actor, at: datetime) -> CaseBar:
    """Bar somebody from the case. Their open work on it is for the caller to give back to its pool.

    The event says that somebody was barred; whom and why is in the row alone, which no page of the
    case shows. Whoever bars themselves reaches the case until the request is done, for the rest of it.
    Raises RuleBroken without a reason, for somebody who is barred already, and for the last who may keep the
    list of a restricted case.
    """
    if kind not in CaseBar.Kind.values:
        raise RuleBroken("Select why they may have no part in the case", field="kind")
    reason_require(reason)
    if person == by.person:
        case_handed_over(case.pk)
    bar = CaseBar(case_file=case, person=person, kind=kind, reason=reason, begun_at=at, begun_by=by.person)
    try:
        with transaction.atomic():
            bar.save(force_insert=True)
    except IntegrityError as error:
        if not violates(error, "casebar_once_person"):
            raise
        raise RuleBroken(f"{person.signature} is barred from this case already", field="person") from None
    keeper_left_require(case)
    event_record(case=case, by=by, at=at, route=ROUTE, verb="barred", subject=bar.pk)
    return bar


@in_transaction
def bar_lift(*, case: CaseFile, bar: CaseBar, reason: str, by: Actor, at: datetime) -> None:
    """End a bar: its ground is gone, or never was. RuleBroken for one's own, and one that has ended."""
    if bar.person_id == by.person.pk:
        raise RuleBroken("Somebody else must lift a bar that is on you")
    spell_end(bar, reason=reason, by=by, at=at)
    event_record(case=case, by=by, at=at, route=ROUTE, verb="bar_lifted", subject=bar.pk)


def bars_of(case: CaseFile) -> SpellQuerySet:
    """The bars in force, with whom they are on. Lazy."""
    return CaseBar.objects.in_force().filter(case_file=case).select_related("person")
