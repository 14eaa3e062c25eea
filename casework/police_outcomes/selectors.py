from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from casework.file_review.models import FileSubmission
from casework.police_outcomes.models import PoliceOutcome


def files_with_outcomes(files: QuerySet[FileSubmission]) -> list[FileSubmission]:
    """The files, each with its police outcomes. The query of the files, and one where there are any."""
    outcomes = PoliceOutcome.objects.filter(submission=OuterRef("pk"))
    found: list[Any] = list(files.annotate(was_ended=Exists(outcomes)))
    shown = PoliceOutcome.objects.select_related("suspect", "recorded_by")
    ended = [each for each in found if each.was_ended]
    prefetch_related_objects(ended, Prefetch("police_outcomes", shown))
    return found
