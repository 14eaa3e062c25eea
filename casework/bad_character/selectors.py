from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from casework.bad_character.models import BadCharacterConsideration
from casework.bad_character.record_models import BadCharacterDecision, BadCharacterReview, PoliceReturn
from casework.casefiles.models import CaseFile


def considerations_told(case: CaseFile) -> QuerySet[BadCharacterConsideration]:
    """Each suspect's with all that was said in its rounds. Six queries, however many there are."""
    records = BadCharacterConsideration.objects.filter(case_file=case).select_related("suspect", "prosecutor")
    returns = PoliceReturn.objects.select_related("by").prefetch_related("checks")
    return records.prefetch_related(
        "items",
        Prefetch("returns", returns),
        Prefetch("reviews", BadCharacterReview.objects.select_related("by")),
        Prefetch("decisions", BadCharacterDecision.objects.select_related("by")),
    )
