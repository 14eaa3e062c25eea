"""What is done besides the ways through the steps, so that every verb records its event."""

from __future__ import annotations

import uuid
from datetime import timedelta

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.access.bars import bar_lift
from casework.access.restrictions import case_admit, case_open_again
from casework.action_plans.models import ActionPlanItem
from casework.casefiles import amend
from casework.casefiles.models import CaseFile
from casework.clinics.bookings import clinic_attendance_record, clinic_booking_cancel, clinic_rebook
from casework.clinics.people import BOOKERS
from casework.clinics.rearranging import clinic_cancel, clinic_rearrange
from casework.deadlines.calendar import working_day_from, working_days_after
from casework.directions.models import DateDirection
from casework.documents.receiving import Received
from casework.documents.services import (
    document_add,
    document_refuse,
    document_version_add,
    document_withdraw,
)
from casework.documents.storage import Kept
from casework.early_advice.models import EarlyAdviceRequest
from casework.milestones.models import Milestone
from casework.milestones.services import milestone_record
from casework.people.roles import Role
from casework.victim_contacts.forms import ContactPlanForm
from casework.victim_contacts.plans import contact_plan_record
from casework.victims_voice.services import feedback_invite
from tests.access.keeping import barred, restricted
from tests.casework.ways import (
    ESCALATIONS,
    FURTHER_PLAN,
    LETTERS,
    LINE_OF_THE_CPS,
    MORE_TIME,
    TOLD,
    TOLD_OF_THE_END,
    TOLD_OF_THE_TRIAL,
)
from tests.cast import NOT_CHARGED, TO_CHARGE, TO_DECISION
from tests.clinics.planned import booked_soon, manager
from tests.samples import day, sample
from tests.victim_contacts.agreed import PLAN
from tests.whose_clock.pausing import pause, restart
from tests.workflows.working import task_of
from workflows.engine import work


def actor(drive, case, role):
    """Whoever has the role on the case as it stands now."""
    return drive.actor(CaseFile.objects.get(pk=case.pk), role)


def write_letters(drive) -> None:
    """Each way by its step, and each way beside it by somebody else."""
    case = drive.case()
    drive.do(case, *TO_DECISION, *NOT_CHARGED)
    drive.letter(case)
    drive.do(case, *LETTERS)
    drive.letter(case)
    drive.do(case, "letter draft_too")
    drive.beside(case, "letter", "return_too", by=drive.cast.liaison)
    drive.do(case, "letter draft_too", "letter approve_too")


def invite(drive) -> None:
    """A victim to give feedback."""
    case = drive.case()
    victim, by = case.victims.first(), actor(drive, case, Role.INVESTIGATOR)
    feedback_invite(case=case, by=by, at=timezone.now(), victim=victim, point="first_contact")


def change_a_date_in_every_way(drive) -> None:
    owed = drive.open_work(drive.case(), "early_advice.consider")
    where = {"urn": owed.case_file.urn, "task": owed.task, "clock": "EARLY_ADVICE_CONSIDERED"}
    browser, today = Client(), timezone.localdate()
    browser.force_login(drive.cast.supervisor)
    for days, kind in enumerate(DateDirection.Kind, start=30):
        new = {**day("decided_on", today), **day("to", today + timedelta(days=days))}
        sent = browser.post(reverse("date_direct", kwargs=where), {**new, "kind": kind, "reason": "Ill"})
        assert sent.status_code == 302
    drive.do(owed.case_file, "early_advice.consider request")
    holiday = {**day("day", working_days_after(today, 1)), "source": "A proclamation", "confirmed": "1"}
    browser.force_login(drive.cast.administrator)
    assert browser.post(reverse("bank_holiday_add"), holiday).status_code == 302


def dispute_finalise_and_reopen(drive) -> None:
    asked = (*TO_DECISION, "charging_decision.review action_plan")
    with time_machine.travel(timezone.now() - timedelta(days=100)):
        silent = drive.case()
        drive.do(silent, *asked)
    drive.do(silent, "charging_decision finalise", "charging_decision reopen")
    met = drive.case()
    drive.do(met, *asked, "charging_decision record_meeting")
    disputed = {"answer": "disputed", "reason": "We did not meet", "by": drive.cast.investigator}
    assert drive.beside(met, "charging_decision", "answer_meeting", **disputed).status_code == 302


