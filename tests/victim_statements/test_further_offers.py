"""When a victim is offered to add to a statement: each offer follows the hearings and what the court says."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.deadlines.rules import due_on
from casework.hearings.selectors import hearing_listed
from casework.victim_statements.checkpoints import vps_anchor
from casework.victim_statements.models import VpsCheckpoint
from casework.victim_statements.serving_models import VpsService
from tests.cast import TO_CHARGE
from tests.samples import day
from tests.victim_statements.offering import HELD, LATER, TRIAL, actor_of, dates_open, offers, pleads, relist

pytestmark = pytest.mark.django_db


def test_an_answered_offer_has_a_new_round_when_the_trial_is_relisted_and_the_former_stays(drive):
    case = drive.case()
    drive.do(case, *HELD, *TO_CHARGE, "vps_checkpoint.offer no_change")
    drive.list_hearing(case, "trial", TRIAL)
    drive.do(case, "vps_checkpoint.offer no_change")
    relist(drive, case, "trial", LATER)
    assert offers(case) == {
        ("trial_first", 2): due_on("VPS_BEFORE_TRIAL_FIRST", LATER),
        ("trial_last", 1): due_on("VPS_BEFORE_TRIAL_LAST", LATER),
    }
    former = VpsCheckpoint.objects.get(kind="trial_first", round=1)
    assert (former.position, former.due_on) == ("no_change", due_on("VPS_BEFORE_TRIAL_FIRST", TRIAL))


def test_a_trial_that_is_vacated_takes_its_offers_with_it_and_a_new_listing_brings_them_back(drive):
    case = drive.case()
    drive.do(case, *HELD, *TO_CHARGE, "vps_checkpoint.offer no_change")
    drive.list_hearing(case, "trial", TRIAL)
    hearing = hearing_listed(case, "trial")
    assert drive.turn(hearing, "vacate", drive.cast.witness_care, reason="No judge").status_code == 302
    assert (offers(case), dates_open(case, "vps_checkpoint.offer")) == ({}, [])
    drive.list_hearing(case, "trial", TRIAL)
    assert set(offers(case)) == {("trial_first", 2), ("trial_last", 2)}


def test_the_victim_is_offered_one_after_the_ptph_after_the_plea_and_before_sentence(drive):
    case, today = drive.case(), timezone.localdate()
    drive.do(case, *HELD, *TO_CHARGE, "vps_checkpoint.offer no_change")
    ptph, sentence = today + timedelta(days=28), today + timedelta(days=60)
    drive.list_hearing(case, "ptph", ptph)
    assert offers(case) == {("ptph", 1): due_on("VPS_AFTER_PTPH", ptph)}
    pleads(drive, case)
    drive.list_hearing(case, "sentence", sentence)
    assert offers(case)["conviction", 1] == due_on("VPS_AFTER_CONVICTION", today)
    assert offers(case)["sentence", 1] == due_on("VPS_BEFORE_SENTENCE", sentence)
    form = {"sentence": "Nine years", **day("on", today)}
    assert drive.recorded(case, "sentence", **form).status_code == 302
    assert offers(case) == {}
    assert "vps_checkpoint.offer" not in drive.kinds(case)


def test_two_offers_of_one_day_are_one(drive):
    case = drive.case()
    drive.do(case, *HELD, *TO_CHARGE, "vps_checkpoint.offer no_change")
    drive.list_hearing(case, "trial", TRIAL)
    first = due_on("VPS_BEFORE_TRIAL_FIRST", TRIAL)
    ptph = next(
        on for on in (first - timedelta(days=n) for n in range(30)) if due_on("VPS_AFTER_PTPH", on) == first
    )
    drive.list_hearing(case, "ptph", ptph)
    assert set(offers(case)) == {("trial_first", 1), ("trial_last", 1)}


def test_a_victim_added_late_is_offered_what_is_still_to_come(drive, as_user):
    case = drive.case()
    drive.do(case, *HELD, *TO_CHARGE, "vps_checkpoint.offer no_change")
    drive.list_hearing(case, "trial", TRIAL)
    address = reverse("case_add", kwargs={"urn": case.urn, "what": "victim"})
    assert as_user(drive.cast.investigator).post(address, {"family_name": "Late"}).status_code == 302
    late = VpsCheckpoint.objects.filter(victim__reference="V2").values_list("kind", flat=True)
    assert sorted(late) == ["trial_first", "trial_last"]
    assert "vps_offer.offer" in drive.kinds(case)


@pytest.mark.queue_differs
def test_the_anchor_changes_nothing_the_second_time_and_costs_the_same_for_more_victims(drive):
    counts = []
    for victims in (1, 6):
        case = drive.case(victims=victims)
        drive.do(case, *HELD * victims, *TO_CHARGE)
        drive.list_hearing(case, "trial", TRIAL)
        before = (case.events.count(), VpsCheckpoint.objects.count(), VpsService.objects.count())
        read, by = CaseFile.objects.get(pk=case.pk), actor_of(drive, case)
        with CaptureQueriesContext(connection) as captured:
            vps_anchor(case=read, by=by, at=timezone.now())
        counts.append(len(captured))
        assert (case.events.count(), VpsCheckpoint.objects.count(), VpsService.objects.count()) == before
    assert counts[0] == counts[1]


def test_an_offer_that_gave_way_comes_back_when_the_other_moves(drive):
    case = drive.case()
    drive.do(case, *HELD, *TO_CHARGE, "vps_checkpoint.offer no_change")
    first = due_on("VPS_BEFORE_TRIAL_FIRST", TRIAL)
    ptph = next(
        on for on in (first - timedelta(days=n) for n in range(30)) if due_on("VPS_AFTER_PTPH", on) == first
    )
    drive.list_hearing(case, "ptph", ptph)
    drive.list_hearing(case, "trial", TRIAL)
    assert set(offers(case)) == {("trial_first", 1), ("trial_last", 1)}
    relist(drive, case, "trial", LATER)
    assert offers(case)["ptph", 1] == first
    assert first in dates_open(case, "vps_checkpoint.offer")


def test_what_an_acquittal_ended_comes_back_when_it_is_put_right(drive):
    case, today = drive.case(), timezone.localdate()
    drive.do(case, *HELD, *TO_CHARGE, "vps_checkpoint.offer no_change")
    drive.list_hearing(case, "trial", TRIAL)
    before, pleaded = offers(case), {"plea": "not_guilty", "court": "crown", **day("entered_on", today)}
    drive.recorded(case, "plea", **pleaded)
    drive.recorded(case, "verdict", verdict="not_guilty", **day("on", today))
    assert (offers(case), dates_open(case, "vps_service.serve")) == ({}, [])
    drive.recorded(case, "verdict", verdict="not_agreed", **day("on", today))
    assert offers(case) == before
    assert dates_open(case, "vps_service.serve") == [due_on("VPS_SERVE", TRIAL)]


@pytest.mark.queue_differs
def test_what_a_person_withdrew_does_not_come_back_with_the_facts(drive):
    case = drive.case()
    drive.do(case, *HELD, *TO_CHARGE, "vps_checkpoint.offer no_change")
    drive.list_hearing(case, "trial", TRIAL)
    VpsCheckpoint.objects.filter(kind="trial_first").update(withdrawn_at=timezone.now())
    vps_anchor(case=CaseFile.objects.get(pk=case.pk), by=actor_of(drive, case), at=timezone.now())
    assert set(offers(case)) == {("trial_last", 1)}


def test_the_day_of_a_plea_that_is_put_right_is_no_reason_to_ask_again(drive):
    with time_machine.travel(timezone.now() - timedelta(days=14)):
        case = drive.case()
        drive.do(case, *HELD, *TO_CHARGE, "vps_checkpoint.offer no_change")
    pleads(drive, case)
    drive.do(case, "vps_checkpoint.offer no_change")
    earlier = day("entered_on", timezone.localdate() - timedelta(days=7))
    drive.recorded(case, "plea", plea="guilty", court="crown", **earlier)
    assert offers(case) == {}


def test_the_offer_after_conviction_comes_back_with_the_plea(drive):
    case = drive.case()
    drive.do(case, *HELD, *TO_CHARGE, "vps_checkpoint.offer no_change")
    pleads(drive, case)
    pleads(drive, case, "not_guilty")
    assert offers(case) == {}
    pleads(drive, case)
    assert offers(case) == {("conviction", 1): due_on("VPS_AFTER_CONVICTION", timezone.localdate())}
