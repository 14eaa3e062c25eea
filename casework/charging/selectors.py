from __future__ import annotations

from django.db.models import Prefetch, prefetch_related_objects

from casework.casefiles.models import CaseFile
from casework.charging.charges.models import ChargeDecision
from casework.charging.meetings.models import ChargingMeeting
from casework.charging.models import ChargingDecision
from casework.charging.threshold.models import ThresholdReview


def decisions_shown(case: CaseFile, *also: Prefetch) -> list[ChargingDecision]:
    """The decisions of a case with all that a page says of them, and `also`.

    Three queries, one for each of `also`, and two where the Threshold Test was applied.
    """
    people = ("investigator", "prosecutor", "recorded_by", "answered_by")
    found = ChargingDecision.objects.filter(case_file=case).select_related(
        "suspect", "decided_by", "meeting", "finalised_by"
    )
    decisions = list(
        found.prefetch_related(
            Prefetch("charge_decisions", ChargeDecision.objects.select_related("offence")),
            Prefetch("meetings", ChargingMeeting.objects.select_related(*people)),
            *also,
        )
    )
    threshold = [each for each in decisions if each.test_applied == ChargingDecision.Test.THRESHOLD]
    reviews = Prefetch("threshold_reviews", ThresholdReview.objects.select_related("reviewed_by"))
    prefetch_related_objects(threshold, "confirmations", reviews)
    return decisions
