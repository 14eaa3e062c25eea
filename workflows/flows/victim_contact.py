from collections.abc import Callable

from viewflow import this

from casework.people.models import User
from casework.people.roles import Role
from casework.victim_contacts import forms, services
from casework.victim_contacts.models import VictimContact
from workflows.engine.nodes import (
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
)

Position = VictimContact.Position


def tell(at: Position, role: Role, owner: Callable[[VictimContact], User] | None = None) -> Step:
    """The step in which the role tells the victim. A new node at each call: flows never share one."""
    return Step(
        "Tell the victim",
        role=role,
        at=at,
        owner=owner,
        due=[on_its_date("due_on")],
        outcomes=[
            Outcome(
                "contact",
                "The victim was told",
                services.victim_contact_record,
                forms.ContactForm,
                hint="You will be asked when, how and what was said. Could you not reach the victim? Record "
                "the attempt instead: the work stays open",
                submit="Record the contact",
            ),
            Outcome(
                "not_wanted",
                "The victim does not want to be told",
                services.victim_contact_leave,
                forms.NotWantedForm,
                hint="Only where the victim has said so",
                submit="Record the victim's wish",
            ),
        ],
    )


def attempt(at: Position, role: Role) -> Turn:
    """What somebody in the role does who could not reach the victim."""
    return Turn(
        f"attempt-{at.replace('_', '-')}",
        "Record an attempt to contact the victim",
        services.victim_contact_attempt,
        forms.AttemptForm,
        roles=(role,),
        at=(at,),
        submit="Record the attempt",
        effect="The work stays open, and is due on the next date to try.",
    )


@carries("victim_contact")
class VictimContactFlow(CaseFlow):
    """Victim contact

    Every notifiable event is told to every victim, by the police, by witness care or by the CPS.
    """

    start = Begin().Next(this.whose)

    whose = (
        Gate()
        .Case(this.tell_by_witness_care, is_at(Position.WITNESS_CARE))
        .Case(this.tell_by_cps, is_at(Position.LIAISON))
        .Default(this.tell_by_police)
    )

    tell_by_police = tell(
        Position.POLICE, Role.INVESTIGATOR, lambda record: record.case_file.officer_in_case
    ).Next(this.end)

    tell_by_witness_care = tell(Position.WITNESS_CARE, Role.WITNESS_CARE).Next(this.end)

    tell_by_cps = tell(Position.LIAISON, Role.VICTIM_LIAISON).Next(this.end)

    end = Finish()

    turns = [
        attempt(Position.POLICE, Role.INVESTIGATOR),
        attempt(Position.WITNESS_CARE, Role.WITNESS_CARE),
        attempt(Position.LIAISON, Role.VICTIM_LIAISON),
    ]
