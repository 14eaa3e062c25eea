from collections.abc import Callable

from viewflow import this

from casework.people.roles import Role
from casework.victim_statements import forms, services, serving, statements
from casework.victim_statements.models import VpsCheckpoint, VpsOffer
from casework.victim_statements.serving_models import VpsService
from workflows.engine.nodes import (
    Begin,
    CaseFlow,
    Clock,
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

# An update serves the day for which it is offered, however late the answer comes.
BEFORE_TRIAL = on_its_date("due_on")
WITHDRAWN_BY = (Role.SUPERVISOR, Role.VICTIM_LIAISON)
# Who speaks with the victim.
IN_CONTACT = (Role.INVESTIGATOR, Role.WITNESS_CARE, Role.VICTIM_LIAISON)


def take(what: str, *further: Clock) -> Step:
    """The step in which the police take a statement. A new node at each call: flows never share one."""
    return Step(
        f"Take the {what}",
        role=Role.INVESTIGATOR,
        at=VpsOffer.Position.TAKE,
        owner=lambda record: record.case_file.officer_in_case,
        due=[within("VPS_TAKE"), *further],
        withdrawn_by=WITHDRAWN_BY,
        outcomes=[Outcome("take", "Record the statement", statements.vps_take, forms.TakeForm)],
    )


def answers(want: str, no_change: str) -> list[Outcome]:
    """How a victim answers a further offer."""
    return [
        Outcome("want", want, services.vps_update_want, forms.ConfirmForm, submit="Record the answer"),
        Outcome(
            "no_change",
            no_change,
            services.vps_update_no_change,
            forms.ConfirmForm,
            submit="Record the answer",
        ),
    ]


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
                forms.DeclineForm,
                hint="It is offered again later, after charge and before the trial",
                submit="Record the answer",
            ),
        ],
    ).Next(this.is_wanted)

    is_wanted = Gate().Case(this.take, is_at(VpsOffer.Position.TAKE)).Default(this.end)

    take = take("victim personal statement").Next(this.receive)

    receive = receive("victim personal statement", statements.vps_receive).Next(this.end)

    end = Finish()

    turns = (
        Turn(
            "ask",
            "Record that the victim asks to make a statement",
            services.vps_ask,
            forms.AskedForm,
            roles=IN_CONTACT,
            at=(VpsOffer.Position.HELD, VpsOffer.Position.DECLINED),
            to=(VpsOffer.Position.TAKE,),
            submit="Record the request",
            effect="The police take the statement. What was made before stays as it is.",
        ),
        Turn(
            "preference",
            "Change what the victim wants done with a statement in court",
            statements.vps_preference_change,
            forms.PreferenceForm,
            roles=IN_CONTACT,
            at=statements.WITH_A_STATEMENT,
            shown=lambda record: record.has_statement,
            submit="Record the change",
            effect="What was said before stays on record. A statement that was served is served again.",
        ),
        Turn(
            "copy",
            "Record that the victim was given a copy of a statement",
            statements.vps_copy_give,
            forms.CopyForm,
            roles=IN_CONTACT,
            at=statements.WITH_A_STATEMENT,
            shown=lambda record: record.has_statement,
            submit="Record the copy",
        ),
    )


@carries("vps_checkpoint")
class VictimStatementUpdateFlow(CaseFlow):
    """Victim personal statement update

    Offered again: by the police after it was declined, and by the CPS after charge and until sentence.
    """

    start = Begin().Next(this.is_for_the_police)

    is_for_the_police = (
        Gate().Case(this.offer_again, is_at(VpsCheckpoint.Position.OFFER_AGAIN)).Default(this.offer)
    )

    offer_again = Step(
        "Offer a victim personal statement again",
        role=Role.INVESTIGATOR,
        at=VpsCheckpoint.Position.OFFER_AGAIN,
        owner=lambda record: record.case_file.officer_in_case,
        withdrawn_by=WITHDRAWN_BY,
        due=[BEFORE_TRIAL],
        outcomes=answers("The victim wants to make a statement now", "The victim still does not want to"),
    ).Next(this.is_wanted)

    offer = Step(
        "Offer an updated victim personal statement",
        role=Role.VICTIM_LIAISON,
        at=VpsCheckpoint.Position.OFFER,
        withdrawn_by=WITHDRAWN_BY,
        due=[BEFORE_TRIAL],
        outcomes=answers("The victim wants to update the statement", "The victim wants no change"),
    ).Next(this.is_wanted)

    is_wanted = Gate().Case(this.take, is_at(VpsCheckpoint.Position.TAKE)).Default(this.end)

    take = take("updated victim personal statement", BEFORE_TRIAL).Next(this.receive)

    receive = receive("updated victim personal statement", statements.vps_update_receive, BEFORE_TRIAL).Next(
        this.end
    )

    end = Finish()


@carries("vps_service")
class VictimStatementServiceFlow(CaseFlow):
    """Victim personal statement before the court

    Served on the court and on the defence; what the court did with it, once somebody is to be sentenced.
    """

    start = Begin().Next(this.serve)

    serve = Step(
        "Serve the statement and the preference",
        role=Role.VICTIM_LIAISON,
        at=VpsService.Position.SERVE,
        withdrawn_by=(Role.VICTIM_LIAISON, Role.PROSECUTOR),
        due=[on_its_date("due_on")],
        outcomes=[Outcome("serve", "Record the service", serving.vps_serve, forms.ServeForm)],
    ).Next(this.is_for_sentence)

    # A service that waits for a conviction is at rest; what the court records then brings it on.
    is_for_sentence = Gate().Case(this.court, is_at(VpsService.Position.COURT)).Default(this.end)

    court = Step(
        "Record what the court did with the statement",
        role=Role.VICTIM_LIAISON,
        at=VpsService.Position.COURT,
        withdrawn_by=(Role.VICTIM_LIAISON, Role.PROSECUTOR),
        due=[on_its_date("due_on")],
        outcomes=[Outcome("record", "Record what the court did", serving.vps_court_record, forms.CourtForm)],
    ).Next(this.end)

    end = Finish()
