"""What was told about a case, and what became of the mails: for those who answer for the work."""

from __future__ import annotations

from casework.casefiles.models import CaseFile
from casework.people.models import User
from casework.people.roles import OVERSEEING_ROLES
from notifications.notices.models import Notice, NoticeQuerySet


def notices_about(case: CaseFile, user: User) -> NoticeQuerySet:
    """Of the work of the person's own side, the newest first. No query of its own.

    Only of the organisations in which they lead or audit; of none for anybody else.
    """
    places = [held.organisation_id for held in user.memberships_held if held.role in OVERSEEING_ROLES]
    told = Notice.objects.filter(obligation__case_file=case, obligation__organisation__in=places)
    return told.select_related("obligation", "recipient", "message").order_by("-created_at", "-pk")