def turn_early_advice(drive, case) -> None:
    record = EarlyAdviceRequest.objects.get(case_file=case)
    further = {**sample("early_advice.advise", "advise", timezone.localdate()), "part-1-owner": "cps"}
    drive.turn(record, "further-advice", drive.cast.prosecutor, **further)
    drive.do(case, "early_advice.acknowledge acknowledge", *LINE_OF_THE_CPS)
    drive.turn(record, "follow-up", drive.cast.investigator, follow_up="What of the new footage?")
    task = task_of(drive, case, "early_advice.advise")
    work.cancel(task=task, by=drive.cast.supervisor, at=timezone.now(), reason="It was seen")
    drive.do(drive.case(), "early_advice.consider not_sought", "early_advice seek")


def decide_an_appeal(drive, case, *steps_of_appeal, by) -> None:
    *before, last = steps_of_appeal
    drive.do(case, *before)
    assert drive.send(case, *last.split(), by=by).status_code == 302


def pause_and_restart(drive) -> None:
    case = drive.case()
    pause(case, drive.cast.investigator, timezone.now())
    restart(case, drive.cast.investigator, timezone.now())


def keep_and_let_in(drive) -> None:
    """Bar somebody and lift it; restrict the case, put somebody on its list and off it, and open it again."""
    case, by = drive.case(), drive.cast.supervisor
    bar = barred(case, drive.cast.gatekeeper, by=by)
    restricted(case, by=by)
    why = {"reason": "So", "case": case, "by": by, "roles": (Role.SUPERVISOR,), "at": timezone.now()}
    work.act_on_case(verb=bar_lift, bar=bar, **why)
    admission = work.act_on_case(verb=case_admit, person=drive.cast.gatekeeper, **why)
    work.act_on_case(verb=work.take_off, admission=admission, **why)
    work.act_on_case(verb=case_open_again, **why)


def ask_twice(drive, case) -> None:
    """An item with more time, in parts, with another owner and a message; and a further plan."""
    drive.do(case, *TO_DECISION, *MORE_TIME)
    item = ActionPlanItem.objects.get(case_file=case)
    drive.turn(item, "message", drive.cast.prosecutor, message="Which camera?")
    drive.turn(item, "owner", drive.cast.supervisor, owner=drive.cast.investigator2.pk, reason="")
    later = working_day_from(timezone.localdate() + timedelta(days=50))
    partly = {"done_so_far": "Half", "outstanding": "Half", **day("outstanding_by", later)}
    drive.send(case, "plan_item.answer", "answer", answer="partly", **partly)
    rest = {"rest": "yes", "reason": "So far", **day("rest_due_on", later)}
    drive.send(case, "plan_item.check", "accept", **rest)
    drive.do(case, *FURTHER_PLAN)


def escalate_every_way(drive) -> None:
    for rank, ways_up in ESCALATIONS:
        case = drive.case()
        drive.escalate(case, to=rank)
        drive.do(case, *ways_up)


def tell_victims_every_way(drive) -> None:
    """Of each milestone, the trial and the end of the case; with a plan that is changed, and an attempt."""
    case = drive.case(victims=2)
    officer = {
        "case": case,
        "by": drive.cast.investigator,
        "roles": (Role.INVESTIGATOR,),
        "at": timezone.now(),
    }
    for kind in Milestone.Kind.values:
        about = {"suspect": case.suspects.get(), "kind": kind, "on": timezone.localdate()}
        work.act_on_case(**officer, verb=milestone_record, **about)
    for _ in range(2):
        agreed = ContactPlanForm({**PLAN}, plan=None)
        assert agreed.is_valid(), agreed.errors
        victim = {"victim": case.victims.first()}
        work.act_on_case(**officer, verb=contact_plan_record, **victim, **agreed.cleaned_data)
    drive.do(case, "victim_contact attempt-police", *TOLD)
    drive.do(drive.case(victims=2), *TOLD_OF_THE_END)
    charged = drive.case(victims=2)
    drive.do(charged, *TO_CHARGE)
    drive.list_hearing(charged, "trial", working_days_after(timezone.localdate(), 150))
    drive.do(charged, *TOLD_OF_THE_TRIAL)


