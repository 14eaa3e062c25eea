"""Files that came back too often, and those that somebody may not check."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from casework.casefiles.models import CaseFile
from casework.charging.models import ChargingRequest
from casework.file_review.models import FileSubmission
from casework.people.models import User

Position = FileSubmission.Position


def files_bounced(user: User) -> QuerySet[FileSubmission]:
    """The files that are still on their way and came back so often that those who lead must know.

    Of the cases that the person may see and the police have not ended; what came back most comes first,
    and each says how often (`times_returned`). No query of its own.
    """
    triage = ChargingRequest.objects.filter(
        case_file=OuterRef("case_file"), position=ChargingRequest.Position.TRIAGE
    )
    on_their_way = FileSubmission.objects.filter(
        ~Q(position=Position.ACCEPTED) | Exists(triage),
        case_file__in=CaseFile.objects.visible_to(user),
        withdrawn_at=None,
    ).exclude(position=Position.ENDED)
    counted = on_their_way.annotate(times_returned=Count("returns"))
    return counted.filter(times_returned__gte=settings.CASEWORK_BOUNCE_ALERT_AT).order_by(
        "-times_returned", "moved_at", "pk"
    )


def files_stood_behind(user: User) -> QuerySet[FileSubmission]:
    """The files that the person may not check: of their own cases, or submitted or signed off by them.

    By themselves or through a stand-in. Lazy.
    """
    fields = ("submitted_by", "submitted_for", "signed_off_by", "signed_off_for")
    theirs = Q(case_file__officer_in_case=user)
    for field in fields:
        theirs |= Q(**{field: user})
    return FileSubmission.objects.filter(theirs)
