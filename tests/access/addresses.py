"""An address of every page, in a case that has come far enough to have it."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.absences.models import Absence
from casework.absences.services import absence_record
from casework.access.models import CaseAdmission
from casework.audit.services import audit_reason_give
from casework.calendars.feeds import calendar_feed_make
from casework.casefiles.models import CaseFile
from casework.incidents.services import incident_record
from casework.people.models import User
from casework.people.roles import Role
from casework.retention.models import LegalHold
from casework.retention.services import hold_set
from casework.victims_voice.services import feedback_invite
from notifications.models import Message
from tests.access.keeping import barred
from tests.access.table import CLINIC_PAGES, PAGES
from tests.cast import TO_CHARGE, TO_DECISION
from tests.clinics.planned import booked_soon
from tests.documents.sending import add as document_send
from workflows.engine import work

ASKED_AND_ANSWERED = (
    "charging_decision.review action_plan",
    "plan_item.answer answer",
    "plan_item.check accept",
)


def incident(case):
    return incident_record(error=ValueError(), doing="complete", at=timezone.now(), case=case)


@pytest.fixture
def address(drive, cast, as_user):
    case = drive.case(victims=2)
    drive.do(case, *TO_DECISION, *ASKED_AND_ANSWERED, *TO_CHARGE[len(TO_DECISION) :])
    drive.letter(case, "charge-S1-V1")
    drive.do(case, "letter.draft draft", "letter.check approve")
    document_send(as_user(cast.investigator), case)
    document = {"urn": case.urn, "number": 1}
    withdrawn = drive.open_work(case, "vps_offer.offer").task
    withdraw(withdrawn, by=cast.supervisor)
    step = {"urn": case.urn, "task": drive.open_work(case, "vps_offer.offer").task}
    booking = booked_soon(drive)
    clinic, slot = {"session": booking.session_id}, {"urn": booking.case_file.urn, "booking": booking.pk}
    why = {"auditor": cast.auditor, "organisation": cast.force, "person": cast.investigator}
    looked = {"reason": audit_reason_give(**why, reason="A complaint", at=timezone.now()).pk}
    arguments = {
        "audit_person": {"person": cast.investigator.pk}, "audit_look": looked, "audit_look_export": looked,
        "emergency_open": {"sought": "20AA9999926"},
        "case_audit": {"urn": case.urn}, "case_audit_export": {"urn": case.urn},
        "case": {"urn": case.urn}, "case_people": {"urn": case.urn}, "case_activity": {"urn": case.urn},
        "case_add": {"urn": case.urn, "what": "victim"}, "hearing_list": {"urn": case.urn},
        "case_clock": {"urn": case.urn}, "clock_pause": {"urn": case.urn}, "clock_restart": {"urn": case.urn},
        "case_change": {"urn": case.urn}, "escalate": {"urn": case.urn}, "post_name": {"rung": "gatekeeper"},
        "defendant": {"urn": case.urn, "reference": "S1", "what": "plea"},
        "victims": {"urn": case.urn}, "milestones": {"urn": case.urn}, "milestone_add": {"urn": case.urn},
        "contact_plan": {"urn": case.urn, "reference": "V1"},
        "evidence": {"urn": case.urn, "reference": "V1"},
        "contact_log": {"urn": case.urn, "reference": "V1"},
        "part_change": {"urn": case.urn, "what": "suspect", "reference": "S1"},
        "membership_end": {"membership": cast.gatekeeper.memberships.get().pk},
        "documents": {"urn": case.urn}, "document_kind": {"urn": case.urn},
        "document_add": {"urn": case.urn, "kind": "mg3"},
        "document": document, "document_version": document, "document_withdraw": document,
        "document_download": {**document, "version": 1},
        "case_route": {"urn": case.urn, "route": "charging"},
        "paper_review": {"urn": case.urn, "number": 1},
        "action_plan": {"urn": case.urn, "suspect": "S1", "number": 1},
        "step": step, "step_give": step, "step_hold": step, "step_withdraw": step,
        "step_take_up": {"urn": case.urn, "task": withdrawn},
        "date_direct": {**step, "clock": "VPS_OFFER"}, "case_rehearsal": {"urn": case.urn},
        "bank_holiday_take_out": {"day": "2028-12-25"},
        "away_add_for": {"person": cast.investigator2.pk},
        "away_end": {"absence": away(cast.investigator, cast.investigator2).pk},
        **dict.fromkeys(CLINIC_PAGES, clinic),
        "clinic_choose": {"urn": booking.case_file.urn},
        "clinic_book": {"urn": booking.case_file.urn, **clinic},
        "clinic_give_back": slot, "clinic_attendance": slot,
        "calendar": {"token": calendar_feed_make(person=cast.investigator, at=timezone.now())},
        "case_access": {"urn": case.urn}, "case_access_change": {"urn": case.urn, "what": "bar"},
        **kept(case, cast),
        "letter_add": {"urn": case.urn}, "letter": {"urn": case.urn, "number": 1},
        "paper_letter": {"urn": case.urn, "number": 1, "version": 1},
        "voice_invite": {"urn": case.urn, "reference": "V1"},
        "person_sign_in": {"person": cast.gatekeeper.pk},
        "person_sign_in_change": {"person": cast.gatekeeper.pk, "what": "sessions"},
        "voice_answer": {"code": code_for(case, cast.investigator)},
        "guide_topic": {"topic": "right-7"},
        "ladder": {"kind": "others"}, "mail": {"message": given_up(cast.investigator)},
        "case_notices": {"urn": case.urn}, "case_foreseen": {"urn": case.urn},
        "case_retention": {"urn": case.urn}, "case_erase": {"urn": case.urn},
        "case_retention_change": {"urn": case.urn, "what": "hold"},
        "case_hold_end": {"urn": case.urn, "key": held(case, cast).pk},
        "incident": {"key": incident(case).reference, "action": "dismiss"},
    }  # fmt: skip
    return lambda name: reverse(name, kwargs=arguments.get(name, {}))


def held(case, cast) -> LegalHold:
    """A hold of the force's administrator."""
    why = {"reason": "A claim", "by": cast.administrator, "at": timezone.now()}
    return work.administer_case(case=case, verb=hold_set, **why)


