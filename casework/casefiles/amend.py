"""Changing what is recorded of a case, its people and its offences.

The event says which fields were changed, never what they hold.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from casework.access.policy import Actor, kept_from
from casework.casefiles.models import CaseFile, Offence, Suspect, Victim
from casework.casefiles.services import ROUTE, officer_refused, officer_require
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.victim_contacts.referrals import referrals_follow

# Who a person is: what a charge was authorised against.
IDENTITY = {"family_name", "given_names", "date_of_birth"}


@in_transaction
def case_file_amend(*, case: CaseFile, by: Actor, at: datetime, **details: Any) -> list[str]:
    """Change the details that differ; their names come back, and with none nothing is written.

    Referrals to support that count from the report follow it. Raises RuleBroken for a new officer who is no
    investigator of the force or is kept from the case, and for a report later than the registration.
    """
    registered_on = timezone.localdate(case.registered_at)
    if details.get("reported_on", registered_on) > registered_on:
        raise RuleBroken(
            "The date of the report must be the day on which the case was registered, or earlier",
            field="reported_on",
        )
    officer = details.get("officer_in_case", case.officer_in_case)
    if officer != case.officer_in_case:
        officer_require(officer, case.force)
        if case.pk in kept_from(officer):
            # Who is barred is not told: the words are those of whoever cannot have any case there.
            raise officer_refused(case.force)
    former = case.reported_on
    changed = _amend(case, case=case, by=by, at=at, verb="amended", details=details)
    if "reported_on" in changed:
        referrals_follow(case=case, former=former, by=by, at=at)
    return changed


def suspect_amend(*, case: CaseFile, suspect: Suspect, by: Actor, at: datetime, **details: Any) -> list[str]:
    """Change the details that differ; their names come back, and with none nothing is written.

    Raises RuleBroken for another name or date of birth of somebody who has been charged: the
    charge was authorised against the person as recorded.
    """
    # As it is now: somebody may have been charged since the page was read.
    suspect.refresh_from_db()
    if suspect.charged_on and IDENTITY & set(_differing(suspect, details)):
        raise RuleBroken("The defendant was charged under this name and date of birth. Tell the prosecutor")
    return _amend(suspect, case=case, by=by, at=at, verb="suspect_amended", details=details)


def victim_amend(*, case: CaseFile, victim: Victim, by: Actor, at: datetime, **details: Any) -> list[str]:
    """Change the details that differ; their names come back, and with none nothing is written."""
    victim.refresh_from_db()
    return _amend(victim, case=case, by=by, at=at, verb="victim_amended", details=details)


def offence_amend(*, case: CaseFile, offence: Offence, by: Actor, at: datetime, **details: Any) -> list[str]:
    """Change the details that differ; their names come back, and with none nothing is written.

    Raises RuleBroken for a change to an offence that a prosecutor has decided on.
    """
    offence.refresh_from_db()
    if _differing(offence, details) and offence.charge_decisions.exists():
        raise RuleBroken(
            "The CPS has decided on a charge for this offence. Add another, or tell the prosecutor"
        )
    return _amend(offence, case=case, by=by, at=at, verb="offence_amended", details=details)


def _differing(record: models.Model, details: dict[str, Any]) -> list[str]:
    return sorted(name for name, value in details.items() if getattr(record, name) != value)


@in_transaction
def _amend(
    record: models.Model, *, case: CaseFile, by: Actor, at: datetime, verb: str, details: dict[str, Any]
) -> list[str]:
    changed = _differing(record, details)
    if not changed:
        return []
    for name in changed:
        setattr(record, name, details[name])
    record.save(update_fields=changed)
    words = ", ".join(name.replace("_", " ") for name in changed)
    event_record(
        case=case, by=by, at=at, route=ROUTE, verb=verb, subject=record.pk, reason=f"Changed: {words}"
    )
    return changed
