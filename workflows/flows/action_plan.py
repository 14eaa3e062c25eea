from viewflow import this

from casework.action_plans import forms, services
from casework.action_plans.models import ActionPlanItem
from casework.action_plans.selectors import decisions_answered
from casework.charging.models import ChargingDecision
from casework.people.roles import Role
from workflows.engine.nodes import (
    Automatic,
    Begin,
    CaseFlow,
    Finish,
    Gate,
    Outcome,
    Step,
    carries,
    is_at,
    on_its_date,
    within,
)
from workflows.engine.routes import route_resume

Position = ActionPlanItem.Position


@carries("plan_item")
class ActionPlanItemFlow(CaseFlow):
    """Action plan item

    The police answer, the CPS accepts or returns. The last accepted answer resumes the decision.
    """

    start = Begin().Next(this.answer)

    answer = Step(
        "Answer an action plan item",
        role=Role.INVESTIGATOR,
        at=Position.ANSWER,
        withdrawn_by=(Role.PROSECUTOR, Role.PROSECUTION_MANAGER),
        owner=lambda record: record.case_file.officer_in_case,
        due=[on_its_date("due_on")],
        outcomes=[
            Outcome(
                "answer", "Send the answer to the CPS", services.action_plan_item_answer, forms.AnswerForm
            )
        ],
    ).Next(this.check)

    check = Step(
        "Check an action plan answer",
        role=Role.PROSECUTOR,
        at=Position.CHECK,
        withdrawn_by=(Role.PROSECUTOR, Role.PROSECUTION_MANAGER),
        owner=lambda record: record.plan.issued_by,
        due=[within("ACTION_PLAN_CHECK")],
        outcomes=[
            Outcome(
                "accept",
                "Accept the answer",
                services.action_plan_item_accept,
                forms.AcceptAnswerForm,
                in_bulk=True,
            ),
            Outcome("return", "Return the answer", services.action_plan_item_return, forms.ReturnAnswerForm),
        ],
    ).Next(this.is_accepted)

    is_accepted = Gate().Case(this.close, is_at(Position.ACCEPTED)).Default(this.answer)

    close = Automatic(this.resume_decision).Next(this.end)

    end = Finish()

    reinstate = staticmethod(services.action_plan_item_reinstate)

    def after_withdrawal(self, activation):
        """The decision waits for the other items only."""
        self.resume_decision(activation)

    def resume_decision(self, activation):
        """Unless an item of any plan is open: one that is taken up late may be of a former plan."""
        decision = activation.process.record.plan.decision
        if decisions_answered(ChargingDecision.objects.filter(pk=decision.pk)).exists():
            decision.case_file = activation.process.record.case_file
            route_resume(decision, "answers")
