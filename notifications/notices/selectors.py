"""What a person was told. Only of cases that they may see still."""

from __future__ import annotations

from casework.casefiles.models import CaseFile
from casework.people.models import User
from notifications.notices.models import Notice, NoticeQuerySet


def notices_of(person: User) -> NoticeQuerySet:
    """The newest first, with the work and its case. No query of its own, save that of the person's roles."""
    visible = CaseFile.objects.visible_to(person)
    told = Notice.objects.standing().filter(recipient=person, obligation__case_file__in=visible)
    return told.select_related("obligation__case_file").order_by("-created_at", "-pk")


def unread_number(person: User) -> int:
    """How many of them nobody has read. One query."""
    return notices_of(person).filter(seen_at__isnull=True).order_by().count()
