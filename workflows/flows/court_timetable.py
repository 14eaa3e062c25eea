from viewflow import this

from casework.court_timetable import forms, services
from casework.court_timetable.models import CourtStage
from casework.people.roles import Role
from workflows.engine.nodes import Begin, CaseFlow, Finish, Outcome, Step, carries, on_its_date

Position = CourtStage.Position


@carries("court_stage")
class CourtStageFlow(CaseFlow):
    """Stage of the court timetable

    Due from the sending, or from the stage before it, or when the court directs; then served.
    """

    start = Begin().Next(this.serve)

    serve = Step(
        "Record a stage of the court timetable",
        role=Role.PROSECUTOR,
        at=Position.DUE,
        due=[on_its_date("due_on")],
        outcomes=[
            Outcome(
                "serve",
                "Record that it was served or done",
                services.court_stage_serve,
                forms.ServeForm,
                submit="Record it",
            )
        ],
    ).Next(this.end)

    end = Finish()
