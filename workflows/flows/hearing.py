from viewflow import this

from casework.hearings import forms, services
from casework.hearings.models import Hearing
from casework.people.roles import Role
from workflows.engine.nodes import Begin, CaseFlow, Finish, Outcome, Step, Turn, carries, on_its_date

Position = Hearing.Position
LISTERS = (Role.WITNESS_CARE, Role.VICTIM_LIAISON, Role.PROSECUTOR, Role.PROSECUTION_MANAGER)
MOVED = "It is put off to another day"
NOT_HELD = "It is vacated, without a new day"


@carries("hearing")
class HearingFlow(CaseFlow):
    """Hearing

    Listed, listed anew or vacated, and its result recorded once its day has come.
    """

    start = Begin().Next(this.result)

    result = Step(
        "Record the result of the hearing",
        role=Role.WITNESS_CARE,
        at=Position.LISTED,
        due=[on_its_date("result_due_on")],
        begins=lambda record: record.on,
        outcomes=[
            Outcome(
                "held",
                "The hearing was held",
                services.hearing_held,
                forms.ResultForm,
                submit="Record the result",
            ),
            Outcome("relisted", MOVED, services.hearing_relist, forms.RelistForm, submit="List it anew"),
            Outcome("vacated", NOT_HELD, services.hearing_vacate, forms.VacateForm, submit="Vacate it"),
        ],
    ).Next(this.end)

    end = Finish()

    turns = (
        Turn(
            "relist",
            "List it anew",
            services.hearing_relist,
            forms.RelistForm,
            roles=LISTERS,
            at=(Position.LISTED,),
            to=(Position.VACATED,),
            effect="The day that is listed is vacated. What hangs on it moves to the new day.",
        ),
        Turn(
            "vacate",
            "Vacate it",
            services.hearing_vacate,
            forms.VacateForm,
            roles=LISTERS,
            at=(Position.LISTED,),
            to=(Position.VACATED,),
            effect="The hearing keeps no day. List another when the court has given one.",
        ),
    )
