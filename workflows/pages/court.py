"""What the page of a case's hearings shows beside them: each defendant, and what can be recorded."""

from __future__ import annotations

from dataclasses import dataclass, field

from casework.access.policy import actor_on
from casework.casefiles.models import CaseFile, Suspect
from casework.hearings.models import OfDefendant
from casework.people.models import User
from casework.people.roles import Role

MAY_LIST = (Role.WITNESS_CARE, Role.VICTIM_LIAISON, Role.PROSECUTOR, Role.PROSECUTION_MANAGER)

MAY_RECORD_CUSTODY = (Role.PROSECUTOR, Role.PROSECUTION_MANAGER)

# What the court records of a defendant, in the order of a case, and by which name a defendant has it.
RECORDED = {"plea": "pleas", "verdict": "verdicts", "sentence": "sentences", "appeal": "appeals"}


@dataclass(frozen=True)
class Defendant:
    """What the court recorded of a defendant, the newest first."""

    suspect: Suspect
    recorded: dict[str, list[OfDefendant]] = field(default_factory=dict)


def court_context(case: CaseFile, user: User) -> dict[str, object]:
    """Five queries, whatever the number of defendants."""
    charged = case.suspects.filter(charged_on__isnull=False)
    found = charged.prefetch_related(*(f"{rows}__recorded_by" for rows in RECORDED.values()))
    return {
        "defendants": [Defendant(each, _recorded(each)) for each in found],
        "may_list": actor_on(case, user, MAY_LIST) is not None,
        "may_record_custody": actor_on(case, user, MAY_RECORD_CUSTODY) is not None,
    }


def _recorded(suspect: Suspect) -> dict[str, list[OfDefendant]]:
    return {what: list(reversed(getattr(suspect, rows).all())) for what, rows in RECORDED.items()}
