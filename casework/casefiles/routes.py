"""The routes of a case as a reader meets them: each with its records and their positions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from casework.action_plans.models import ActionPlanItem
from casework.action_plans.selectors import proposals_told
from casework.bad_character.checkpoints.models import BadCharacterCheckpoint
from casework.bad_character.notices.models import BadCharacterNotice
from casework.bad_character.selectors import considerations_told
from casework.break_ins.models import BreakIn
from casework.casefiles.models import CaseFile
from casework.charging.models import ChargingRequest
from casework.charging.selectors import decisions_shown
from casework.court_timetable.models import CourtStage
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
from casework.special_measures.models import SpecialMeasures, SpecialMeasuresApplication
from casework.special_measures.section_28.models import Section28
from casework.victim_contacts.selectors import duties_of
from casework.victim_statements.models import VpsCheckpoint
from casework.victim_statements.selectors import offers_shown, services_shown


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
    records = list(considerations_told(case))
    for record in records:
        yield RouteEntry("bad_character", f"{record.suspect.called} {record.suspect}", record)
    # A plea, from which a notice runs, follows a charge.
    if any(record.suspect.charged_on for record in records):
        yield from bad_character_notices_of(case)
    checkpoints = BadCharacterCheckpoint.objects.filter(case_file=case)
    for checkpoint in checkpoints.select_related("consideration__suspect"):
        suspect = checkpoint.consideration.suspect
        label = f"{suspect.called} {suspect}, checkpoint: {checkpoint.get_kind_display()}"
        yield RouteEntry("bad_character_checkpoint", label, checkpoint)


def bad_character_notices_of(case: CaseFile) -> Iterable[RouteEntry]:
    notices = BadCharacterNotice.objects.filter(case_file=case).select_related(
        "consideration__suspect", "decision", "drafted_by"
    )
    for notice in notices:
        suspect = notice.consideration.suspect
        label = f"{suspect.called} {suspect}, {str(notice).lower()}"
        yield RouteEntry("bad_character_notice", label, notice)


def victim_statements_of(case: CaseFile) -> Iterable[RouteEntry]:
    for offer in offers_shown(case):
        yield RouteEntry("vps_offer", f"Victim {offer.victim}", offer)
    for service in services_shown(case):
        label = f"Victim {service.statement.victim}, {str(service.statement).lower()} before the court"
        yield RouteEntry("vps_service", label, service)
    for checkpoint in VpsCheckpoint.objects.filter(case_file=case).select_related("victim"):
        label = f"Victim {checkpoint.victim}, {checkpoint.when}"
        yield RouteEntry("vps_checkpoint", label, checkpoint)


def special_measures_of(case: CaseFile) -> Iterable[RouteEntry]:
    prefetch_related_objects([case], "suspects")
    assessed = SpecialMeasures.objects.filter(case_file=case).select_related("victim", "assessed_by")
    for record in assessed.prefetch_related("victim__special_measures_applications"):
        yield RouteEntry("special_measures", f"Victim {record.victim}", record)
    applications = SpecialMeasuresApplication.objects.filter(case_file=case).select_related(
        "victim__special_measures", "prosecutor"
    )
    for application in applications.prefetch_related("rulings", "victim__special_measures_applications"):
        label = f"Victim {application.victim}, application {application.round}"
        yield RouteEntry("special_measures_application", label, application)
    begun = Section28.objects.filter(case_file=case).select_related("victim")
    for section_28 in begun.prefetch_related("steps__recorded_by"):
        yield RouteEntry("section_28", f"Victim {section_28.victim}, section 28", section_28)


def court_timetable_of(case: CaseFile) -> Iterable[RouteEntry]:
    for stage in CourtStage.objects.filter(case_file=case).select_related("served_by"):
        yield RouteEntry("court_stage", f"{stage.about}, {stage.means}", stage)


def victim_contacts_of(case: CaseFile) -> Iterable[RouteEntry]:
    for duty in duties_of(case):
        yield RouteEntry("victim_contact", f"Victim {duty.about}", duty)


def letters_to_victims_of(case: CaseFile) -> Iterable[RouteEntry]:
    return (RouteEntry("letter", f"Letter {letter.number}", letter) for letter in letters_of(case))


def escalations_of(case: CaseFile) -> Iterable[RouteEntry]:
    for record in Escalation.objects.filter(case_file=case).select_related("raised_by"):
        yield RouteEntry("escalation", f"Escalation {record.number}", record)


def emergency_access_of(case: CaseFile) -> Iterable[RouteEntry]:
    openings = BreakIn.objects.filter(case_file=case).select_related("person", "reviewed_by")
    return (RouteEntry("break_in", record.about, record) for record in openings)


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
    "special-measures": ("Special measures and section 28", special_measures_of),
    "court-timetable": ("Court timetable", court_timetable_of),
    "letters": ("Letters to victims", letters_to_victims_of),
    "escalations": ("Escalations", escalations_of),
    "emergency-access": ("Openings in an emergency", emergency_access_of),
}


def route_of(case: CaseFile, key: str) -> Route:
    """One route with its records (KeyError for a route that there is not). Up to eleven queries."""
    title, find = ROUTES[key]
    entries = list(find(case))
    for entry in entries:
        entry.record.case_file = case
    return Route(key, title, entries)


def routes_of(case: CaseFile) -> list[Route]:
    """All routes. The number of queries does not grow with the records."""
    return [route_of(case, key) for key in ROUTES]
