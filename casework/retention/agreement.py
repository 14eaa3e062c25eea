"""Who may erase what somebody proposed to: somebody else, who is not that person under another name.

One administrator can make an account that is an administrator too, or sign in as another after a reset. So
the two have administered since a week before the proposal, neither has ever given the other that role or
their account, and neither has touched the other's account or roles from then on. The database asks the same.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.pages.dates import govuk_datetime
from casework.people.models import Membership, RoleEvent
from casework.people.roles import Role
from casework.retention.models import CaseRetention, ErasureProposal, LegalHold
from casework.retention.selectors import proposal_of

# So that whoever keeps the records of either side finds a proposal that nobody made, or a hold that nobody
# ended, before the case is gone. The database asks for the same.
STANDS_FOR = timedelta(days=1)
# How long before the proposal both have administered, so that the others can meet who is new.
KNOWN_FOR = timedelta(days=7)


def agreed_require(case: CaseFile, by: Actor) -> ErasureProposal:
    """The proposal that `by` may carry out. Up to three queries. Raises RuleBroken for who may not."""
    proposal = proposal_of(case)
    if proposal is None:
        raise RuleBroken("Somebody else must first propose to erase this case")
    if proposal.begun_by_id == by.person.pk:
        raise RuleBroken("Somebody else must erase the case that you proposed")
    if case.shared_with_cps_at and proposal.organisation_id == by.organisation.pk:
        raise RuleBroken("Both sides had this case: the other organisation must erase it")
    since = proposal.begun_at - KNOWN_FOR
    _both_known_require(proposal, by, since)
    _apart_require(proposal, by, since)
    return proposal


def settled_require(case: CaseFile, kept: CaseRetention, proposal: ErasureProposal, at: datetime) -> None:
    """Nothing was said of its keeping for a day: no class, no hold, no proposal. One query."""
    released = LegalHold.objects.filter(case_file=case).aggregate(at=Max("ended_at"))["at"]
    since = max(filter(None, (kept.set_at, proposal.begun_at, released)))
    if at < since + STANDS_FOR:
        raise RuleBroken(f"This case can be erased from {govuk_datetime(since + STANDS_FOR)}")


def _both_known_require(proposal: ErasureProposal, by: Actor, since: datetime) -> None:
    held = Membership.objects.not_ended(timezone.localdate(proposal.begun_at)).filter(
        role=Role.ADMINISTRATOR,
        person__in=(proposal.begun_by_id, by.person.pk),
        organisation__in=(proposal.organisation_id, by.organisation.pk),
        starts_on__lt=timezone.localdate(since),
    )
    if len(set(held.values_list("person", flat=True))) < 2:
        raise RuleBroken(
            f"You and whoever proposed this must both have been administrators for {KNOWN_FOR.days} days "
            "before the proposal. Ask another administrator, or withdraw the proposal and make it again later"
        )


def _apart_require(proposal: ErasureProposal, by: Actor, since: datetime) -> None:
    ours, theirs = by.person.pk, proposal.begun_by_id
    between = RoleEvent.objects.filter(Q(actor=ours, person=theirs) | Q(actor=theirs, person=ours))
    made = Q(verb=RoleEvent.Verb.ROLE_ADDED, role=Role.ADMINISTRATOR) | Q(verb=RoleEvent.Verb.ACCOUNT_MADE)
    if between.filter(made | Q(at__gte=since)).exists():
        raise RuleBroken(
            "One of you made the other's account or made them an administrator, or changed their account or "
            "roles lately. Ask another administrator, or, if it was a change, withdraw the proposal and make "
            "it again later"
        )
