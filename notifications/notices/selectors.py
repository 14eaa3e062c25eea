"""What a person was told. Only of cases that they may see still, but for openings in an emergency."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation, ObligationQuerySet
from casework.people.models import User
from notifications.notices.models import Notice, NoticeQuerySet


def notices_of(person: User) -> NoticeQuerySet:
    """The newest first. No query of its own, save that of the person's roles."""
    seen = _work_seen_by(person).filter(pk=OuterRef("obligation"))
    told = Notice.objects.standing().filter(Q(Exists(seen)) | Q(of_opening=True), recipient=person)
    return told.order_by("-created_at", "-pk")


def with_work(notices: Iterable[Notice], person: User) -> list[Notice]:
    """The notices, with the work and its case but for those that withhold it from them. One query."""
    notices = list(notices)
    work = _work_seen_by(person).select_related("case_file")
    found = work.in_bulk([notice.obligation_id for notice in notices])
    for notice in notices:
        notice.case_is_withheld = notice.obligation_id not in found
        if not notice.case_is_withheld:
            notice.obligation = found[notice.obligation_id]
    return notices


def _work_seen_by(person: User) -> ObligationQuerySet:
    return Obligation.objects.filter(case_file__in=CaseFile.objects.visible_to(person))


def unread_number(person: User) -> int:
    """How many of them nobody has read. One query."""
    return notices_of(person).filter(seen_at__isnull=True).order_by().count()
