"""The roles of the process, and the side of the loop on which each works."""

from __future__ import annotations

from django.db import models

from casework.organisations.models import Organisation


class Side(models.TextChoices):
    POLICE = "police", "Police"
    CPS = "cps", "CPS"


class Role(models.TextChoices):
    INVESTIGATOR = "investigator", "Investigator"
    SUPERVISOR = "supervisor", "Supervisor"
    GATEKEEPER = "gatekeeper", "Gatekeeper"
    WITNESS_CARE = "witness_care", "Witness care officer"
    PROSECUTOR = "prosecutor", "Prosecutor"
    PROSECUTION_MANAGER = "prosecution_manager", "District Crown Prosecutor"
    VICTIM_LIAISON = "victim_liaison", "Victim liaison officer"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


POLICE_ROLES = frozenset({Role.INVESTIGATOR, Role.SUPERVISOR, Role.GATEKEEPER, Role.WITNESS_CARE})
# Who of the police investigates or checks the file; witness care looks after victims and witnesses.
INVESTIGATING_ROLES = POLICE_ROLES - {Role.WITNESS_CARE}
CPS_ROLES = frozenset({Role.PROSECUTOR, Role.PROSECUTION_MANAGER, Role.VICTIM_LIAISON})

# In the order of the list above: police first, so that the choice among several roles is always the same.
WORKING_ROLES = tuple(role for role in Role if role in POLICE_ROLES | CPS_ROLES)

# Scope of a role: a unit's cases, or all those of the force or area.
UNIT_ROLES = frozenset({Role.INVESTIGATOR, Role.SUPERVISOR})
ORGANISATION_ROLES = frozenset({Role.GATEKEEPER, Role.WITNESS_CARE, Role.AUDITOR}) | CPS_ROLES

# Roles of either side, that owe no casework.
COMMON_ROLES = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})


# Who leads those who do the work of a role: gives it to somebody, or takes it back from who is away.
LEAD_OF = {
    Role.INVESTIGATOR: Role.SUPERVISOR,
    Role.SUPERVISOR: Role.SUPERVISOR,
    Role.GATEKEEPER: Role.GATEKEEPER,
    Role.WITNESS_CARE: Role.WITNESS_CARE,
    Role.PROSECUTOR: Role.PROSECUTION_MANAGER,
    Role.PROSECUTION_MANAGER: Role.PROSECUTION_MANAGER,
    Role.VICTIM_LIAISON: Role.PROSECUTION_MANAGER,
}
LEADING_ROLES = frozenset(LEAD_OF.values())
# Who reads how the work of others stands: those who lead them, and auditors.
OVERSEEING_ROLES = (*(role for role in Role if role in LEADING_ROLES), Role.AUDITOR)

# Who meets for the two sides in the joint operational meeting.
MEETING_ROLES = (Role.GATEKEEPER, Role.PROSECUTION_MANAGER)


def roles_led_by(role: str) -> list[Role]:
    """The roles whose work somebody in this role gives out; none for a role that leads nobody."""
    return [led for led, lead in LEAD_OF.items() if lead == role]


def roles_in(organisation: Organisation) -> list[Role]:
    """The roles that somebody may hold there: those of its side and the common ones, in `Role`'s order."""
    of_side = POLICE_ROLES if side_in(organisation) == Side.POLICE else CPS_ROLES
    return [role for role in Role if role in of_side | COMMON_ROLES]


def side_in(organisation: Organisation) -> Side:
    """The side of a force or an area."""
    return Side.POLICE if organisation.kind == Organisation.Kind.FORCE else Side.CPS


def side_of(role: str) -> Side:
    """The side that owes work in this role; auditors and administrators owe none (ValueError)."""
    if role in POLICE_ROLES:
        return Side.POLICE
    if role in CPS_ROLES:
        return Side.CPS
    raise ValueError(f"the role {role} owes no casework")
