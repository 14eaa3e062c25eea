from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from casework.casefiles.models import CaseFile
from casework.charging.charges.models import ChargeDecision
from casework.charging.meetings.models import ChargingMeeting
from casework.charging.models import ChargingDecision
from casework.charging.threshold.models import ThresholdReview


def decisions_shown(case: CaseFile) -> QuerySet[ChargingDecision]:
    """The decisions of a case with all that a page says of them. Five queries, however many there are."""
    people = ("investigator", "prosecutor", "recorded_by", "answered_by")
    decisions = ChargingDecision.objects.filter(case_file=case).select_related(
        "suspect", "decided_by", "meeting", "finalised_by"
    )
    return decisions.prefetch_related(
        Prefetch("charge_decisions", ChargeDecision.objects.select_related("offence")),
        "confirmations",
        Prefetch("meetings", ChargingMeeting.objects.select_related(*people)),
        Prefetch("threshold_reviews", ThresholdReview.objects.select_related("reviewed_by")),
    )
