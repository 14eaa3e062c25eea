"""What a person was told. Only of cases that they may see still, but that one was opened in an emergency."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from casework.access.policy import kept_from
from casework.audit.who import case_kept_back
from casework.casefiles.models import CaseFile
from casework.people.models import User
from notifications.ladders.stages import Stage
from notifications.notices.models import Notice, NoticeQuerySet


def notices_of(person: User) -> NoticeQuerySet:
    """The newest first, with the work and its case. No query of its own, save that of the person's roles.

    Whoever shows them asks `cases_withhold` first.
    """
    visible = Q(obligation__case_file__in=CaseFile.objects.visible_to(person))
    opened = Q(stage=Stage.BROKEN_IN, obligation__case_file__in=sorted(kept_from(person)))
    told = Notice.objects.standing().filter(visible | opened, recipient=person)
    return told.select_related("obligation__case_file").order_by("-created_at", "-pk")


def cases_withhold(notices: Iterable[Notice], person: User) -> None:
    """Note on each of the notices whether it must not say of which case it is. No query."""
    for notice in notices:
        case = notice.obligation.case_file_id
        notice.case_is_withheld = case in kept_from(person)
        if notice.case_is_withheld:
            case_kept_back(case)


def unread_number(person: User) -> int:
    """How many of them nobody has read. One query."""
    return notices_of(person).filter(seen_at__isnull=True).order_by().count()
