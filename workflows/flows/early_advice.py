from viewflow import this

from casework.early_advice import forms, services
from casework.early_advice.models import EarlyAdviceRequest
from casework.people.roles import Role
from casework.routes.forms import AcceptForm, RejectForm
from workflows.engine.nodes import (
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

Position = EarlyAdviceRequest.Position

REQUEST = Outcome(
    "request",
    "Request early advice",
    services.early_advice_request,
    forms.RequestForm,
    hint="You will be asked for the eight items of the Director's Guidance",
)
NOT_SOUGHT = Outcome(
    "not_sought",
    "Do not seek early advice",
    services.early_advice_not_sought,
    forms.NotSoughtForm,
    hint="You will be asked for the reason",
    submit="Record the reason",
)


@carries("early_advice")
class EarlyAdviceFlow(CaseFlow):
    """Early advice

    The police ask, or record why not; the CPS triages; the embedded prosecutor advises.
    """

    start = Begin().Next(this.consider)

    consider = Step(
        "Consider early advice",
        role=Role.INVESTIGATOR,
        at=Position.CONSIDER,
        owner=lambda record: record.case_file.officer_in_case,
        due=[within("EARLY_ADVICE_CONSIDERED")],
        outcomes=[REQUEST, NOT_SOUGHT],
    ).Next(this.is_sought)

    is_sought = Gate().Case(this.triage, is_at(Position.TRIAGE)).Default(this.end)

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
        outcomes=[REQUEST, NOT_SOUGHT],
    ).Next(this.is_sought)

    advise = Step(
        "Give early advice",
        role=Role.PROSECUTOR,
        at=Position.ADVISE,
        withdrawn_by=(Role.SUPERVISOR,),
        owner=lambda record: record.prosecutor,
        due=[within("EARLY_ADVICE")],
        outcomes=[Outcome("advise", "Log early advice", services.early_advice_log, forms.AdviceForm)],
    ).Next(this.acknowledge)

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
            )
        ],
    ).Next(this.end)

    end = Finish()
