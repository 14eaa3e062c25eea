from __future__ import annotations

from django.db.models import QuerySet

from casework.bad_character.models import BadCharacterConsideration
from casework.casefiles.models import CaseFile


def considerations_told(case: CaseFile) -> QuerySet[BadCharacterConsideration]:
    """Each suspect's with all that was said in its rounds. Six queries, however many there are."""
    records = BadCharacterConsideration.objects.filter(case_file=case).select_related("suspect", "prosecutor")
    return records.prefetch_related("items", "returns__checks", "returns__by", "reviews__by", "decisions__by")
