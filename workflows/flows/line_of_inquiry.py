from viewflow import this

from casework.early_advice import advice_forms, lines
from casework.early_advice.record_models import LineAnswer
from casework.people.roles import Role
from workflows.engine.nodes import Begin, CaseFlow, Finish, Outcome, Step, carries, on_its_date

Position = LineAnswer.Position


@carries("line_of_inquiry")
class LineOfInquiryFlow(CaseFlow):
    """Line of inquiry

    The police say of each line that a prosecutor advised whether it was followed.
    """

    start = Begin().Next(this.answer)

    answer = Step(
        "Say whether a line of inquiry was followed",
        role=Role.INVESTIGATOR,
        at=Position.ANSWER,
        withdrawn_by=(Role.PROSECUTOR, Role.PROSECUTION_MANAGER),
        owner=lambda record: record.case_file.officer_in_case,
        due=[on_its_date("target_on")],
        outcomes=[
            Outcome(
                "answer", "Record whether it was followed", lines.line_answer, advice_forms.LineAnswerForm
            )
        ],
    ).Next(this.end)

    end = Finish()
