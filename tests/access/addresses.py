"""An address of every page, in a case that has come far enough to have it."""

from __future__ import annotations

from collections.abc import Callable
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


OF_THE_CASE = (
    *(
        "case",
        "case_people",
        "case_activity",
        "case_audit",
        "case_audit_export",
        "case_access",
        "case_change",
    ),
    *("case_clock", "clock_pause", "clock_restart", "case_rehearsal", "case_notices", "case_foreseen"),
    *("case_retention", "case_erase", "hearing_list", "escalate", "victims", "milestones", "milestone_add"),
    *("documents", "document_kind", "letter_add"),
)
OF_A_VICTIM = ("contact_plan", "evidence", "contact_log", "voice_invite")
OF_A_STEP = ("step", "step_give", "step_hold", "step_withdraw")
OF_A_DOCUMENT = ("document", "document_version", "document_withdraw")
# One of each kind of record of the case, by what its address says of it.
OF_ITS_RECORDS: dict[str, dict[str, object]] = {
    "case_add": {"what": "victim"},
    "part_change": {"what": "suspect", "reference": "S1"},
    "defendant": {"reference": "S1", "what": "plea"},
    "document_add": {"kind": "mg3"},
    "document_download": {"number": 1, "version": 1},
    "case_route": {"route": "charging"},
    "paper_review": {"number": 1},
    "action_plan": {"suspect": "S1", "number": 1},
    "case_access_change": {"what": "bar"},
    "case_retention_change": {"what": "hold"},
    "letter": {"number": 1},
    "paper_letter": {"number": 1, "version": 1},
    **{name: {"reference": "V1"} for name in OF_A_VICTIM},
    **{name: {"number": 1} for name in OF_A_DOCUMENT},
}
OF_NO_CASE: dict[str, dict[str, object]] = {
    "emergency_open": {"sought": "20AA9999926"},
    "post_name": {"rung": "gatekeeper"},
    "bank_holiday_take_out": {"day": "2028-12-25"},
    "guide_topic": {"topic": "right-7"},
    "ladder": {"kind": "others"},
}


@pytest.fixture
def address(drive, cast, as_user) -> Callable[[str], str]:
    case = far_case(drive, cast, as_user)
    urn = {"urn": case.urn}
    arguments = {
        **OF_NO_CASE,
        **dict.fromkeys(OF_THE_CASE, urn),
        **{name: {**urn, **of} for name, of in OF_ITS_RECORDS.items()},
        **steps(drive, case, cast),
        **kept(case, cast),
        **clinics(drive),
        **people(cast),
        "case_hold_end": {**urn, "key": held(case, cast).pk},
        "voice_answer": {"code": code_for(case, cast.investigator)},
        "incident": {"key": incident(case).reference, "action": "dismiss"},
    }
    return lambda name: reverse(name, kwargs=arguments.get(name, {}))


def far_case(drive, cast, as_user) -> CaseFile:
    """Charged, with answers to an action plan, a letter that was sent and a document."""
    case = drive.case(victims=2)
    drive.do(case, *TO_DECISION, *ASKED_AND_ANSWERED, *TO_CHARGE[len(TO_DECISION) :])
    drive.letter(case, "charge-S1-V1")
    drive.do(case, "letter.draft draft", "letter.check approve")
    document_send(as_user(cast.investigator), case)
    return case


def steps(drive, case: CaseFile, cast) -> dict[str, dict[str, object]]:
    """An open step, and one that was withdrawn."""
    withdrawn = drive.open_work(case, "vps_offer.offer").task
    withdraw(withdrawn, by=cast.supervisor)
    step = {"urn": case.urn, "task": drive.open_work(case, "vps_offer.offer").task}
    return {
        **dict.fromkeys(OF_A_STEP, step),
        "step_take_up": {**step, "task": withdrawn},
        "date_direct": {**step, "clock": "VPS_OFFER"},
    }


def clinics(drive) -> dict[str, dict[str, object]]:
    booking = booked_soon(drive)
    session, urn = {"session": booking.session_id}, {"urn": booking.case_file.urn}
    slot = {**urn, "booking": booking.pk}
    return {
        **dict.fromkeys(CLINIC_PAGES, session),
        **dict.fromkeys(("clinic_give_back", "clinic_attendance"), slot),
        "clinic_choose": urn,
        "clinic_book": {**urn, **session},
    }


def people(cast) -> dict[str, dict[str, object]]:
    why = {"auditor": cast.auditor, "organisation": cast.force, "person": cast.investigator}
    looked = {"reason": audit_reason_give(**why, reason="A complaint", at=timezone.now()).pk}
    return {
        **dict.fromkeys(("audit_look", "audit_look_export"), looked),
        "audit_person": {"person": cast.investigator.pk},
        "membership_end": {"membership": cast.gatekeeper.memberships.get().pk},
        "away_add_for": {"person": cast.investigator2.pk},
        "away_end": {"absence": away(cast.investigator, cast.investigator2).pk},
        "calendar": {"token": calendar_feed_make(person=cast.investigator, at=timezone.now())},
        "person_sign_in": {"person": cast.gatekeeper.pk},
        "person_sign_in_change": {"person": cast.gatekeeper.pk, "what": "sessions"},
        "mail": {"message": given_up(cast.investigator)},
    }


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
