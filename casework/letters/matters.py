"""What a letter can be about: a decision or the outcome of a review, and one victim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casework.casefiles.models import CaseFile, Victim
from casework.charging.models import ChargingDecision
from casework.errors import RuleBroken
from casework.letters.models import Letter
from casework.review_rights.models import DecisionReview

Decided = ChargingDecision.Position
CHARGED = (Decided.CHARGED, Decided.THRESHOLD, Decided.DISCONTINUE)
# Which letter a decision at this position asks for.
KINDS = {**dict.fromkeys(CHARGED, Letter.Kind.CHARGE), Decided.NFA: Letter.Kind.NFA}
Reviewed = DecisionReview.Position
UPHELD, OVERTURNED = (Reviewed.UPHELD, Reviewed.UPHELD_TOLD), (Reviewed.OVERTURNED, Reviewed.OVERTURNED_TOLD)


@dataclass(frozen=True)
class Matter:
    """A decision, or a review of it, that a victim is to be written to about."""

    kind: Letter.Kind
    victim: Victim
    decision: ChargingDecision
    decision_round: int
    review: DecisionReview | None = None

    @property
    def key(self) -> str:
        """Names it in a form: "no_further_action-S1-V1-1"."""
        return f"{self.kind}-{self.decision.suspect.reference}-{self.victim.reference}-{self.decision_round}"

    @property
    def words(self) -> str:
        return f"{self.kind.label}, {self.decision.suspect.reference}: letter to {self.victim.reference}"


def matters_of(case: CaseFile) -> list[Matter]:
    """What a letter can be about in a case, as it stands. Three queries."""
    victims = list(case.victims.all())
    decisions = ChargingDecision.objects.filter(case_file=case, position__in=KINDS).select_related("suspect")
    reviews = DecisionReview.objects.filter(case_file=case, position__in=(*UPHELD, *OVERTURNED))
    return [
        *(_of_decision(decision, victim) for decision in decisions for victim in victims),
        *_of_reviews(reviews.select_related("right__victim", "right__decision__suspect")),
    ]


def _of_decision(decision: ChargingDecision, victim: Victim) -> Matter:
    return Matter(KINDS[Decided(decision.position)], victim, decision, decision.round)


def _of_reviews(reviews: Iterable[DecisionReview]) -> Iterator[Matter]:
    for review in reviews:
        right = review.right
        yield Matter(Letter.Kind.REVIEW, right.victim, right.decision, right.decision_round, review)


def matter_stands(letter: Letter) -> None:
    """Guard: the decision that the letter tells of is the one that stands; a review is never undone.

    Raises RuleBroken. Up to one query.
    """
    if letter.review_id:
        return
    decision = ChargingDecision.objects.get(pk=letter.decision_id)
    kind = KINDS.get(Decided(decision.position))
    if decision.round != letter.decision_round or kind != letter.kind:
        raise RuleBroken("This decision no longer stands. Withdraw the letter, and draft another one")
