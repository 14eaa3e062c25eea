"""How a victim is to be contacted, on the page of whatever makes somebody contact them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from casework.access.policy import actor_on
from casework.casefiles.models import CaseFile, Victim
from casework.people.models import User
from casework.people.roles import WORKING_ROLES, Role
from casework.review_rights.models import DecisionReview
from casework.routes.models import RouteRecord
from casework.victim_contacts.selectors import plan_of

# The steps, and what is done beside them, at which somebody speaks with a victim or writes to them.
IN_CONTACT = {
    *(f"victim_contact.tell_by_{who}" for who in ("police", "witness_care", "cps")),
    *(f"victim_contact.attempt-{who}" for who in ("police", "witness-care", "victim-liaison")),
    *(f"vps_offer.{what}" for what in ("offer", "answer", "take", "ask", "preference", "copy")),
    *(f"vps_checkpoint.{what}" for what in ("offer_again", "offer", "take")),
    "special_measures.assess",
    *("review_right.tell", "decision_review.tell_upheld", "decision_review.tell_overturned"),
    *("letter.draft", "letter.draft_too", "letter.check", "letter.send"),
}


# Who works on a case may read where a victim can safely be reached, but for who never has to do with one.
REACH = tuple(role for role in WORKING_ROLES if role != Role.GATEKEEPER)


def contact_at(case: CaseFile, user: User, name: str, record: RouteRecord) -> dict[str, Any] | None:
    """What is to be read before the victim of the record is contacted; None where nobody contacts them.

    `name` is a step or a turn, as in "letter.send". One query, and that of the victim.
    """
    if name not in IN_CONTACT:
        return None
    told = record.right if isinstance(record, DecisionReview) else record
    return contact_with(case, user, told.victim)  # type: ignore[attr-defined]  # it is about one


def contact_with(case: CaseFile, user: User, victim: Victim) -> dict[str, Any]:
    """The plan that holds for the victim, if any, and whether it says today that they want no contact."""
    plan = plan_of(victim.pk)
    stopped = plan is not None and plan.stops(timezone.localdate())
    return {"plan": plan, "stopped": stopped, "reaches": reaches(case, user)}


def reaches(case: CaseFile, user: User) -> bool:
    """Whether the person may read where the victims of the case can safely be reached. No query."""
    return actor_on(case, user, REACH) is not None
