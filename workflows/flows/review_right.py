from viewflow import this

from casework.charging.beside import beside_changed
from casework.people.roles import Role
from casework.review_rights import forms, services
from casework.review_rights.models import DecisionReview, ReviewRight
from workflows.engine.nodes import (
    Automatic,
    Begin,
    CaseFlow,
    Clock,
    Finish,
    Gate,
    Outcome,
    Step,
    Turn,
    as_counted,
    carries,
    is_at,
    within,
)
from workflows.engine.standing import stand

TELL_REVIEW = Outcome("tell", "Record the letter to the victim", services.review_tell, forms.TellReviewForm)


def counted_from_request(rule: str) -> Clock:
    """By a rule from the day on which the victim asked, which may be before it was recorded."""
    return as_counted(rule, lambda record, opened_on: record.counted(rule))


@carries("review_right")
class ReviewRightFlow(CaseFlow):
    """Victim's right to review

    The victim is told of a decision against a charge, and of until when a review can be asked for.
    """

    start = Begin().Next(this.tell)

    tell = Step(
        "Tell the victim of the decision and of the right to review",
        role=Role.VICTIM_LIAISON,
        at=ReviewRight.Position.TELL,
        due=[within("VICTIM_TOLD_OF_DECISION")],
        outcomes=[
            Outcome("tell", "Record the letter to the victim", services.review_right_tell, forms.TellForm)
        ],
    ).Next(this.end)

    end = Finish()

    turns = [
        Turn(
            "ask",
            "Record a request for review",
            services.review_ask,
            forms.AskForm,
            roles=(Role.VICTIM_LIAISON,),
            at=(ReviewRight.Position.TOLD,),
            shown=lambda record: record.can_be_asked,
            submit="Record the request",
            effect="A District Crown Prosecutor who took no part in the decision reviews it.",
        )
    ]


@carries("decision_review")
class DecisionReviewFlow(CaseFlow):
    """Review for a victim

    A manager who took no part in the decision upholds it, or overturns it: then it is made again. The
    victim is told which.
    """

    start = Begin().Next(this.review)

    review = Step(
        "Review the decision for the victim",
        role=Role.PROSECUTION_MANAGER,
        at=DecisionReview.Position.REVIEW,
        due=[counted_from_request(rule) for rule in DecisionReview.RULES],
        outcomes=[
            Outcome("uphold", "Uphold the decision", services.review_uphold, forms.ReviewForm),
            Outcome(
                "overturn",
                "Overturn the decision",
                services.review_overturn,
                forms.ReviewForm,
                hint="A prosecutor decides again on the suspect",
            ),
        ],
    ).Next(this.is_overturned)

    is_overturned = (
        Gate().Case(this.decide_again, is_at(DecisionReview.Position.OVERTURNED)).Default(this.tell_upheld)
    )

    decide_again = Automatic(this.reopen_decision).Next(this.tell_overturned)

    tell_upheld = Step(
        "Tell the victim what came of the review",
        role=Role.VICTIM_LIAISON,
        at=DecisionReview.Position.UPHELD,
        due=[within("VICTIM_TOLD_OF_DECISION")],
        outcomes=[TELL_REVIEW],
    ).Next(this.end)

    tell_overturned = Step(
        "Tell the victim what came of the review",
        role=Role.VICTIM_LIAISON,
        at=DecisionReview.Position.OVERTURNED,
        due=[within("VICTIM_TOLD_OF_DECISION")],
        outcomes=[TELL_REVIEW],
    ).Next(this.end)

    end = Finish()

    def reopen_decision(self, activation):
        """The decision is open again; what was open for other victims of it is closed."""
        record = activation.process.record
        decision = record.right.decision
        decision.refresh_from_db()
        decision.case_file = record.case_file
        for moved in (decision, *services.records_beside(record), *beside_changed(decision)):
            stand(moved)
