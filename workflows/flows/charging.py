from viewflow import this

from casework.action_plans import forms as plan_forms
from casework.action_plans.issuing import ActionPlanForm
from casework.action_plans.review import (
    action_plan_approve,
    action_plan_send_back,
    findings_before_approving,
)
from casework.action_plans.selectors import decisions_answered
from casework.charging import forms, services, triage
from casework.charging.beside import beside_changed
from casework.charging.finalisation import services as finalisation
from casework.charging.finalisation.forms import FinaliseForm, TakeUpForm
from casework.charging.finalisation.services import findings_before_finalising
from casework.charging.meetings.forms import MeetingAnswerForm, MeetingForm
from casework.charging.meetings.selectors import findings_before_nfa
from casework.charging.meetings.services import (
    ANSWERED_AT,
    charging_meeting_answer,
    charging_meeting_record,
)
from casework.charging.models import ChargingDecision, ChargingRequest
from casework.charging.threshold import services as reviews
from casework.charging.threshold.forms import DiscontinueForm, FullCodeMetForm, WaitForm
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
    Turn,
    Wait,
    carries,
    is_at,
    on_its_date,
    within,
)
from workflows.engine.routes import route_resume, routes_start
from workflows.engine.standing import stand

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
            Outcome("accept", "Accept the charging request", triage.charging_request_accept, AcceptForm),
            Outcome(
                "reject",
                "Reject the charging request",
                triage.charging_request_reject,
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

    One suspect: charged, not charged, or more asked of the police and decided again. A Threshold charge is
    reviewed until the Full Code Test is met.
    """

    start = Begin().Next(this.review)

    review = Step(
        "Make the charging decision",
        role=Role.PROSECUTOR,
        at=Position.REVIEW,
        owner=lambda record: record.prosecutor,
        due=[within("CHARGING_DECISION")],
        outcomes=[
            Outcome(
                "charge",
                "Charge under the Full Code Test",
                services.charge,
                forms.ChargeForm,
                hint="You will be asked for both stages of each offence",
                submit="Authorise the charges",
            ),
            Outcome(
                "threshold",
                "Charge under the Threshold Test",
                services.charge_threshold,
                forms.ThresholdChargeForm,
                hint="You will be asked for its five conditions and a date of review",
                submit="Authorise the charges",
            ),
            Outcome(
                "nfa",
                "No further action",
                services.no_further_action,
                forms.NoFurtherActionForm,
                hint="You will be asked on which meeting with the investigator it rests",
                submit="Record no further action",
                findings=findings_before_nfa,
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
        .Case(this.open_rights, is_at(Position.NFA))
        .Default(this.open_checkpoints)
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
                findings=findings_before_approving,
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

    open_checkpoints = Automatic(this.start_checkpoints).Next(this.is_reviewed_again)

    is_reviewed_again = Gate().Case(this.review_threshold, is_at(Position.THRESHOLD)).Default(this.end)

    review_threshold = Step(
        "Review the Threshold charge",
        role=Role.PROSECUTOR,
        at=Position.THRESHOLD,
        owner=lambda record: record.prosecutor,
        due=[on_its_date("threshold_review_on")],
        outcomes=[
            Outcome(
                "full_code_met",
                "The Full Code Test is met now",
                reviews.threshold_full_code_met,
                FullCodeMetForm,
                hint="The charge stands",
                submit="Record that the Full Code Test is met",
            ),
            Outcome(
                "wait",
                "The Full Code Test is not met yet",
                reviews.threshold_wait,
                WaitForm,
                hint="You will be asked for a new date of review",
                submit="Record the review",
            ),
            Outcome(
                "discontinue",
                "Recommend to discontinue",
                reviews.threshold_discontinue,
                DiscontinueForm,
                submit="Record the recommendation",
            ),
        ],
    ).Next(this.is_reviewed_again)

    open_rights = Automatic(this.start_rights).Next(this.end)

    end = Finish()

    turns = [
        Turn(
            "record_meeting",
            "Record a meeting of investigator and prosecutor",
            charging_meeting_record,
            MeetingForm,
            roles=(Role.PROSECUTOR, Role.INVESTIGATOR, Role.SUPERVISOR, Role.GATEKEEPER),
            at=(Position.REVIEW, Position.WAITING),
            submit="Record the meeting",
            effect="The other side can confirm or dispute the record.",
        ),
        Turn(
            "answer_meeting",
            "Confirm or dispute the record of a meeting",
            charging_meeting_answer,
            MeetingAnswerForm,
            roles=(Role.INVESTIGATOR, Role.SUPERVISOR, Role.GATEKEEPER, Role.PROSECUTOR),
            at=ANSWERED_AT,
            shown=lambda record: record.unanswered_meetings,
            submit="Send the answer",
        ),
        Turn(
            "finalise",
            "Finalise administratively",
            finalisation.charging_decision_finalise,
            FinaliseForm,
            roles=(Role.PROSECUTOR, Role.PROSECUTION_MANAGER),
            at=(Position.WAITING,),
            to=(Position.FINALISED,),
            findings=findings_before_finalising,
            effect="This is no decision on the evidence. The open items of the action plan are withdrawn, "
            "and the case can be reopened on new material.",
        ),
        Turn(
            "reopen",
            "Reopen on new material",
            finalisation.charging_decision_take_up,
            TakeUpForm,
            roles=(Role.PROSECUTOR, Role.PROSECUTION_MANAGER, Role.SUPERVISOR),
            at=(Position.FINALISED,),
            to=(Position.REVIEW,),
            submit="Reopen",
            effect="The charging decision comes to the prosecutor, a round on.",
        ),
    ]

    def after_turn(self, record, turn):
        """What was asked of the police, or runs beside a decision, is closed with it and opened again."""
        if turn.key == "finalise":
            for item in finalisation.items_withdrawn_with(record):
                stand(item)
        if turn.to:
            self.stand_beside(record)

    def start_items(self, activation):
        routes_start(activation.process.record.case_file, "plan_item")

    def start_checkpoints(self, activation):
        routes_start(activation.process.record.case_file, "vps_checkpoint")

    def start_rights(self, activation):
        routes_start(activation.process.record.case_file, "review_right")
        self.stand_beside(activation.process.record)

    def stand_beside(self, record):
        for other in beside_changed(record):
            stand(other)
