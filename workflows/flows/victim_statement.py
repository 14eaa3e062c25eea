from viewflow import this
from viewflow.workflow import flow

from casework.people.roles import Role
from casework.victim_statements import forms, services
from casework.victim_statements.models import VpsCheckpoint, VpsOffer
from workflows.engine.nodes import CaseFlow, Outcome, Step, begin, carries, is_at, on_its_date, within


@carries("vps_offer")
class VictimStatementFlow(CaseFlow):
    """Victim personal statement

    Offered to every victim at the earliest time, answered, taken, held by the CPS.
    """

    start = flow.StartHandle(begin).Next(this.offer)

    offer = Step(
        "Offer a victim personal statement",
        role=Role.INVESTIGATOR,
        owner=lambda record: record.case_file.officer_in_case,
        due=within("VPS_OFFER"),
        outcomes=[Outcome("offer", "Record the offer", services.vps_offer, forms.OfferForm)],
    ).Next(this.answer)

    answer = Step(
        "Record the victim's answer on a personal statement",
        role=Role.INVESTIGATOR,
        owner=lambda record: record.case_file.officer_in_case,
        due=within("VPS_ANSWER"),
        outcomes=[
            Outcome("want", "The victim wants to make a statement", services.vps_want, forms.AnswerForm),
            Outcome(
                "decline",
                "The victim does not want to make one now",
                services.vps_decline,
                forms.AnswerForm,
                hint="It is offered again after charge and before the trial",
            ),
        ],
    ).Next(this.is_wanted)

    is_wanted = flow.Switch().Case(this.take, is_at(VpsOffer.Position.TAKE)).Default(this.end)

    take = Step(
        "Take the victim personal statement",
        role=Role.INVESTIGATOR,
        owner=lambda record: record.case_file.officer_in_case,
        due=within("VPS_TAKE"),
        outcomes=[Outcome("take", "Record the statement", services.vps_take, forms.TakeForm)],
    ).Next(this.receive)

    receive = Step(
        "Confirm receipt of the victim personal statement",
        role=Role.VICTIM_LIAISON,
        due=within("VPS_RECEIVE"),
        outcomes=[
            Outcome(
                "receive", "Confirm that the CPS holds the statement", services.vps_receive, forms.ConfirmForm
            )
        ],
    ).Next(this.end)

    end = flow.End()


@carries("vps_checkpoint")
class VictimStatementUpdateFlow(CaseFlow):
    """Victim personal statement update

    Offered again after charge and as the trial comes near.
    """

    start = flow.StartHandle(begin).Next(this.offer)

    offer = Step(
        "Offer an updated victim personal statement",
        role=Role.VICTIM_LIAISON,
        due=on_its_date("due_on"),
        outcomes=[
            Outcome(
                "want",
                "The victim wants to update the statement",
                services.vps_update_want,
                forms.ConfirmForm,
            ),
            Outcome(
                "no_change", "The victim wants no change", services.vps_update_no_change, forms.ConfirmForm
            ),
        ],
    ).Next(this.is_wanted)

    is_wanted = flow.Switch().Case(this.take, is_at(VpsCheckpoint.Position.TAKE)).Default(this.end)

    take = Step(
        "Take the updated victim personal statement",
        role=Role.INVESTIGATOR,
        owner=lambda record: record.case_file.officer_in_case,
        due=within("VPS_TAKE"),
        outcomes=[Outcome("take", "Record the statement", services.vps_take, forms.TakeForm)],
    ).Next(this.receive)

    receive = Step(
        "Confirm receipt of the updated victim personal statement",
        role=Role.VICTIM_LIAISON,
        due=within("VPS_RECEIVE"),
        outcomes=[
            Outcome(
                "receive",
                "Confirm that the CPS holds the statement",
                services.vps_update_receive,
                forms.ConfirmForm,
            )
        ],
    ).Next(this.end)

    end = flow.End()
