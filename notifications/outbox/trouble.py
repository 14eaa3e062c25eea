"""Mails that need a person: given up, or held because nobody knows what became of them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from casework.access.policy import Actor
from casework.errors import Overtaken
from casework.people.models import Membership
from notifications.notices.models import Notice
from notifications.outbox.models import Message, MessageQuerySet

State = Message.State
# What an administrator decides, and what the mail is then.
SETTLED = {"arrived": State.SENT, "again": State.READY, "drop": State.VOID}


def mails_in_trouble(by: Actor) -> MessageQuerySet:
    """Those to the people of the administrator's organisation or about its work, the oldest first.

    So that of somebody who has left all roles is found too. No query of its own.
    """
    held = Membership.objects.in_force(timezone.localdate()).filter(organisation=by.organisation)
    theirs = Exists(held.filter(person=OuterRef("recipient")))
    told = Notice.objects.filter(message=OuterRef("pk"), obligation__organisation=by.organisation)
    troubled = Message.objects.filter(theirs | Exists(told), state__in=[State.DEAD, State.HELD])
    return troubled.select_related("recipient").order_by("created_at", "pk")


def mail_settle(*, message: Message, how: str, by: Actor, at: datetime) -> None:
    """Say what became of it: it "arrived", it is to go "again", or it is dropped ("drop"). One query.

    Raises Overtaken where somebody has said so meanwhile.
    """
    changes = {"state": SETTLED[how], "settled_by": by.person, "settled_at": at}
    if how == "again":
        changes |= {"attempts": 0, "tried_at": None, "not_before": at}
    if how == "arrived":
        changes |= {"sent_at": at}
    troubled = Message.objects.filter(pk=message.pk, state__in=[State.DEAD, State.HELD])
    if not troubled.update(**changes):
        raise Overtaken