def correct_claim_and_release(drive, case) -> None:
    officer = {
        "case": case,
        "by": drive.cast.investigator,
        "roles": (Role.INVESTIGATOR,),
        "at": timezone.now(),
    }
    else_named, suspect, victim = {"family_name": "Else"}, case.suspects.get(), case.victims.get()
    work.act_on_case(**officer, verb=amend.case_file_amend, crime_number="20/1")
    work.act_on_case(**officer, verb=amend.suspect_amend, suspect=suspect, **else_named)
    work.act_on_case(**officer, verb=amend.victim_amend, victim=victim, **else_named)
    work.act_on_case(**officer, verb=amend.offence_amend, offence=case.offences.get(), wording="Else")
    task = Task.objects.get(pk=drive.open_work(case, "vps_offer.offer").task)
    now = {"task": task, "at": timezone.now()}
    for verb in (work.release, work.claim):
        verb(**now, by=drive.cast.investigator)
    hand_over_hold_and_withdraw(drive, now)


def end_clinic_slots_in_every_way(drive) -> None:
    """Slots are changed, moved with their session, attended, missed, given back and released."""
    first, second = booked_soon(drive), booked_soon(drive, days=6)
    session, by = first.session, manager(drive.cast)
    officer = {"by": drive.cast.investigator, "roles": BOOKERS, "at": timezone.now()}
    slot = {"session": session, "starts_at": session.slots[1], "mode": "station"}
    work.act_on_case(case=first.case_file, verb=clinic_rebook, booking=first, **slot, **officer)
    to = {"on": working_days_after(session.on, 20), "prosecutor": drive.cast.prosecutor}
    now = {"by": by, "at": timezone.now(), "reason": "Court"}
    made = clinic_rearrange(session=session, keep_bookings=True, **to, **now)
    host = {"by": by, "at": made.session.ends, "booking": first, "outcome": "advice_given"}
    for attended in (False, True):
        clinic_attendance_record(case=first.case_file, attended=attended, **host)
    released = booked_soon(drive, days=7)
    clinic_cancel(session=released.session, **now)
    back = {"booking": second, "reason": "Ill"}
    work.act_on_case(case=second.case_file, verb=clinic_booking_cancel, **back, **officer)


def hand_over_hold_and_withdraw(drive, now) -> None:
    cast, lead = drive.cast, {**now, "by": drive.cast.supervisor}
    work.assign(**lead, to=cast.investigator2, seen=cast.investigator.pk)
    work.release(**lead)
    work.assign(**lead, to=cast.investigator)
    work.hold(**lead, until=timezone.localdate() + timedelta(days=3), reason="Third party")
    work.hold_end(**lead)
    work.cancel(**lead, reason="Not wanted")
    work.reinstate(**lead, reason="Wanted")


def add_change_and_withdraw_a_document(drive, case) -> None:
    """By the verbs: what is done with the file itself is tested where it is at home."""
    kept = Received(Kept(uuid.uuid4(), 1, "0" * 64), "a.txt", "text/plain", scanned=True)
    again = Received(Kept(uuid.uuid4(), 1, "0" * 64), "a.txt", "text/plain", scanned=True)
    officer = {"case": case, "by": actor(drive, case, Role.INVESTIGATOR), "at": timezone.now()}
    today = {"received_on": timezone.localdate()}
    document = document_add(**officer, **today, kind="mg3", file=kept)
    document_version_add(**officer, **today, document=document, after=1, file=again)
    document_withdraw(**officer, document=document, reason="Of another case")
    document_refuse(**officer, kind="mg3", signature="Eicar-Test-Signature")
