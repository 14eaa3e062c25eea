"""The routes of a case as a reader meets them: each with its records and their positions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from casework.action_plans.models import ActionPlanItem
from casework.action_plans.selectors import proposals_told
from casework.bad_character.models import BadCharacterConsideration
from casework.casefiles.models import CaseFile
from casework.charging.models import ChargingRequest
from casework.charging.selectors import decisions_shown
from casework.custody_limits.models import CustodyTimeLimit
from casework.early_advice.models import EarlyAdviceRequest
from casework.early_advice.record_models import LineAnswer
from casework.escalations.models import Escalation
from casework.file_review.models import FileSubmission
from casework.hearings.models import Hearing
from casework.letters.selectors import letters_of
from casework.police_outcomes.selectors import files_with_outcomes
from casework.review_rights.models import ReviewRight
from casework.routes.models import RouteRecord
from casework.victim_contacts.selectors import duties_of
from casework.victim_statements.models import VpsCheckpoint, VpsOffer


@dataclass(frozen=True)
class RouteEntry:
    """One record of a route. `kind` names its partial page, `label` says which it is."""

    kind: str
    label: str
    record: RouteRecord


@dataclass(frozen=True)
class Route:
    key: str
    title: str
    entries: list[RouteEntry] = field(default_factory=list)


def early_advice_of(case: CaseFile) -> Iterable[RouteEntry]:
    records = EarlyAdviceRequest.objects.filter(case_file=case).select_related(
        "prosecutor", "requested_by", "considered_by"
    )
    for record in records.prefetch_related("clinic_bookings__session__prosecutor"):
        yield RouteEntry("early_advice", "Early advice", record)
    answers = LineAnswer.objects.filter(case_file=case).select_related("line__advice", "answered_by")
    for answer in answers.order_by("-line__advice__version", "line__number"):
        yield RouteEntry("line_of_inquiry", answer.about, answer)


def file_review_of(case: CaseFile) -> Iterable[RouteEntry]:
    records = FileSubmission.objects.filter(case_file=case).select_related("submitted_by", "signed_off_by")
    files = files_with_outcomes(records.prefetch_related("answers", "rounds", "returns"))
    return (RouteEntry("file_submission", "File", record) for record in files)


def charging_of(case: CaseFile) -> Iterable[RouteEntry]:
    for request in ChargingRequest.objects.filter(case_file=case).order_by("round"):
        yield RouteEntry("charging_request", f"Request, round {request.round}", request)
    for decision in decisions_shown(case, proposals_told()):
        yield RouteEntry("charging_decision", f"{decision.suspect.called} {decision.suspect}", decision)
    rights = ReviewRight.objects.filter(case_file=case).select_related(
        "victim", "decision__suspect", "review"
    )
    for right in rights:
        label = f"Victim {right.victim}, decision on {right.decision.suspect}"
        yield RouteEntry("review_right", label, right)
        if hasattr(right, "review"):
            yield RouteEntry("decision_review", f"{label}, review", right.review)


def action_plans_of(case: CaseFile) -> Iterable[RouteEntry]:
    items = ActionPlanItem.objects.filter(case_file=case).select_related(
        "plan__decision__suspect", "plan__issued_by", "owner"
    )
    items = items.prefetch_related("suspects", "extensions")
    for item in items.order_by("plan__issued_at", "number"):
        label = f"{item.plan} for {item.plan.decision.suspect}, item {item.number}"
        yield RouteEntry("plan_item", label, item)


def bad_character_of(case: CaseFile) -> Iterable[RouteEntry]:
    records = BadCharacterConsideration.objects.filter(case_file=case).select_related(
        "suspect", "considered_by"
    )
    for record in records.prefetch_related("items"):
        yield RouteEntry("bad_character", f"{record.suspect.called} {record.suspect}", record)


def victim_statements_of(case: CaseFile) -> Iterable[RouteEntry]:
    offers = (
        VpsOffer.objects.filter(case_file=case)
        .select_related("victim")
        .prefetch_related("victim__statements")
    )
    for offer in offers:
        yield RouteEntry("vps_offer", f"Victim {offer.victim}", offer)
    for checkpoint in VpsCheckpoint.objects.filter(case_file=case).select_related("victim"):
        label = f"Victim {checkpoint.victim}, {checkpoint.get_kind_display().lower()}"
        yield RouteEntry("vps_checkpoint", label, checkpoint)


def victim_contacts_of(case: CaseFile) -> Iterable[RouteEntry]:
    for duty in duties_of(case):
        yield RouteEntry("victim_contact", f"Victim {duty.about}", duty)


def letters_to_victims_of(case: CaseFile) -> Iterable[RouteEntry]:
    return (RouteEntry("letter", f"Letter {letter.number}", letter) for letter in letters_of(case))


def escalations_of(case: CaseFile) -> Iterable[RouteEntry]:
    for record in Escalation.objects.filter(case_file=case).select_related("raised_by"):
        yield RouteEntry("escalation", f"Escalation {record.number}", record)


def hearings_of(case: CaseFile) -> Iterable[RouteEntry]:
    for hearing in Hearing.objects.filter(case_file=case).order_by("on", "opened_at"):
        yield RouteEntry("hearing", str(hearing), hearing)


def custody_limits_of(case: CaseFile) -> Iterable[RouteEntry]:
    limits = CustodyTimeLimit.objects.filter(case_file=case).select_related("suspect")
    for limit in limits.prefetch_related("periods", "extensions__recorded_by"):
        yield RouteEntry("custody_limit", f"Defendant {limit.suspect}", limit)


ROUTES: dict[str, tuple[str, Callable[[CaseFile], Iterable[RouteEntry]]]] = {
    "early-advice": ("Early advice", early_advice_of),
    "file-review": ("File review", file_review_of),
    "charging": ("Charging decision", charging_of),
    "action-plans": ("Action plans", action_plans_of),
    "bad-character": ("Bad character", bad_character_of),
    "victim-statements": ("Victim personal statements", victim_statements_of),
    "victim-contacts": ("Victim contacts", victim_contacts_of),
    "hearings": ("Hearings", hearings_of),
    "custody-limits": ("Custody time limits", custody_limits_of),
    "letters": ("Letters to victims", letters_to_victims_of),
    "escalations": ("Escalations", escalations_of),
}


def route_of(case: CaseFile, key: str) -> Route:
    """One route with its records (KeyError for a route that there is not). Up to four queries."""
    title, find = ROUTES[key]
    entries = list(find(case))
    for entry in entries:
        entry.record.case_file = case
    return Route(key, title, entries)


def routes_of(case: CaseFile) -> list[Route]:
    """All routes. The number of queries does not grow with the records."""
    return [route_of(case, key) for key in ROUTES]
