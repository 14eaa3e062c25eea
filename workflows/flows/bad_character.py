from viewflow import this

from casework.bad_character import forms, services
from casework.bad_character.models import BadCharacterConsideration
from casework.people.roles import Role
from workflows.engine.nodes import Begin, CaseFlow, Finish, Gate, Outcome, Step, carries, is_at, within

Position = BadCharacterConsideration.Position


@carries("bad_character")
class BadCharacterFlow(CaseFlow):
    """Bad character

    Considered for every suspect, even when nothing is found; reviewed and decided by a prosecutor.
    """

    start = Begin().Next(this.consider)

    consider = Step(
        "Consider bad character",
        role=Role.INVESTIGATOR,
        at=Position.CONSIDER,
        owner=lambda record: record.case_file.officer_in_case,
        due=[within("BAD_CHARACTER_CONSIDERED")],
        outcomes=[
            Outcome(
                "nil",
                "Nothing found",
                services.bad_character_consider,
                forms.NilForm,
                hint="You will be asked for the dates of the checks",
                submit="Record the checks",
            ),
            Outcome(
                "found",
                "Bad character found",
                services.bad_character_consider,
                forms.FoundForm,
                hint="You will be asked for the dates of the checks and for each item",
                submit="Record what was found",
            ),
        ],
    ).Next(this.review)

    review = Step(
        "Review bad character",
        role=Role.PROSECUTOR,
        at=Position.REVIEW,
        owner=lambda record: record.prosecutor,
        due=[within("BAD_CHARACTER_REVIEW")],
        outcomes=[
            Outcome("review", "Record your assessment", services.bad_character_review, forms.ReviewForm),
            Outcome(
                "ask_more", "Ask the police for more", services.bad_character_ask_more, forms.AskMoreForm
            ),
        ],
    ).Next(this.is_reviewed)

    is_reviewed = Gate().Case(this.decide, is_at(Position.DECIDE)).Default(this.consider)

    decide = Step(
        "Decide on bad character",
        role=Role.PROSECUTOR,
        at=Position.DECIDE,
        owner=lambda record: record.prosecutor,
        due=[within("BAD_CHARACTER_DECISION")],
        outcomes=[
            Outcome(
                "pursue",
                "Apply to put it before the court",
                services.bad_character_pursue,
                forms.PursueForm,
                submit="Record the decision",
            ),
            Outcome(
                "leave",
                "Do not apply",
                services.bad_character_leave,
                forms.LeaveForm,
                submit="Record the decision",
            ),
        ],
    ).Next(this.end)

    end = Finish()
