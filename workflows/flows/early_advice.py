from viewflow import this

from casework.early_advice import advice, advice_forms, appeals, forms, services, wanting
from casework.early_advice.findings import request_findings
from casework.early_advice.models import EarlyAdviceRequest
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
    as_counted,
    carries,
    is_at,
    on_its_date,
    within,
)
from workflows.engine.routes import routes_start

Position = EarlyAdviceRequest.Position

REQUEST = Outcome(
    "request",
    "Request early advice",
    services.early_advice_request,
    forms.RequestForm,
    hint="You will be asked for the eight items of the Director's Guidance",
    findings=request_findings,
)
NOT_SOUGHT = Outcome(
    "not_sought",
    "Do not seek early advice",
    wanting.early_advice_not_sought,
    forms.NotSoughtForm,
    hint="You will be asked for the reason",
    submit="Record the reason",
)
ASK_APPEAL = Outcome(
    "ask_appeal",
    "Ask an inspector to appeal",
    appeals.early_advice_appeal_ask,
    forms.AppealAskForm,
    hint="Against the rejection. You will be asked why",
    findings=appeals.appeal_findings,
)


@carries("early_advice")
class EarlyAdviceFlow(CaseFlow):
    """Early advice

    The police ask, or record why not; the CPS triages, and an inspector may appeal; the embedded
    prosecutor advises, and again when more is asked.
    """

    withdraw = staticmethod(wanting.early_advice_withdraw)

    start = Begin().Next(this.consider)

    consider = Step(
        "Consider early advice",
        role=Role.INVESTIGATOR,
        at=Position.CONSIDER,
        owner=lambda record: record.case_file.officer_in_case,
        due=[within("EARLY_ADVICE_CONSIDERED")],
        outcomes=[REQUEST, NOT_SOUGHT],
    ).Next(this.is_sought)

    is_sought = (
        Gate()
        .Case(this.triage, is_at(Position.TRIAGE))
        .Case(this.appeal, is_at(Position.APPEAL))
        .Default(this.end)
    )

    triage = Step(
        "Triage the early advice request",
        role=Role.PROSECUTION_MANAGER,
        at=Position.TRIAGE,
        withdrawn_by=(Role.SUPERVISOR,),
        due=[within("EARLY_ADVICE_TRIAGE")],
        outcomes=[
            Outcome("accept", "Accept the request", services.early_advice_accept, AcceptForm),
            Outcome(
                "reject",
                "Reject the request",
                services.early_advice_reject,
                RejectForm,
                hint="You will be asked for reasons and a date for the police to respond by",
            ),
        ],
    ).Next(this.is_accepted)

    is_accepted = Gate().Case(this.advise, is_at(Position.ADVISE)).Default(this.revise)

    revise = Step(
        "Revise the early advice request",
        role=Role.INVESTIGATOR,
        at=Position.REVISE,
        withdrawn_by=(Role.SUPERVISOR,),
        owner=lambda record: record.case_file.officer_in_case,
        due=[on_its_date("respond_by")],
        outcomes=[REQUEST, ASK_APPEAL, NOT_SOUGHT],
    ).Next(this.is_sought)

    appeal = Step(
        "Decide whether to appeal",
        role=Role.GATEKEEPER,
        at=Position.APPEAL,
        withdrawn_by=(Role.SUPERVISOR,),
        due=[within("EARLY_ADVICE_APPEAL_MADE")],
        outcomes=[
            Outcome("appeal", "Appeal to the CPS", appeals.early_advice_appeal, forms.AppealForm),
            Outcome(
                "no_appeal",
                "Do not appeal",
                appeals.early_advice_not_appealed,
                forms.NoAppealForm,
                hint="The investigator revises the request",
                submit="Record that you do not appeal",
            ),
        ],
    ).Next(this.is_appealed)

    is_appealed = Gate().Case(this.decide_appeal, is_at(Position.APPEALED)).Default(this.revise)

    decide_appeal = Step(
        "Decide the appeal",
        role=Role.PROSECUTION_MANAGER,
        at=Position.APPEALED,
        withdrawn_by=(Role.SUPERVISOR,),
        due=[within("EARLY_ADVICE_APPEAL_DECIDED")],
        outcomes=[
            Outcome("allow", "Allow the appeal", appeals.early_advice_appeal_allow, AcceptForm),
            Outcome(
                "dismiss",
                "Dismiss the appeal",
                appeals.early_advice_appeal_dismiss,
                forms.DismissForm,
                hint="You will be asked for reasons and a date for the police to respond by",
            ),
        ],
    ).Next(this.is_accepted)

    advise = Step(
        "Give early advice",
        role=Role.PROSECUTOR,
        at=Position.ADVISE,
        withdrawn_by=(Role.SUPERVISOR,),
        owner=lambda record: record.prosecutor,
        due=[as_counted("EARLY_ADVICE", advice.early_advice_counted)],
        outcomes=[
            Outcome("advise", "Log early advice", advice.early_advice_give, advice_forms.AdviceForm),
        ],
    ).Next(this.open_lines)

    open_lines = Automatic(this.start_lines).Next(this.acknowledge)

    acknowledge = Step(
        "Acknowledge the early advice",
        role=Role.INVESTIGATOR,
        at=Position.ACKNOWLEDGE,
        owner=lambda record: record.case_file.officer_in_case,
        due=[within("EARLY_ADVICE_ACKNOWLEDGED")],
        outcomes=[
            Outcome(
                "acknowledge",
                "Acknowledge early advice",
                services.early_advice_acknowledge,
                forms.AcknowledgeForm,
                in_bulk=True,
                reads=("advice",),
            )
        ],
    ).Next(this.end)

    end = Finish()

    turns = [
        Turn(
            "seek",
            "Seek early advice after all",
            wanting.early_advice_seek,
            forms.SeekForm,
            roles=(Role.INVESTIGATOR, Role.SUPERVISOR),
            at=(Position.NOT_SOUGHT,),
            to=(Position.CONSIDER,),
            findings=wanting.seek_findings,
            effect="The officer in the case considers early advice anew.",
        ),
        Turn(
            "follow-up",
            "Ask for a follow-up",
            advice.early_advice_follow_up_ask,
            advice_forms.FollowUpForm,
            roles=(Role.INVESTIGATOR, Role.SUPERVISOR),
            at=(Position.ADVISED,),
            to=(Position.ADVISE,),
            effect="It goes to the prosecutor who advised. What was advised before stays as it is.",
        ),
        Turn(
            "further-advice",
            "Add further advice",
            advice.early_advice_add,
            advice_forms.AdviceForm,
            roles=(Role.PROSECUTOR,),
            at=(Position.ACKNOWLEDGE, Position.ADVISED),
            to=(Position.ACKNOWLEDGE,),
            effect="It is kept as a further version. What was advised before stays as it is.",
        ),
    ]

    def start_lines(self, activation):
        routes_start(activation.process.record.case_file, "line_of_inquiry")
