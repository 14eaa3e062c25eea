from viewflow import this
from viewflow.workflow import flow

from casework.action_plans import forms, services
from casework.action_plans.models import ActionPlanItem
from casework.charging.services import charging_decision_resume
from casework.people.roles import Role
from workflows.engine.moment import moment
from workflows.engine.nodes import CaseFlow, Outcome, Step, begin, carries, is_at, on_its_date, within
from workflows.engine.routes import route_resume

Position = ActionPlanItem.Position


@carries("plan_item")
class ActionPlanItemFlow(CaseFlow):
    """Action plan item

    The police answer, the CPS accepts or returns. The last accepted answer resumes the decision.
    """

    start = flow.StartHandle(begin).Next(this.answer)

    answer = Step(
        "Answer an action plan item",
        role=Role.INVESTIGATOR,
        owner=lambda record: record.case_file.officer_in_case,
        due=on_its_date("due_on"),
        outcomes=[
            Outcome(
                "answer", "Send the answer to the CPS", services.action_plan_item_answer, forms.AnswerForm
            )
        ],
    ).Next(this.check)

    check = Step(
        "Check an action plan answer",
        role=Role.PROSECUTOR,
        owner=lambda record: record.plan.issued_by,
        due=within("ACTION_PLAN_CHECK"),
        outcomes=[
            Outcome("accept", "Accept the answer", services.action_plan_item_accept, forms.AcceptAnswerForm),
            Outcome("return", "Return the answer", services.action_plan_item_return, forms.ReturnAnswerForm),
        ],
    ).Next(this.is_accepted)

    is_accepted = flow.Switch().Case(this.close, is_at(Position.ACCEPTED)).Default(this.answer)

    close = flow.Function(this.resume_decision).Next(this.end)

    end = flow.End()

    def resume_decision(self, activation):
        plan = activation.process.record.plan
        if plan.is_answered():
            now = moment()
            charging_decision_resume(record=plan.decision, by=now.by, at=now.at)
            route_resume(plan.decision, "charging_decision", "answers")
