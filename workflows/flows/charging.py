from viewflow import this

from casework.action_plans import forms as plan_forms
from casework.action_plans.issuing import ActionPlanForm
from casework.action_plans.review import action_plan_approve, action_plan_send_back
from casework.action_plans.selectors import decisions_answered
from casework.charging import forms, services
from casework.charging.models import ChargingDecision, ChargingRequest
from casework.file_review.models import FileSubmission
from casework.people.roles import Role
from casework.routes.forms import AcceptForm, RejectForm
from workflows.engine.nodes import (
    Automatic,
    Begin,
    CaseFlow,
    Finish,
    Gate,
    Outcome,
    Step,
    Wait,
    carries,
    is_at,
    within,
)
from workflows.engine.routes import route_resume, routes_start

Position = ChargingDecision.Position


@carries("charging_request")
class ChargingRequestFlow(CaseFlow):
    """Charging request

    The CPS triages the file: a decision is opened for each suspect, or the file goes back.
    """

    start = Begin().Next(this.triage)

    triage = Step(
        "Triage the charging request",
        role=Role.PROSECUTION_MANAGER,
        at=ChargingRequest.Position.TRIAGE,
        due=[within("CPS_TRIAGE")],
        outcomes=[
            Outcome("accept", "Accept the charging request", services.charging_request_accept, AcceptForm),
            Outcome(
                "reject",
                "Reject the charging request",
                services.charging_request_reject,
                RejectForm,
                hint="The file goes back to the police for another round",
            ),
        ],
    ).Next(this.is_accepted)

    is_accepted = (
        Gate().Case(this.open_decisions, is_at(ChargingRequest.Position.ACCEPTED)).Default(this.tell_police)
    )

    open_decisions = Automatic(this.start_decisions).Next(this.tell_police)

    tell_police = Automatic(this.resume_file_review).Next(this.end)

    end = Finish()

    def start_decisions(self, activation):
        routes_start(activation.process.record.case_file, "charging_decision")

    def resume_file_review(self, activation):
        case = activation.process.record.case_file
        file = FileSubmission.objects.get(case_file=case)
        file.case_file = case
        route_resume(file, "with_cps")


@carries("charging_decision")
class ChargingDecisionFlow(CaseFlow):
    """Charging decision

    One suspect: charged, not charged, or more asked of the police and decided again.
    """

    start = Begin().Next(this.review)

    review = Step(
        "Make the charging decision",
        role=Role.PROSECUTOR,
        at=Position.REVIEW,
        owner=lambda record: record.prosecutor,
        due=[within("CHARGING_DECISION")],
        outcomes=[
            Outcome("charge", "Charge", services.charge, forms.ChargeForm, submit="Authorise the charges"),
            Outcome(
                "nfa",
                "No further action",
                services.no_further_action,
                forms.NoFurtherActionForm,
                hint="You will be asked when you met the investigator",
                submit="Record no further action",
            ),
            Outcome(
                "action_plan",
                "Set an action plan",
                services.action_plan_set,
                ActionPlanForm,
                hint="The decision waits for the police to answer each item. A further plan after a Full "
                "Code submission is reviewed by a District Crown Prosecutor first",
            ),
        ],
    ).Next(this.decided)

    decided = (
        Gate()
        .Case(this.open_items, is_at(Position.WAITING))
        .Case(this.review_plan, is_at(Position.PLAN_REVIEW))
        .Case(this.open_checkpoints, is_at(Position.CHARGED))
        .Default(this.end)
    )

    review_plan = Step(
        "Review the further action plan",
        role=Role.PROSECUTION_MANAGER,
        at=Position.PLAN_REVIEW,
        due=[within("ACTION_PLAN_REVIEW")],
        outcomes=[
            Outcome(
                "approve",
                "Approve the action plan",
                action_plan_approve,
                plan_forms.ApproveForm,
                hint="It goes to the police as it is",
            ),
            Outcome(
                "send_back",
                "Send it back to the prosecutor",
                action_plan_send_back,
                plan_forms.SendBackForm,
                hint="You will be asked what should change. The police see nothing of it",
            ),
        ],
    ).Next(this.is_approved)

    is_approved = Gate().Case(this.open_items, is_at(Position.WAITING)).Default(this.review)

    open_items = Automatic(this.start_items).Next(this.answers)

    # Woken by the last accepted answer of the action plan.
    answers = Wait(at=Position.WAITING, over=decisions_answered, verb=services.charging_decision_resume).Next(
        this.review
    )

    open_checkpoints = Automatic(this.start_checkpoints).Next(this.end)

    end = Finish()

    def start_items(self, activation):
        routes_start(activation.process.record.case_file, "plan_item")

    def start_checkpoints(self, activation):
        routes_start(activation.process.record.case_file, "vps_checkpoint")
