from collections.abc import Callable

from viewflow import this

from casework.people.roles import Role
from casework.victim_statements import forms, services
from casework.victim_statements.models import VpsCheckpoint, VpsOffer
from workflows.engine.nodes import (
    Begin,
    CaseFlow,
    Clock,
    Finish,
    Gate,
    Outcome,
    Step,
    carries,
    is_at,
    on_its_date,
    within,
)

# An update serves the day for which it is offered, however late the answer comes.
BEFORE_TRIAL = on_its_date("due_on")
WITHDRAWN_BY = (Role.SUPERVISOR, Role.VICTIM_LIAISON)


def take(what: str, *further: Clock) -> Step:
    """The step in which the police take a statement. A new node at each call: flows never share one."""
    return Step(
        f"Take the {what}",
        role=Role.INVESTIGATOR,
        at=VpsOffer.Position.TAKE,
        owner=lambda record: record.case_file.officer_in_case,
        due=[within("VPS_TAKE"), *further],
        withdrawn_by=WITHDRAWN_BY,
        outcomes=[Outcome("take", "Record the statement", services.vps_take, forms.TakeForm)],
    )


def receive(what: str, verb: Callable[..., None], *further: Clock) -> Step:
    """The step in which the CPS confirms that it holds the statement."""
    return Step(
        f"Confirm receipt of the {what}",
        role=Role.VICTIM_LIAISON,
        at=VpsOffer.Position.RECEIVE,
        due=[within("VPS_RECEIVE"), *further],
        outcomes=[
            Outcome(
                "receive",
                f"Confirm that the CPS holds the {what.replace('victim personal ', '')}",
                verb,
                forms.ConfirmForm,
                in_bulk=True,
            )
        ],
    )


@carries("vps_offer")
class VictimStatementFlow(CaseFlow):
    """Victim personal statement

    Offered to every victim at the earliest time, answered, taken, held by the CPS.
    """

    start = Begin().Next(this.offer)

    offer = Step(
        "Offer a victim personal statement",
        role=Role.INVESTIGATOR,
        at=VpsOffer.Position.OFFER,
        withdrawn_by=WITHDRAWN_BY,
        owner=lambda record: record.case_file.officer_in_case,
        due=[within("VPS_OFFER")],
        outcomes=[Outcome("offer", "Record the offer", services.vps_offer, forms.OfferForm)],
    ).Next(this.answer)

    answer = Step(
        "Record the victim's answer on a personal statement",
        role=Role.INVESTIGATOR,
        at=VpsOffer.Position.ANSWER,
        withdrawn_by=WITHDRAWN_BY,
        owner=lambda record: record.case_file.officer_in_case,
        due=[within("VPS_ANSWER")],
        outcomes=[
            Outcome(
                "want",
                "The victim wants to make a statement",
                services.vps_want,
                forms.AnswerForm,
                submit="Record the answer",
            ),
            Outcome(
                "decline",
                "The victim does not want to make one now",
                services.vps_decline,
                forms.AnswerForm,
                hint="It is offered again after charge and before the trial",
                submit="Record the answer",
            ),
        ],
    ).Next(this.is_wanted)

    is_wanted = Gate().Case(this.take, is_at(VpsOffer.Position.TAKE)).Default(this.end)

    take = take("victim personal statement").Next(this.receive)

    receive = receive("victim personal statement", services.vps_receive).Next(this.end)

    end = Finish()


@carries("vps_checkpoint")
class VictimStatementUpdateFlow(CaseFlow):
    """Victim personal statement update

    Offered again after charge and as the trial comes near.
    """

    start = Begin().Next(this.offer)

    offer = Step(
        "Offer an updated victim personal statement",
        role=Role.VICTIM_LIAISON,
        at=VpsCheckpoint.Position.OFFER,
        withdrawn_by=WITHDRAWN_BY,
        due=[on_its_date("due_on")],
        outcomes=[
            Outcome(
                "want",
                "The victim wants to update the statement",
                services.vps_update_want,
                forms.ConfirmForm,
                submit="Record the answer",
            ),
            Outcome(
                "no_change",
                "The victim wants no change",
                services.vps_update_no_change,
                forms.ConfirmForm,
                submit="Record the answer",
            ),
        ],
    ).Next(this.is_wanted)

    is_wanted = Gate().Case(this.take, is_at(VpsCheckpoint.Position.TAKE)).Default(this.end)

    take = take("updated victim personal statement", BEFORE_TRIAL).Next(this.receive)

    receive = receive("updated victim personal statement", services.vps_update_receive, BEFORE_TRIAL).Next(
        this.end
    )

    end = Finish()
