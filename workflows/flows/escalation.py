from viewflow import this

from casework.escalations import forms, services
from casework.escalations.models import Escalation
from casework.escalations.selectors import post_holder
from casework.people.roles import POLICE_ROLES, Role
from workflows.engine.nodes import Begin, CaseFlow, Finish, Gate, Outcome, Step, carries, is_at, within

Position = Escalation.Position

SETTLE = Outcome(
    "settle",
    "Settle it",
    services.escalation_settle,
    forms.SettleForm,
    hint="You will be asked what was agreed",
    submit="Record what was agreed",
)
FURTHER = Outcome(
    "further",
    "Take it further",
    services.escalation_take_further,
    forms.FurtherForm,
    hint="It goes to the next rank",
)


def rung(title: str, role: Role, at: str, *outcomes: Outcome) -> Step:
    """The answer of a rung: of whom the force or the area has named for it, or of anybody in the role."""

    def holder(record):
        of_force = role in POLICE_ROLES
        place = record.case_file.force_id if of_force else record.case_file.area_id
        return post_holder(place, record.position)

    return Step(
        title,
        role=role,
        at=at,
        owner=holder,
        withdrawn_by=(Role.SUPERVISOR, Role.GATEKEEPER, Role.PROSECUTION_MANAGER),
        due=[within("ESCALATION_ANSWER")],
        outcomes=list(outcomes),
    )


@carries("escalation")
class EscalationFlow(CaseFlow):
    """Escalation

    Rank by rank, on either side, until it is settled; at last in the joint operational meeting.
    """

    start = Begin().Next(this.whose)

    whose = Gate().Case(this.unit_head, is_at(Position.UNIT_HEAD)).Default(this.supervisor)

    supervisor = rung(
        "Answer an escalation as supervisor", Role.SUPERVISOR, Position.SUPERVISOR, SETTLE, FURTHER
    ).Next(this.over_supervisor)
    over_supervisor = Gate().Case(this.end, is_at(Position.SETTLED)).Default(this.gatekeeper)

    gatekeeper = rung(
        "Answer an escalation as gatekeeper", Role.GATEKEEPER, Position.GATEKEEPER, SETTLE, FURTHER
    ).Next(this.over_gatekeeper)
    over_gatekeeper = Gate().Case(this.end, is_at(Position.SETTLED)).Default(this.meeting)

    unit_head = rung(
        "Answer an escalation as unit head", Role.PROSECUTION_MANAGER, Position.UNIT_HEAD, SETTLE, FURTHER
    ).Next(this.over_unit_head)
    over_unit_head = Gate().Case(this.end, is_at(Position.SETTLED)).Default(this.chief)

    chief = rung(
        "Put an escalation to the Chief Crown Prosecutor",
        Role.PROSECUTION_MANAGER,
        Position.CHIEF,
        SETTLE,
        FURTHER,
    ).Next(this.over_chief)
    over_chief = Gate().Case(this.end, is_at(Position.SETTLED)).Default(this.meeting)

    meeting = rung(
        "Bring an escalation to the joint meeting", Role.GATEKEEPER, Position.MEETING, SETTLE
    ).Next(this.end)

    end = Finish()

    withdraw = staticmethod(services.escalation_withdraw)
    reinstate = staticmethod(services.escalation_reinstate)
