from viewflow import this

from casework.bad_character import forms, prosecutor_forms, services
from casework.bad_character.findings import review_findings
from casework.bad_character.models import BadCharacterConsideration
from casework.people.roles import Role
from workflows.engine.nodes import (
    Begin,
    CaseFlow,
    Finish,
    Gate,
    Outcome,
    Step,
    Turn,
    carries,
    is_at,
    on_its_date,
    within,
)

Position = BadCharacterConsideration.Position


@carries("bad_character")
class BadCharacterFlow(CaseFlow):
    """Bad character

    Considered for every suspect, even when nothing is found; reviewed and decided by a prosecutor; begun
    again when something new comes.
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
                hint="You will be asked for each of the checks",
                submit="Record the checks",
            ),
            Outcome(
                "found",
                "Bad character found",
                services.bad_character_consider,
                forms.FoundForm,
                hint="You will be asked for each of the checks, and for what was found",
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
            Outcome(
                "review",
                "Record your assessment",
                services.bad_character_review,
                prosecutor_forms.ReviewForm,
                findings=review_findings,
            ),
            Outcome(
                "ask_more",
                "Ask the police for more",
                services.bad_character_ask_more,
                prosecutor_forms.AskMoreForm,
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
                prosecutor_forms.PursueForm,
                submit="Record the decision",
            ),
            Outcome(
                "leave",
                "Do not apply",
                services.bad_character_leave,
                prosecutor_forms.LeaveForm,
                submit="Record the decision",
            ),
            Outcome(
                "wait",
                "Wait for material",
                services.bad_character_wait,
                prosecutor_forms.WaitForm,
                hint="You will be asked for what, and until when",
                submit="Record the decision",
            ),
        ],
    ).Next(this.is_decided)

    is_decided = Gate().Case(this.look, is_at(Position.PENDING)).Default(this.end)

    look = Step(
        "Look at material on bad character",
        role=Role.PROSECUTOR,
        at=Position.PENDING,
        owner=lambda record: record.prosecutor,
        due=[on_its_date("material_by")],
        outcomes=[
            Outcome("look", "Review again", services.bad_character_look, prosecutor_forms.LookForm),
            Outcome("wait_on", "Wait longer", services.bad_character_wait_on, prosecutor_forms.WaitOnForm),
        ],
    ).Next(this.has_come)

    has_come = Gate().Case(this.review, is_at(Position.REVIEW)).Default(this.look)

    end = Finish()

    turns = (
        Turn(
            "new",
            "Something new has come",
            services.bad_character_new,
            forms.NewForm,
            roles=(Role.INVESTIGATOR, Role.SUPERVISOR, Role.PROSECUTOR),
            at=(Position.REVIEW, Position.DECIDE, *BadCharacterConsideration.DECIDED),
            to=(Position.CONSIDER,),
            submit="Consider bad character again",
            effect="The police record what is new, and a prosecutor reviews and decides again. What was "
            "recorded before stays.",
        ),
    )
