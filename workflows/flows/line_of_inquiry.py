from viewflow import this

from casework.early_advice import advice_forms, lines
from casework.early_advice.record_models import LineAnswer
from casework.people.roles import Role
from workflows.engine.nodes import Begin, CaseFlow, Finish, Gate, Outcome, Step, carries, is_at, on_its_date

Position = LineAnswer.Position
ANSWER = Outcome("answer", "Record whether it was followed", lines.line_answer, advice_forms.LineAnswerForm)
ADVISERS = (Role.PROSECUTOR, Role.PROSECUTION_MANAGER)


@carries("line_of_inquiry")
class LineOfInquiryFlow(CaseFlow):
    """Line of inquiry

    Whose line it is says whether it was followed: the police, or the CPS for a line of its own.
    """

    start = Begin().Next(this.whose)

    whose = Gate().Case(this.answer_cps, is_at(Position.ANSWER_CPS)).Default(this.answer)

    answer = Step(
        "Say whether a line of inquiry was followed",
        role=Role.INVESTIGATOR,
        at=Position.ANSWER,
        withdrawn_by=ADVISERS,
        owner=lambda record: record.case_file.officer_in_case,
        due=[on_its_date("target_on")],
        outcomes=[ANSWER],
    ).Next(this.end)

    answer_cps = Step(
        "Say whether a line of inquiry of the CPS was followed",
        role=Role.PROSECUTOR,
        at=Position.ANSWER_CPS,
        withdrawn_by=ADVISERS,
        owner=lambda record: record.adviser,
        due=[on_its_date("target_on")],
        outcomes=[ANSWER],
    ).Next(this.end)

    end = Finish()
