from viewflow import this

from casework.break_ins import forms, services
from casework.break_ins.models import BreakIn
from casework.people.roles import Role
from workflows.engine.nodes import Begin, CaseFlow, Finish, Gate, Outcome, Step, carries, is_at, within

Position = BreakIn.Position
OUTCOMES = [
    Outcome(
        "justify",
        "It was justified",
        services.break_in_justify,
        forms.ReviewForm,
        hint="There was an emergency, and this case was needed in it",
        submit="Record the review",
    ),
    Outcome(
        "condemn",
        "It was not justified",
        services.break_in_condemn,
        forms.ReviewForm,
        hint="What follows from it is for the force or the area",
        submit="Record the review",
    ),
]


@carries("break_in")
class BreakInFlow(CaseFlow):
    """Opening in an emergency

    Somebody who is not on the list of a restricted case has opened it. Somebody else, who leads on the
    case, says whether that was justified.
    """

    start = Begin().Next(this.whose)

    whose = Gate().Case(this.review_cps, is_at(Position.REVIEW_CPS)).Default(this.review)

    review = Step(
        "Review the opening of the case in an emergency",
        role=Role.SUPERVISOR,
        at=Position.REVIEW,
        due=[within("BREAK_IN_REVIEW")],
        outcomes=OUTCOMES,
    ).Next(this.end)

    review_cps = Step(
        "Review the opening of the case in an emergency",
        role=Role.PROSECUTION_MANAGER,
        at=Position.REVIEW_CPS,
        due=[within("BREAK_IN_REVIEW")],
        outcomes=OUTCOMES,
    ).Next(this.end)

    end = Finish()
