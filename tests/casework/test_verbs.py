"""What the verbs of the domain ask for themselves, whoever calls them and whatever a form has checked."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow.models import Task

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
from casework.early_advice.wanting import early_advice_not_sought
from casework.errors import Overtaken, RuleBroken
from casework.events.models import Event
from casework.events.words import WORDS, WORK_VERBS
from casework.file_review.models import FileSubmission
from casework.hearings.models import Hearing
from casework.hearings.selectors import hearing_listed
from casework.hearings.services import hearing_list, hearing_relist
from casework.milestones.models import Milestone
from casework.milestones.services import milestone_record
from casework.people.models import Membership
from casework.people.roles import Role
from casework.victim_contacts.forms import ContactPlanForm
from casework.victim_contacts.plans import contact_plan_record
from casework.victim_statements.models import VpsCheckpoint, VpsOffer
from casework.victim_statements.services import vps_offer
from casework.victims_voice.services import feedback_invite
from tests.bad_character.made import PURSUED, charged_case, pleads
from tests.casework.test_guards import refused
from tests.cast import ADVISED, CONSIDERED, NOT_CHARGED, TO_CHARGE, TO_DECISION, TO_GATEKEEPER, person
from tests.clinics.planned import booked_soon, manager
from tests.samples import day, sample
from tests.victim_contacts.agreed import PLAN
from tests.whose_clock.pausing import pause, restart
from tests.workflows.test_engine import steps
from tests.workflows.working import task_of
from workflows.engine import work
from workflows.models import CaseProcess

pytestmark = pytest.mark.django_db

DECLINED = ("vps_offer.offer offer", "vps_offer.answer decline")
A_RECORD_OF_EVERY_KIND = (
    *DECLINED,
    *PURSUED,
    *ADVISED,
    *TO_DECISION[2:],
    "charging_decision.review action_plan",
    "plan_item.answer answer",
    "plan_item.check accept",
    *NOT_CHARGED,
    *("review_right.tell tell", "review_right ask", "decision_review.review overturn"),
    "charging_decision.review charge",
    *("vps_offer ask", "vps_offer.take take", "vps_offer.receive receive"),
)


def ways():
    """Every way in which a step can end: what the flow carries, the step and the outcome."""
    return [
        (step.flow_class.carries, step, outcome) for step in steps() for outcome in step.outcomes.values()
    ]


def actor(drive, case, role):
    """Whoever has the role on the case as it stands now."""
    return drive.actor(CaseFile.objects.get(pk=case.pk), role)


def is_overtaken(act) -> bool:
    try:
        act()
    except Overtaken:
        return True
    return False


@pytest.mark.queue_differs
def test_no_verb_moves_a_record_that_is_elsewhere(drive):
    case = drive.case()
    drive.do(case, *A_RECORD_OF_EVERY_KIND)
    drive.escalate(case)
    drive.list_hearing(case, "sending", timezone.localdate())
    drive.list_hearing(case, "ptph", timezone.localdate())
    drive.list_hearing(case, "trial", timezone.localdate() + timedelta(days=100))
    drive.recorded(case, "plea", plea="not_guilty", court="crown", **day("entered_on", timezone.localdate()))
    drive.do(case, "special_measures.assess want")
    drive.recorded(case, "custody", stage="crown", **day("held_from", timezone.localdate()))
    drive.letter(case, "charge-S1-V1")
    events = case.events.count()
    taken = [
        f"{carried}.{step.name} {outcome.key}"
        for carried, step, outcome in ways()
        if not is_overtaken(partial(elsewhere, drive, case, carried, step, outcome))
    ]
    assert (taken, case.events.count()) == ([], events)


def elsewhere(drive, case, carried, step, outcome) -> None:
    """Do the verb of an outcome on a record that is at a position which no verb expects."""
    model = CaseProcess._meta.get_field(carried).related_model
    record = model.objects.filter(case_file=case).first()
    form = sample(f"{carried}.{step.name}", outcome.key, timezone.localdate())
    filled = outcome.form(form, record=record)
    assert filled.is_valid(), filled.errors
    model.objects.filter(pk=record.pk).update(position="elsewhere")
    record.refresh_from_db()
    by = actor(drive, case, step.role)
    outcome.verb(record=record, by=by, at=timezone.now(), **filled.arguments())


@pytest.mark.queue_differs
def test_of_two_who_read_a_record_at_the_same_position_one_moves_it(drive):
    case, today = drive.case(), timezone.localdate()
    first, second = (VpsOffer.objects.get(case_file=case) for _ in range(2))
    by, at = actor(drive, case, Role.INVESTIGATOR), timezone.now()
    said = {"by": by, "at": at, "offered_how": "phone", "explained": ["seen"], "explained_by": ""}
    vps_offer(record=first, offered_on=today, **said)
    with pytest.raises(Overtaken):
        vps_offer(record=second, offered_on=today - timedelta(days=1), **said)
    assert VpsOffer.objects.get(case_file=case).offered_on == today
    assert case.events.filter(verb="offered").count() == 1


def test_what_was_decided_is_not_decided_otherwise_by_who_read_it_before(drive):
    case = drive.case()
    read_before = EarlyAdviceRequest.objects.get(case_file=case)
    drive.do(case, "early_advice.consider request")
    by = actor(drive, case, Role.INVESTIGATOR)
    with pytest.raises(Overtaken):
        early_advice_not_sought(record=read_before, by=by, at=timezone.now(), reason="Complete")
    assert EarlyAdviceRequest.objects.get(case_file=case).position == EarlyAdviceRequest.Position.TRIAGE


def test_a_file_without_an_offence_is_not_submitted(drive):
    case = drive.case()
    case.offences.all().delete()
    drive.do(case, *CONSIDERED)
    response = drive.send(case, "file_submission.prepare", "submit")
    assert refused(response, "Add the offence to the case before you submit the file")


def test_nobody_returns_their_own_file(drive, cast):
    case = drive.case()
    Membership.objects.create(
        person=cast.investigator, role="supervisor", organisation=cast.force, unit=cast.unit
    )
    drive.do(case, *CONSIDERED, "file_submission.prepare submit")
    response = drive.send(case, "file_submission.sign_off", "return", by=cast.investigator)
    assert refused(response, "You submitted this file, so somebody else must check it")
    assert FileSubmission.objects.get(case_file=case).returns.count() == 0


def test_nobody_returns_a_file_that_they_signed_off(drive, cast):
    case = drive.case()
    Membership.objects.create(person=cast.supervisor, role="gatekeeper", organisation=cast.force)
    drive.do(case, *TO_GATEKEEPER)
    response = drive.send(case, "file_submission.review", "return", by=cast.supervisor)
    assert refused(response, "You signed this file off, so somebody else must review it")


def test_no_trial_is_listed_before_somebody_is_charged(drive):
    case = drive.case()
    drive.do(case, *TO_DECISION)
    response = drive.list_hearing(case, "trial", timezone.localdate() + timedelta(days=200))
    assert refused(response, "Nobody has been charged in this case, so no hearing can be listed")
    assert not Hearing.objects.filter(case_file=case).exists()


@pytest.mark.parametrize("days", [-1, 0])
def test_no_trial_is_listed_for_a_day_that_is_not_to_come(drive, days):
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    by, on = actor(drive, case, Role.VICTIM_LIAISON), timezone.localdate() + timedelta(days=days)
    with pytest.raises(RuleBroken, match="must be in the future"):
        hearing_list(case=case, by=by, at=timezone.now(), kind="trial", on=on)
    assert not Hearing.objects.filter(case_file=case).exists()


@pytest.mark.queue_differs
def test_a_trial_that_is_not_listed_anew_for_want_of_a_reason_stays_listed(drive):
    case, on = drive.case(), timezone.localdate() + timedelta(days=200)
    drive.do(case, *TO_CHARGE)
    by, at = actor(drive, case, Role.VICTIM_LIAISON), timezone.now()
    hearing = hearing_list(case=case, by=by, at=at, kind="trial", on=on, sits_confirmed=True)
    with pytest.raises(RuleBroken, match="listed anew"):
        hearing_relist(record=hearing, by=by, at=at, on=on + timedelta(days=1), reason="")
    assert list(Hearing.objects.values_list("on", "vacated_at")) == [(on, None)]


def test_a_charge_offers_an_update_only_where_the_first_offer_is_answered(drive):
    case = drive.case(victims=4)
    drive.do(case, *["vps_offer.offer offer"] * 3, "vps_offer.answer decline", "vps_offer.answer want")
    drive.do(case, *TO_CHARGE)
    first = {offer.about: offer.position for offer in VpsOffer.objects.filter(case_file=case)}
    assert first == {"V1": "declined", "V2": "take", "V3": "answer", "V4": "offer"}
    assert [each.about for each in VpsCheckpoint.objects.all() if each.is_offered] == ["V1, after charge"]


def test_a_second_charge_offers_no_second_update(drive):
    case = drive.case(suspects=2)
    drive.do(case, *DECLINED, CONSIDERED[0], *[CONSIDERED[1]] * 2, *TO_DECISION[2:])
    drive.do(case, *["bad_character.review review"] * 2, "charging_decision.review charge")
    before = VpsCheckpoint.objects.get(case_file=case, kind="charge")
    drive.do(case, "charging_decision.review charge")
    after = VpsCheckpoint.objects.get(case_file=case, kind="charge")
    assert (after.pk, after.due_on, after.round) == (before.pk, before.due_on, 1)


# Five cases that together end every step in every way.
FILED = ("file_submission.sign_off sign_off", "file_submission.review accept")
AGAIN = "file_submission.correct submit"
THE_LONG_WAY = (
    "early_advice.consider request",
    "early_advice.triage reject",
    *("early_advice.revise ask_appeal", "early_advice.appeal no_appeal"),
    "early_advice.revise request",
    "early_advice.triage accept",
    "early_advice.advise advise",
    "early_advice.acknowledge acknowledge",
    "line_of_inquiry.answer answer",
    "bad_character.consider nil",
    "bad_character.review ask_more",
    "bad_character.consider found",
    "bad_character.review review",
    "bad_character.decide pursue",
    "file_submission.prepare submit",
    *("file_submission.sign_off return", AGAIN),
    *("file_submission.sign_off sign_off", "file_submission.review return", AGAIN),
    *(*FILED, "charging_request.triage reject", AGAIN),
    *(*FILED, "charging_request.triage accept"),
    *("vps_offer.offer offer", "vps_offer.answer want", "vps_offer.take take", "vps_offer.receive receive"),
    *("charging_decision.review action_plan", "plan_item.answer answer", "plan_item.check return"),
    *("plan_item.answer answer", "plan_item.check accept", "charging_decision.review charge"),
    *("vps_checkpoint.offer want", "vps_checkpoint.take take", "vps_checkpoint.receive receive"),
)
TO_NO_FURTHER_ACTION = (
    *("early_advice.consider request", "early_advice.triage reject", "early_advice.revise not_sought"),
    *("bad_character.consider nil", "bad_character.review review", "bad_character.decide leave"),
    *("file_submission.prepare submit", *FILED, "charging_request.triage accept"),
    *("charging_decision record_meeting", "charging_decision answer_meeting", "charging_decision.review nfa"),
    *("review_right.tell tell", "review_right ask", "decision_review.review overturn"),
    "decision_review.tell_overturned tell",
)
UPHELD = (
    *(*TO_DECISION, *NOT_CHARGED, "review_right.tell tell", "review_right ask"),
    *("decision_review.review uphold", "decision_review.tell_upheld tell"),
)
LINE_OF_THE_CPS = ("line_of_inquiry.answer_cps answer",)
THRESHOLD = (*TO_DECISION, "bad_character.review review", "charging_decision.review threshold")
TO_DISCONTINUE = (
    *THRESHOLD,
    *("charging_decision.review_threshold wait", "charging_decision.review_threshold discontinue"),
)
TO_FULL_CODE = (*THRESHOLD, "charging_decision.review_threshold full_code_met")
ENDED_BY_THE_POLICE = ("early_advice.consider not_sought", "file_submission end", "file_submission reopen")
APPEALED = (
    *("early_advice.consider request", "early_advice.triage reject", "early_advice.revise ask_appeal"),
    "early_advice.appeal appeal",
)
MORE_TIME = (
    *("charging_decision.review action_plan", "plan_item.answer more_time", "plan_item.extension refuse"),
    *("plan_item.answer more_time", "plan_item.extension shorten"),
    *("plan_item.answer more_time", "plan_item.extension grant"),
)
FURTHER_PLAN = (
    *("plan_item.answer answer", "plan_item.check accept", "charging_decision.review action_plan"),
    *("charging_decision.review_plan send_back", "charging_decision.review action_plan"),
    "charging_decision.review_plan approve",
)
# The first rank, and what it and those above it do, on a case of its own each.
UP = ("escalation.supervisor further", "escalation.gatekeeper further")
UP_AT_THE_CPS = ("escalation.unit_head further", "escalation.chief further")
ESCALATIONS = (
    ("supervisor", ("escalation.supervisor settle",)),
    ("supervisor", (*UP[:1], "escalation.gatekeeper settle")),
    ("supervisor", (*UP, "escalation.meeting settle")),
    ("unit_head", ("escalation.unit_head settle",)),
    ("unit_head", (*UP_AT_THE_CPS[:1], "escalation.chief settle")),
    ("unit_head", UP_AT_THE_CPS),
)
# On one case each, with a victim who is told, and one who does not want to be told.
TOLD = ("victim_contact.tell_by_police contact", "victim_contact.tell_by_police not_wanted")
TOLD_OF_THE_END = (
    *TO_DISCONTINUE,
    *("victim_contact.tell_by_cps contact", "victim_contact.tell_by_cps not_wanted"),
)
TOLD_OF_THE_TRIAL = (
    "victim_contact.tell_by_witness_care contact",
    "victim_contact.tell_by_witness_care not_wanted",
)
# Bad character until it is decided, confirmed and begun again; and what comes of a notice on it.
DECIDED_LATER = (
    *PURSUED[:-1],
    *("bad_character.decide wait", "bad_character.look wait_on", "bad_character.look look"),
    *("bad_character.review review", "bad_character.decide leave"),
    *(*ADVISED, "bad_character_checkpoint.confirm stands", "bad_character new"),
)
NOT_CONFIRMED = (*PURSUED, *ADVISED, "bad_character_checkpoint.confirm again")
NOTICE_DRAFTED = (
    *("bad_character_notice.draft draft", "bad_character_notice.serve redraft"),
    "bad_character_notice.draft draft",
)
NOTICE_ANSWERED = (
    ("admitted", ("bad_character_notice.objection not_objected",)),
    *(
        (ruling, ("bad_character_notice.objection objected", "bad_character_notice.application apply"))
        for ruling in ("admitted_in_part", "excluded")
    ),
)
# What comes of hearings, each listed again where it is over; and of custody.
HEARD = (
    "hearing.result relisted",
    "hearing.result vacated",
    "hearing relist",
    "hearing vacate",
    "hearing.result held",
)
HELD = (
    *("custody_limit extend", "custody_limit.keep bail", "custody_limit remand", "custody_limit.keep end"),
    *("custody_limit.keep bail", "custody_limit end"),
)
# Special measures and section 28 to their ends, each of which is a case of its own.
WANTED = ("special_measures.assess want", "special_measures again", "special_measures.assess want")
APPLICATION = "special_measures_application"
RULED = (f"{APPLICATION}.apply apply", f"{APPLICATION}.respond respond", f"{APPLICATION}.rule rule")
RECORDED = tuple(
    f"section_28.{step} done" for step in ("tell_court", "serve", "reply", "ground_rules", "recording")
)
STAGES = ("court_stage.serve serve",)
NOT_APPLIED = ("special_measures apply", "section_28 end")
DECLINED_MEASURES = ("special_measures.assess decline",)
LETTERS = (
    *("letter.draft draft", "letter.check return", "letter.draft draft", "letter.check approve"),
    *("letter.send redraft", "letter.draft draft", "letter.check approve", "letter.send sent"),
)
# What administrators do to work that went wrong, which other tests show.
REPAIRS = {"retried", "skipped", "moved", "migrated"}
DECLINED_TWICE = (*DECLINED, *TO_CHARGE, "vps_checkpoint.offer no_change")
OFFERED_AGAIN = (*DECLINED, "vps_checkpoint.offer_again want", "vps_checkpoint.take take")
DECLINED_AGAIN = (*DECLINED, "vps_checkpoint.offer_again no_change", "vps_offer ask", "vps_offer.take take")
COPIED = ("vps_offer.receive receive", "vps_offer copy", *TO_CHARGE)
SERVED = ("vps_service.serve serve", "vps_service.court record")


@pytest.mark.queue_differs
def test_every_event_that_all_ways_of_all_steps_record_has_its_words(drive):
    appeals = [(*APPEALED, f"early_advice.decide_appeal {how}") for how in ("allow", "dismiss")]
    all_ways = (TO_NO_FURTHER_ACTION, UPHELD, TO_DISCONTINUE, TO_FULL_CODE, ENDED_BY_THE_POLICE)
    further = (THE_LONG_WAY, LINE_OF_THE_CPS, DECLINED_TWICE, MORE_TIME, FURTHER_PLAN, *appeals)
    driven = {line for way in (*all_ways, *further) for line in way if "." in line}
    measured = (*WANTED, *RULED, *RECORDED, *STAGES, *DECLINED_MEASURES, f"{APPLICATION}.apply not_needed")
    driven |= {*TOLD, *TOLD_OF_THE_END[-2:], *TOLD_OF_THE_TRIAL}
    driven |= {
        way for way in (*HEARD, *HELD, *measured, *OFFERED_AGAIN, *DECLINED_AGAIN, *SERVED) if "." in way
    }
    driven |= {way for _, ways_up in ESCALATIONS for way in ways_up} | set(LETTERS)
    driven |= {way for way in (*DECIDED_LATER, *NOT_CONFIRMED, *NOTICE_DRAFTED) if "." in way}
    driven |= {way for _, answered in NOTICE_ANSWERED for way in answered}
    driven |= {"bad_character_notice.serve serve", "bad_character_notice.ruling rule"}
    assert driven == {f"{carried}.{step.name} {outcome.key}" for carried, step, outcome in ways()}
    advised = drive.case()
    drive.do(advised, *THE_LONG_WAY)
    turn_early_advice(drive, advised)
    another = person("manager2", Role.PROSECUTION_MANAGER, drive.cast.area)
    for steps_of_appeal in appeals:
        decide_an_appeal(drive, drive.case(), *steps_of_appeal, by=another)
    for way in all_ways:
        drive.do(drive.case(), *way)
    dispute_finalise_and_reopen(drive)
    correct_claim_and_release(drive, drive.case())
    charged = drive.case()
    drive.do(charged, *DECLINED_TWICE)
    list_the_trial_twice(drive, charged)
    go_through_the_court(drive, drive.case(suspects=3))
    serve_and_hear_statements(drive)
    measure_in_every_way(drive)
    for way in (DECIDED_LATER, NOT_CONFIRMED):
        drive.do(drive.case(), *way)
    rule_on_bad_character_in_every_way(drive)
    end_clinic_slots_in_every_way(drive)
    escalate_every_way(drive)
    tell_victims_every_way(drive)
    write_letters(drive)
    invite(drive)
    ask_twice(drive, drive.case())
    add_change_and_withdraw_a_document(drive, charged)
    pause_and_restart(drive)
    change_a_date_in_every_way(drive)
    recorded = set(Event.objects.values_list("route", "verb"))
    assert {words for words in recorded if words[1] not in WORK_VERBS} == set(WORDS)
    assert {verb for _, verb in recorded} >= set(WORK_VERBS) - REPAIRS


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


def rule_on_bad_character_in_every_way(drive) -> None:
    """In time but for the last, on which the court rules that it is excluded."""
    for ruling, answered in NOTICE_ANSWERED:
        case, late = charged_case(drive, *PURSUED), ruling == "excluded"
        pleads(drive, case, on=timezone.localdate() - timedelta(days=30 * late))
        drive.do(case, *NOTICE_DRAFTED)
        why = {"late_reason": "The file came late", "extension_sought": "A month"} if late else {}
        drive.send(case, "bad_character_notice.serve", "serve", **why)
        drive.do(case, *answered)
        drive.send(case, "bad_character_notice.ruling", "rule", ruling=ruling)


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


def list_the_trial_twice(drive, case) -> None:
    drive.list_hearing(case, "trial", timezone.localdate() + timedelta(days=200))
    drive.do(case, "hearing relist")


def go_through_the_court(drive, case) -> None:
    """Hearings that are put off, vacated and held; custody that is extended, ends and comes again."""
    today = timezone.localdate()
    drive.do(case, "bad_character.consider nil", "bad_character.consider nil", *TO_DECISION)
    drive.do(case, *("bad_character.review review", "charging_decision.review charge") * 3)
    for way in HEARD:
        if not hearing_listed(case, "ptph"):
            drive.list_hearing(case, "ptph", today)
        drive.do(case, way)
    said = {"plea": {"plea": "not_guilty", "court": "crown", **day("entered_on", today)}}
    said["verdict"] = {"verdict": "guilty", **day("on", today)}
    said["sentence"] = {"sentence": "Nine years", **day("on", today)}
    said["custody"] = {"stage": "crown", **day("held_from", today)}
    for what, form in said.items():
        assert drive.recorded(case, what, **form).status_code == 302
    drive.do(case, *HELD[:4])
    drive.recorded(case, "custody", **said["custody"])
    drive.do(case, *HELD[4:])


def serve_and_hear_statements(drive) -> None:
    """Statements that are served, and again, for a plea that is entered, changed and entered again."""
    drive.do(drive.case(), *OFFERED_AGAIN)
    today = timezone.localdate()
    for heard in ("read", "read_in_part", "not_read"):
        case = drive.case()
        drive.do(case, *DECLINED_AGAIN, *COPIED)
        drive.list_hearing(case, "sentence", today + timedelta(days=30))
        drive.do(case, SERVED[0])
        for plea in ("guilty", "not_guilty", "guilty"):
            drive.recorded(case, "plea", plea=plea, court="crown", **day("entered_on", today))
        drive.do(case, "vps_offer preference", SERVED[0])
        said = {"heard": heard, "court_words": "As the court said"}
        assert drive.send(case, "vps_service.court", "record", **said).status_code == 302


def measure_in_every_way(drive) -> None:
    """Declined; ruled on, and recorded; not needed; applied for early, section 28 ended; applied for late."""
    drive.do(drive.case(), *DECLINED_MEASURES)
    today = timezone.localdate()
    for ways_on in ((*RULED, *RECORDED, *STAGES), (f"{APPLICATION}.apply not_needed",), NOT_APPLIED):
        case = drive.case()
        drive.do(case, *WANTED, *TO_CHARGE)
        drive.list_hearing(case, "sending", today)
        if ways_on != NOT_APPLIED:
            drive.recorded(case, "plea", plea="not_guilty", court="crown", **day("entered_on", today))
        drive.do(case, *ways_on)
    with time_machine.travel(timezone.now() - timedelta(days=60)):
        late = drive.case()
        drive.do(late, "special_measures.assess want", *TO_CHARGE)
        entered = day("entered_on", timezone.localdate())
        drive.recorded(late, "plea", plea="not_guilty", court="crown", **entered)
    drive.send(late, f"{APPLICATION}.apply", "apply", late_reason="Asked late", extension="To today")


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
