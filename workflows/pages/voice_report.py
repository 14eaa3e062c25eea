"""What victims said, for who leads or audits, as a page and as a file."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.pages.csv import csv_answer
from casework.people.request import SignedInRequest
from casework.people.roles import OVERSEEING_ROLES
from casework.victims_voice.models import Heard
from casework.victims_voice.points import questions
from casework.victims_voice.report import Line, report_lines, report_words


@require_safe
def voice_report(request: SignedInRequest) -> HttpResponse:
    """The lines, and below them words of people's own. Three queries."""
    lines = lines_for(request)
    context = {
        "title": "Victims' voice",
        "lines": lines,
        "words": report_words(request.user, lines),
        "questions": questions(),
        "answers": list(Heard),
        "minimum": settings.CASEWORK_VOICE_MINIMUM,
    }
    return render(request, "workflows/voice_report.html", context)


@require_safe
def voice_export(request: SignedInRequest) -> HttpResponse:
    """The same lines for a spreadsheet, without words of anybody's own."""
    head = ["Quarter", "Place", "Point", "Answers"]
    head += [f"{question} {heard.label}" for question in questions().values() for heard in Heard]
    rows = (cells(line) for line in lines_for(request))
    return csv_answer("victims-voice", timezone.localdate(), head, rows)


def lines_for(request: SignedInRequest) -> list[Line]:
    """403 for who neither leads anybody nor audits."""
    if not request.user.holds(*OVERSEEING_ROLES):
        raise PermissionDenied
    return report_lines(request.user, timezone.localdate())


def cells(line: Line) -> list[object]:
    """A line whose numbers are suppressed says so, and nothing else."""
    of_whom = [line.quarter.words, line.place, line.point_words]
    if not line.shown:
        return [*of_whom, "Suppressed", *[""] * (len(questions()) * len(Heard))]
    counted = [line.number(question, heard) for question in questions() for heard in Heard]
    return [*of_whom, line.answers, *counted]
