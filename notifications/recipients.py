"""Who is told about open work."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date

from casework.obligations.models import Obligation
from casework.people.models import Membership

logger = logging.getLogger(__name__)

Pools = dict[tuple[int, str], list[Membership]]


def recipients_of(obligations: Sequence[Obligation], *, on: date) -> dict[int, set[int]]:
    """For each obligation (by key) the people (by key) to tell on that day. One query for all of them.

    The owner, while they can do the work: active, and in its role in its organisation.
    Otherwise the active people of its pool, so that work does not go silent with its
    owner. Somebody without an address cannot be told; work that nobody is told of is logged.
    """
    pools = _pools(obligations, on)
    recipients = {obligation.pk: _recipients(obligation, pools) for obligation in obligations}
    for key in (key for key, people in recipients.items() if not people):
        logger.warning("obligation %s has nobody to be told", key)
    return recipients


def _pools(obligations: Sequence[Obligation], on: date) -> Pools:
    held = Membership.objects.in_force(on).filter(
        organisation__in={obligation.organisation_id for obligation in obligations},
        role__in={obligation.role for obligation in obligations},
        person__is_active=True,
    )
    pools: Pools = {}
    for membership in held.exclude(person__email="").order_by():
        pools.setdefault((membership.organisation_id, membership.role), []).append(membership)
    return pools


def _recipients(obligation: Obligation, pools: Pools) -> set[int]:
    pool = pools.get((obligation.organisation_id, obligation.role), [])
    owner = {membership.person_id for membership in pool if membership.person_id == obligation.owner_id}
    return owner or {held.person_id for held in pool if obligation.unit_id in (None, held.unit_id)}
