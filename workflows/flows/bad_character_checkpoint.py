from viewflow import this

from casework.bad_character.checkpoints import forms, services
from casework.bad_character.checkpoints.models import BadCharacterCheckpoint
from casework.people.roles import Role
from workflows.engine.nodes import Begin, CaseFlow, Finish, Outcome, Step, carries, on_its_date


@carries("bad_character_checkpoint")
class BadCharacterCheckpointFlow(CaseFlow):
    """Bad character checkpoint

    At early advice, at charge and before the PTPH a prosecutor confirms that the decision still stands.
    """

    start = Begin().Next(this.confirm)

    confirm = Step(
        "Confirm the decision on bad character",
        role=Role.PROSECUTOR,
        at=BadCharacterCheckpoint.Position.CONFIRM,
        owner=lambda record: record.prosecutor,
        due=[on_its_date("due_on")],
        outcomes=[
            Outcome("stands", "The decision stands", services.checkpoint_stands, forms.StandsForm),
            Outcome(
                "again",
                "Consider bad character again",
                services.checkpoint_reopen,
                forms.AgainForm,
                hint="You will be asked for what is new",
            ),
        ],
    ).Next(this.end)

    end = Finish()
