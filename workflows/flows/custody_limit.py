from viewflow import this

from casework.custody_limits import forms, services
from casework.custody_limits.models import CustodyTimeLimit
from casework.people.roles import Role
from workflows.engine.nodes import Begin, CaseFlow, Finish, Outcome, Step, Turn, carries, on_its_date

Position = CustodyTimeLimit.Position
KEEPERS = (Role.PROSECUTOR, Role.PROSECUTION_MANAGER)
ENDED = "The limit has ended"


@carries("custody_limit")
class CustodyLimitFlow(CaseFlow):
    """Custody time limit

    Kept for a defendant who is held, until a person confirms that it has ended. It never ends by itself.
    """

    start = Begin().Next(this.keep)

    keep = Step(
        "Keep the custody time limit",
        role=Role.PROSECUTOR,
        at=Position.KEEP,
        owner=lambda record: record.prosecutor,
        due=[on_its_date("expires_on")],
        outcomes=[
            Outcome(
                "bail",
                "Bail was granted",
                services.custody_bail,
                forms.BailForm,
                hint="The days served are kept, for a further remand",
                submit="Record the release",
            ),
            Outcome(
                "end",
                ENDED,
                services.custody_limit_end,
                forms.EndForm,
                hint="You will be asked why",
                submit="Confirm that it has ended",
            ),
        ],
    ).Next(this.end)

    end = Finish()

    turns = (
        Turn(
            "extend",
            "Record an extension",
            services.custody_limit_extend,
            forms.ExtendForm,
            roles=KEEPERS,
            at=(Position.KEEP,),
            effect="The limit and its reminders move to the new day. The old day is kept.",
        ),
        Turn(
            "remand",
            "Record a further remand in custody",
            services.custody_remand,
            forms.RemandForm,
            roles=KEEPERS,
            at=(Position.BAILED,),
            to=(Position.KEEP,),
            effect="The limit runs again, less the days served before.",
        ),
        Turn(
            "end",
            ENDED,
            services.custody_limit_end,
            forms.EndForm,
            roles=KEEPERS,
            at=(Position.BAILED,),
            to=(Position.ENDED,),
            submit="Confirm that it has ended",
            effect="No further remand is counted against it.",
        ),
    )