def kept(case, cast) -> dict[str, dict[str, object]]:
    """A bar to lift; and somebody on the list of a case that is open, for nobody of the cast to be kept."""
    bar, at = barred(case, cast.gatekeeper2, by=cast.supervisor), timezone.now()
    begun = {"reason": "So", "begun_at": at, "begun_by": cast.supervisor}
    admission = CaseAdmission.objects.create(case_file=case, person=cast.investigator2, **begun)
    where = {"urn": case.urn}
    return {"case_bar_end": {**where, "key": bar.pk}, "case_admission_end": {**where, "key": admission.pk}}


def given_up(person: User) -> UUID:
    """A mail that an administrator has to settle."""
    at = timezone.now()
    mail = {"kind": "notice", "recipient": person, "state": "dead", "not_before": at, "created_at": at}
    return Message.objects.create(**mail).pk


def code_for(case, officer: User) -> str:
    """A code with which a victim of the case can answer."""
    about = {"case": case, "victim": case.victims.first(), "point": "first_contact"}
    by = {"by": officer, "roles": (Role.INVESTIGATOR,), "at": timezone.now()}
    return work.act_on_case(verb=feedback_invite, **by, **about)


def withdraw(task: int, by: User) -> None:
    work.cancel(task=Task.objects.get(pk=task), by=by, at=timezone.now(), reason="No contact wanted")


def away(person: User, stand_in: User) -> Absence:
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today, "at": timezone.now()}
    return absence_record(person=person, stand_in=stand_in, by=person, **days)


def of_the_case(address) -> tuple[CaseFile, list[str]]:
    """The case, and the pages whose address is under it."""
    case = CaseFile.objects.get(urn=address("case").split("/")[2])
    return case, [name for name in PAGES if f"/cases/{case.urn}/" in address(name)]


def status(response) -> int:
    """A file that is sent is closed when it has been read."""
    if response.streaming:
        response.getvalue()
    return response.status_code
