"""What a person was told. Only of cases that they may see still, but that one was opened in an emergency."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation
from casework.people.models import User
from notifications.ladders.stages import Stage
from notifications.notices.models import Notice, NoticeQuerySet


def notices_of(person: User) -> NoticeQuerySet:
    """The newest first, each with `case_is_withheld`. No query of its own, save that of the roles."""
    seen = CaseFile.objects.visible_to(person)
    work = Obligation.objects.filter(pk=OuterRef("obligation"), case_file__in=seen)
    told = Notice.objects.standing().filter(recipient=person).annotate(case_is_withheld=~Exists(work))
    told = told.filter(Q(case_is_withheld=False) | Q(stage=Stage.BROKEN_IN))
    return told.order_by("-created_at", "-pk")


def with_work(notices: Iterable[Notice]) -> list[Notice]:
    """The notices, with the work and its case of those that do not withhold it. One query."""
    notices = list(notices)
    told = [notice.obligation_id for notice in notices if not notice.case_is_withheld]
    found = Obligation.objects.select_related("case_file").in_bulk(told)
    for notice in notices:
        # The case may have been restricted since.
        notice.case_is_withheld = notice.obligation_id not in found
        if not notice.case_is_withheld:
            notice.obligation = found[notice.obligation_id]
    return notices


def unread_number(person: User) -> int:
    """How many of them nobody has read. One query."""
    return notices_of(person).filter(seen_at__isnull=True).order_by().count()
