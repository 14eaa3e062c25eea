"""Files that went round too often: how often, on each row, and a list for those who lead."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.file_review.models import FileSubmission
from casework.file_review.rounds import times
from casework.file_review.selectors import files_bounced
from casework.obligations.models import Obligation
from casework.pages.dates import govuk_date
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.people.roles import LEADING_ROLES

PER_PAGE = 25
# Work of which the round is that of a file.
ON_A_FILE = ("file_submission", "charging_request")


def returned_words(work: Obligation) -> str:
    """How often the file of this work has come back, from its row alone; empty for other work, and for never.

    The round goes up when the file is submitted again, so one that is being corrected came back once more.
    """
    if work.kind.partition(".")[0] not in ON_A_FILE:
        return ""
    returned = work.round - (work.kind != "file_submission.correct")
    return times(returned) if returned else ""


@require_safe
def files_returned(request: SignedInRequest) -> HttpResponse:
    """The files that came back too often, for those who lead. The queries do not grow with the rows."""
    if not request.user.holds(*LEADING_ROLES):
        raise PermissionDenied
    files = files_bounced(request.user).select_related("case_file__unit", "case_file__officer_in_case")
    page = Paginator(files.prefetch_related("returns"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": f"Files that came back {threshold_words()} ({page.paginator.count})",
        "page": page,
        "items": [_item(file) for file in page],
    }
    return render(request, "workflows/files_returned.html", context)


def bounce_line(user: User) -> str:
    """For those who lead: how many such files there are; empty for none and for others. One query."""
    number = files_bounced(user).count() if user.holds(*LEADING_ROLES) else 0
    if not number:
        return ""
    return f"{number} file{' has' if number == 1 else 's have'} come back {threshold_words()}"


def threshold_words() -> str:
    return f"{times(settings.CASEWORK_BOUNCE_ALERT_AT)} or more"


def _item(file: FileSubmission) -> dict[str, object]:
    case = file.case_file
    return {
        "title": case.urn,
        "href": reverse("case_route", kwargs={"urn": case.urn, "route": "file-review"}),
        "note": file.bounce_words,
        "facts": [
            ("Stands at", file.get_position_display()),
            ("Since", govuk_date(file.moved_at)),
            ("Unit", case.unit.name),
            ("Officer in the case", case.officer_in_case.signature),
        ],
    }
