"""Who keeps the list of a restricted case: somebody does until the last of them leaves, and is replaced."""

from __future__ import annotations

from datetime import datetime

from casework.access.kept import KeptPeople
from casework.access.models import CaseAdmission, CaseRestriction
from casework.access.policy import Actor
from casework.access.restrictions import RESTRICTING_ROLES, case_admit, restriction_of
from casework.casefiles.models import CaseFile
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.people.choices import people_over
from casework.people.models import User
from casework.people.roles import POLICE_ROLES

NOBODY_ELSE = (
    "Nobody else on the list can keep it. Put another supervisor of the unit on it first, or a "
    "District Crown Prosecutor who has the case"
)


def keepers_of(case: CaseFile) -> list[User]:
    """Who may restrict the case, and keeps its list once it is restricted. Up to two queries."""
    reached = [role for role in RESTRICTING_ROLES if role in POLICE_ROLES or case.shared_with_cps_at]
    return [person for role in reached for person in people_over(case, role)]


def keeper_left_require(case: CaseFile) -> None:
    """Guard, once somebody is kept from the case: the list of a restricted one is kept. Up to three queries.

    Who takes others off it or bars them keeps it. So it is only oneself whom one may not bar as the last.
    """
    if restriction_of(case) and not keepers_of(case):
        raise RuleBroken(NOBODY_ELSE)


def unkept_cases() -> list[CaseFile]:
    """The restricted cases of which nobody on the list keeps it. Two queries for each restricted case."""
    restricted = CaseRestriction.objects.in_force().values("case_file")
    cases = CaseFile.objects.filter(pk__in=restricted).order_by("urn")
    return [case for case in cases if not keepers_of(case)]


@in_transaction
def keeper_admit(*, case: CaseFile, person: User, reason: str, by: Actor, at: datetime) -> CaseAdmission:
    """Put somebody who leads on the case on its list when nobody keeps it any more: they left, or moved.

    For an administrator, who sees nothing of the case by it. Call it under the case's lock. Raises RuleBroken
    while somebody keeps the list, for an administrator who is barred, for somebody who cannot keep it, for
    oneself, and as `case_admit`.
    """
    if keepers_of(case):
        raise RuleBroken("Somebody on the list keeps it, and can put others on it")
    if person == by.person or not KeptPeople([case.pk]).not_barred(case.pk, [by.person.pk]):
        raise RuleBroken("Another administrator must do this")
    admission = case_admit(case=case, person=person, reason=reason, by=by, at=at)
    if person not in keepers_of(case):
        raise RuleBroken("Name somebody who leads on the case and can have a part in it", field="person")
    return admission
