"""Telling the victims in the demonstration: some hours after it happened, and on the day that was agreed."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation
from casework.people.roles import Role
from casework.victim_contacts.models import ContactEntry, ContactPlan, VictimContact
from casework.victim_contacts.plans import contact_plan_record
from workflows.engine.work import act_on_case

TOLD_AFTER = timedelta(hours=3)
AGREED_AT = time(15, 40)
AGREED_AFTER = timedelta(hours=2)
# How often a victim wants to hear, by what is left of the case's number. Others have agreed nothing yet.
FREQUENCIES = {1: ContactPlan.Frequency.MONTHLY, 2: ContactPlan.Frequency.EVENTS}
EVERY = 4


def plans_agree(case: CaseFile, number: int) -> None:
    """Half of the victims have agreed how they are contacted, on the day of the registration."""
    frequency = FREQUENCIES.get(number % EVERY)
    for victim in case.victims.all() if frequency is not None else ():
        act_on_case(
            case=case,
            by=case.officer_in_case,
            roles=(Role.INVESTIGATOR,),
            at=case.registered_at + AGREED_AFTER,
            verb=contact_plan_record,
            victim=victim,
            enhanced=True,
            standard_reason="",
            frequency=frequency,
            channel=ContactEntry.Channel.TELEPHONE,
            safe_contact="The mobile, after 6pm on weekdays. Never the landline, and leave no message.",
            language="",
            interpreter=False,
            through="The ISVA of the support centre" if number % 3 == 0 else "",
            stop=False,
            stop_reason="",
            stop_until=None,
        )


def told_next(case: CaseFile, before: datetime) -> tuple[Obligation, datetime] | None:
    """The first open work of telling a victim that was done by then, and when; None for no more.

    What the CPS tells is still open, so that there is some.
    """
    owed = Obligation.objects.open().filter(case_file=case, route=VictimContact.route).order_by("pk")
    owed = owed.exclude(role=Role.VICTIM_LIAISON)
    agreed = dict(VictimContact.objects.filter(case_file=case, event=None).values_list("pk", "due_on"))
    for work in owed:
        on = agreed.get(work.subject)
        at = timezone.make_aware(datetime.combine(on, AGREED_AT)) if on else work.opened_at + TOLD_AFTER
        if at < before:
            return work, at
    return None
