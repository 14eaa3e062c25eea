"""The letters of a case, with their versions and who checked them."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from casework.casefiles.models import CaseFile
from casework.charging.models import ChargingDecision
from casework.letters.models import Letter, LetterVersion
from casework.review_rights.models import DecisionReview, ReviewRight
from casework.routes.models import RouteRecord


def letters_of(case: CaseFile) -> QuerySet[Letter]:
    """The letters of a case as pages show them. Two queries."""
    people = ("drafted_by", "drafted_for", "check_made__checked_by", "check_made__checked_for")
    versions = LetterVersion.objects.select_related(*people)
    letters = Letter.objects.filter(case_file=case).select_related("victim", "decision__suspect")
    return letters.prefetch_related(Prefetch("versions", versions))


def letters_about(case: CaseFile, record: RouteRecord) -> list[Letter]:
    """Those on what a record decides or tells: a decision, a right to a review, a review.

    None, and no query, for another kind of record; else two queries.
    """
    condition = _about(record)
    return list(letters_of(case).filter(condition, withdrawn_at=None)) if condition else []


def _about(record: RouteRecord) -> Q | None:
    if isinstance(record, DecisionReview):
        return Q(review=record)
    if isinstance(record, ReviewRight):
        told = Q(decision=record.decision_id, victim=record.victim_id, kind=Letter.Kind.NFA)
        return told & Q(decision_round=record.decision_round)
    if isinstance(record, ChargingDecision):
        return Q(decision=record, decision_round=record.round)
    return None
