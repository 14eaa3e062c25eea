"""Barring and restricting in tests, by the same verbs as the pages."""

from __future__ import annotations

from django.utils import timezone

from casework.access.bars import BARRING_ROLES
from casework.access.restrictions import RESTRICTING_ROLES
from casework.casefiles.models import CaseFile
from casework.people.models import User
from workflows.engine import work


def barred(case: CaseFile, person: User, by: User):
    """The bar on somebody."""
    about = {"person": person, "kind": "relative", "reason": "A cousin of the suspect"}
    return work.act_on_case(case=case, by=by, roles=BARRING_ROLES, at=timezone.now(), verb=work.bar, **about)


def restricted(case: CaseFile, *people: User, by: User) -> CaseFile:
    """The same case, open to these people, to its officer and to whoever restricted it."""
    about = {"people": people, "reason": "The suspect is an officer of the force"}
    work.act_on_case(
        case=case, by=by, roles=RESTRICTING_ROLES, at=timezone.now(), verb=work.restrict, **about
    )
    return case
