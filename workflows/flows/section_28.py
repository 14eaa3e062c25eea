from viewflow import this

from casework.people.roles import Role
from casework.special_measures.section_28 import forms, services
from casework.special_measures.section_28.models import Section28
from workflows.engine.nodes import Begin, CaseFlow, Finish, Outcome, Step, Turn, carries, on_its_date

Position = Section28.Position


def step(title: str, at: str, by: str, label: str, form: type) -> Step:
    """A step that the prosecutor records when it was done. A new node at each call: flows never share one."""
    return Step(
        title,
        role=Role.PROSECUTOR,
        at=at,
        due=[on_its_date(by)],
        outcomes=[Outcome("done", label, services.section_28_step, form)],
    )


@carries("section_28")
class Section28Flow(CaseFlow):
    """Section 28: pre-recorded cross-examination

    From notice to the court at the first hearing to the recording, each step by its day.
    """

    start = Begin().Next(this.tell_court)

    tell_court = step(
        "Tell the court that section 28 applies",
        Position.TELL_COURT,
        "tell_by",
        "Record that the court was told",
        forms.TellCourtForm,
    ).Next(this.serve)

    serve = step(
        "Serve the transcript and the section 28 application",
        Position.SERVE,
        "serve_by",
        "Record the service",
        forms.ServeForm,
    ).Next(this.reply)

    reply = step(
        "Record the defence's reply on section 28",
        Position.REPLY,
        "reply_by",
        "Record the reply",
        forms.ReplyForm,
    ).Next(this.ground_rules)

    ground_rules = step(
        "Record the ground rules hearing",
        Position.GROUND_RULES,
        "ground_rules_by",
        "Record the ground rules",
        forms.GroundRulesForm,
    ).Next(this.recording)

    recording = step(
        "Record the pre-recorded cross-examination",
        Position.RECORDING,
        "recording_by",
        "Record that it was recorded",
        forms.RecordingForm,
    ).Next(this.end)

    end = Finish()

    turns = [
        Turn(
            "end",
            "End section 28",
            services.section_28_end,
            forms.EndForm,
            roles=(Role.PROSECUTOR,),
            at=tuple(services.FOLLOWS),
            to=(Position.ENDED,),
            submit="End section 28",
            effect="Its steps are closed. Other special measures go on.",
        )
    ]
