from viewflow import this

from casework.action_plans import extensions, forms, services
from casework.action_plans.models import ActionPlanItem
from casework.action_plans.selectors import decisions_answered
from casework.charging.models import ChargingDecision
from casework.people.roles import Role
from workflows.engine.handover import work_follow_owner
from workflows.engine.nodes import (
    Automatic,
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
from workflows.engine.routes import route_resume

Position = ActionPlanItem.Position
BOTH_SIDES = (
    Role.INVESTIGATOR,
    Role.SUPERVISOR,
    Role.GATEKEEPER,
    Role.PROSECUTOR,
    Role.PROSECUTION_MANAGER,
)

ANSWER = Outcome("answer", "Send the answer to the CPS", services.action_plan_item_answer, forms.AnswerForm)
MORE_TIME = Outcome(
    "more_time",
    "Ask for more time",
    extensions.extension_ask,
    forms.MoreTimeForm,
    hint="You will be asked for a later date and the reason. The CPS decides",
)
GRANT = Outcome("grant", "Grant the date that was asked for", extensions.extension_grant, forms.GrantForm)
SHORTEN = Outcome("shorten", "Give another date", extensions.extension_shorten, forms.ShortenForm)
REFUSE = Outcome(
    "refuse",
    "Refuse more time",
    extensions.extension_refuse,
    forms.RefuseForm,
    hint="The date that stands now stays",
)


@carries("plan_item")
class ActionPlanItemFlow(CaseFlow):
    """Action plan item

    The police answer or ask for more time, the CPS accepts or returns. The last accepted answer resumes
    the decision.
    """

    start = Begin().Next(this.answer)

    answer = Step(
        "Answer an action plan item",
        role=Role.INVESTIGATOR,
        at=Position.ANSWER,
        withdrawn_by=(Role.PROSECUTOR, Role.PROSECUTION_MANAGER),
        owner=lambda record: record.answers_for_police,
        due=[on_its_date("due_on")],
        outcomes=[ANSWER, MORE_TIME],
    ).Next(this.is_answered)

    is_answered = Gate().Case(this.check, is_at(Position.CHECK)).Default(this.extension)

    extension = Step(
        "Decide on more time",
        role=Role.PROSECUTOR,
        at=Position.EXTENSION,
        withdrawn_by=(Role.PROSECUTOR, Role.PROSECUTION_MANAGER),
        owner=lambda record: record.plan.issued_by,
        due=[within("ACTION_PLAN_EXTENSION")],
        outcomes=[GRANT, SHORTEN, REFUSE],
    ).Next(this.answer)

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
                reads=("answers",),
            ),
            Outcome("return", "Return the answer", services.action_plan_item_return, forms.ReturnAnswerForm),
        ],
    ).Next(this.is_accepted)

    is_accepted = Gate().Case(this.close, is_at(Position.ACCEPTED)).Default(this.answer)

    close = Automatic(this.resume_decision).Next(this.end)

    end = Finish()

    reinstate = staticmethod(services.action_plan_item_reinstate)

    turns = [
        Turn(
            "answer-now",
            "Answer without waiting for more time",
            services.action_plan_item_answer,
            forms.AnswerForm,
            submit="Send the answer to the CPS",
            roles=(Role.INVESTIGATOR, Role.SUPERVISOR),
            at=(Position.EXTENSION,),
            to=(Position.CHECK,),
            owner=lambda record: record.answers_for_police,
            effect="The request for more time lapses, and the CPS checks the answer.",
        ),
        Turn(
            "message",
            "Write a message",
            services.item_message_post,
            forms.MessageForm,
            submit="Send the message",
            roles=BOTH_SIDES,
            at=services.OPEN,
        ),
        Turn(
            "owner",
            "Change the owner",
            services.item_owner_change,
            forms.OwnerForm,
            roles=(Role.SUPERVISOR,),
            at=services.OPEN,
            effect="The item goes to them whenever the police are to answer. Its dates stay as they are.",
        ),
    ]

    def after_turn(self, record, turn):
        """An item with the police is at once in the hands of its new owner."""
        if turn.key == "owner" and record.position == Position.ANSWER:
            work_follow_owner(record)

    def after_withdrawal(self, activation):
        """The decision waits for the other items only."""
        self.resume_decision(activation)

    def resume_decision(self, activation):
        """Unless an item of any plan is open: one that is taken up late may be of a former plan."""
        decision = activation.process.record.plan.decision
        if decisions_answered(ChargingDecision.objects.filter(pk=decision.pk)).exists():
            decision.case_file = activation.process.record.case_file
            route_resume(decision, "answers")
