"""Papers as files. Each carries its marking, and who printed it and when, on every page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access.policy import get_case_for
from casework.casefiles.models import CaseFile
from casework.papers.action_plan import action_plan_paper
from casework.papers.advice import advice_paper
from casework.papers.bad_character_notice import bad_character_notice_paper
from casework.papers.paper import Paper
from casework.papers.pdf import pdf_of
from casework.papers.review import RoundUnderWay, review_paper
from casework.people.request import SignedInRequest


@require_safe
def action_plan(request: SignedInRequest, urn: str, suspect: str, number: int) -> HttpResponse:
    """A plan that was issued, as it stands now."""
    return paper_of(request, urn, lambda case, at: action_plan_paper(case, suspect, number, at=at))


@require_safe
def advice(request: SignedInRequest, urn: str, version: int) -> HttpResponse:
    """A version of the early advice."""
    return paper_of(request, urn, lambda case, at: advice_paper(case, version))


@require_safe
def bad_character_notice(request: SignedInRequest, urn: str, suspect: str, number: int) -> HttpResponse:
    """A notice that was drafted, or as it was served."""
    return paper_of(request, urn, lambda case, at: bad_character_notice_paper(case, suspect, number))


@require_safe
def review(request: SignedInRequest, urn: str, number: int) -> HttpResponse:
    """What came of a round of the file."""
    return paper_of(request, urn, lambda case, at: review_paper(case, number))


def paper_of(request: SignedInRequest, urn: str, make: Callable[[CaseFile, datetime], Paper]) -> HttpResponse:
    """The paper of a case that the person may see; 404 for another's, and for what there is not."""
    case, at = get_case_for(request.user, urn), timezone.now()
    try:
        paper = make(case, at)
    except (ObjectDoesNotExist, RoundUnderWay):
        raise Http404 from None
    return pdf_response(paper, pdf_of(paper, printed_by=request.user.signature, at=at))


def pdf_response(paper: Paper, pdf: bytes) -> HttpResponse:
    """Saved under a name without personal data; kept by no cache, and shown in no frame of ours."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{paper.file_name}"'
    response["Cache-Control"] = "no-store"
    return response
