"""Victim personal statements from the first offer to the court: what is kept, who is asked when."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.deadlines.rules import due_on
from casework.errors import RuleBroken
from casework.hearings.selectors import hearing_listed
from casework.obligations.models import Obligation
from casework.people.roles import Role
from casework.victim_statements.checkpoints import vps_anchor
from casework.victim_statements.models import VpsCheckpoint, VpsOffer
from casework.victim_statements.serving import vps_court_record
from casework.victim_statements.serving_models import VpsService
from casework.victim_statements.statement_models import (
    VictimPersonalStatement,
    VpsCopy,
    VpsPreference,
    VpsReceipt,
)
from tests.cast import TO_CHARGE
from tests.samples import day

pytestmark = pytest.mark.django_db

DECLINED = ("vps_offer.offer offer", "vps_offer.answer decline")
HELD = ("vps_offer.offer offer", "vps_offer.answer want", "vps_offer.take take", "vps_offer.receive receive")
FURTHER = ("vps_checkpoint.offer want", "vps_checkpoint.take take", "vps_checkpoint.receive receive")
TRIAL, LATER = date(2027, 6, 14), date(2027, 7, 12)


def offers(case: CaseFile) -> dict[tuple[str, int], date]:
    """The further offers that are still to be made, by kind and round, with their dates."""
    found = VpsCheckpoint.objects.filter(case_file=case).order_by("due_on")
    return {(each.kind, each.round): each.due_on for each in found if each.is_offered}


def dates_open(case: CaseFile, kind: str) -> list[date]:
    return sorted(
        Obligation.objects.open().filter(case_file=case, kind=kind).values_list("due_on", flat=True)
    )


def offer_of(case: CaseFile) -> VpsOffer:
    return VpsOffer.objects.select_related("process", "case_file").get(case_file=case)


def actor_of(drive, case):
    return drive.actor(CaseFile.objects.get(pk=case.pk), Role.VICTIM_LIAISON)


def pleads(drive, case, plea="guilty"):
    form = {"plea": plea, "court": "crown", **day("entered_on", timezone.localdate())}
    assert drive.recorded(case, "plea", **form).status_code == 302


def relist(drive, case, kind: str, on: date) -> None:
    hearing = hearing_listed(case, kind)
    said = {"reason": "No judge", "sits_confirmed": "on", **day("on", on)}
    response = drive.turn(hearing, "relist", drive.cast.witness_care, **said)
    assert response.status_code == 302


def test_a_statement_that_was_declined_is_offered_again_by_the_police_and_then_by_the_cps(drive):
    case, today = drive.case(), timezone.localdate()
    drive.do(case, *DECLINED)
    offer = offer_of(case)
    assert (offer.offered_how, offer.explained) == ("in_person", ["own_words", "seen"])
    assert offer.declined_reason == "I want to think about it"
    # The CPS has nothing of the case yet, and sees nothing of it.
    assert CaseFile.objects.get(pk=case.pk).shared_with_cps_at is None
    assert dates_open(case, "vps_checkpoint.offer_again") == [due_on("VPS_OFFER_AGAIN", today)]
    drive.do(case, *TO_CHARGE)
    assert list(offers(case)) == [("charge", 1)]
    assert dates_open(case, "vps_checkpoint.offer_again") == []
    assert case.events.get(verb="withdrawn").reason == "The victim is asked already: after charge"
    drive.do(case, *FURTHER)
    (made,) = VictimPersonalStatement.objects.all()
    assert (made.number, made.is_held, str(made.preference)) == (1, True, "Read aloud by the victim")


def test_from_the_first_statement_to_the_court(drive):
    case, today = drive.case(), timezone.localdate()
    drive.do(case, *HELD, *TO_CHARGE)
    assert not VpsService.objects.exists()
    drive.list_hearing(case, "trial", TRIAL)
    # The CPS holds a statement and a trial is listed: it is to be served before that.
    assert dates_open(case, "vps_service.serve") == [due_on("VPS_SERVE", TRIAL)]
    assert offers(case)["trial_first", 1] == due_on("VPS_BEFORE_TRIAL_FIRST", TRIAL)
    drive.do(case, *FURTHER)
    assert [str(each) for each in VictimPersonalStatement.objects.all()] == [
        "Statement",
        "Further statement 2",
    ]
    relist(drive, case, "trial", LATER)
    assert dates_open(case, "vps_service.serve") == [due_on("VPS_SERVE", LATER)] * 2
    moved = case.events.filter(verb="date_moved", reason__contains="V1, statement 1")
    assert "from 28 May 2027 to 28 June 2027" in moved.get().reason
    drive.do(case, *["vps_service.serve serve"] * 2)
    assert set(VpsService.objects.values_list("position", flat=True)) == {"served"}
    pleads(drive, case)
    drive.list_hearing(case, "sentence", today + timedelta(days=30))
    assert dates_open(case, "vps_service.court") == [due_on("VPS_COURT", today + timedelta(days=30))] * 2
    drive.do(case, "vps_service.court record")
    part = {"heard": "read_in_part", "court_words": ""}
    assert drive.send(case, "vps_service.court", "record", **part).status_code == 422
    part["court_words"] = "The second part only"
    assert drive.send(case, "vps_service.court", "record", **part).status_code == 302
    assert sorted(VpsService.objects.values_list("position", flat=True)) == ["read", "read_in_part"]


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


def test_a_preference_is_changed_by_a_new_row_and_what_was_served_is_served_again(drive):
    case = drive.case()
    drive.do(case, *HELD, *TO_CHARGE)
    drive.list_hearing(case, "trial", TRIAL)
    drive.do(case, "vps_service.serve serve")
    drive.do(case, "vps_offer preference")
    statement = VictimPersonalStatement.objects.get()
    said = [str(each) for each in statement.preferences.all()]
    assert said == ["Read aloud for the victim, by The prosecution advocate", "Not read aloud"]
    service = VpsService.objects.get()
    assert (service.position, service.round, str(service.preference)) == ("serve", 2, said[0])
    assert drive.kinds(case) >= {"vps_service.serve"}
    same = drive.beside(case, "vps_offer", "preference")
    assert same.status_code == 422
    assert "This is the preference that is recorded" in same.content.decode()
    drive.do(case, "vps_service.serve serve", "vps_offer copy")
    assert str(VpsService.objects.get().preference) == "Not read aloud"


def test_a_victim_may_ask_to_add_to_the_statement_without_an_offer(drive):
    case = drive.case()
    drive.do(case, *HELD, "vps_offer ask", "vps_offer.take take", "vps_offer.receive receive")
    assert list(VictimPersonalStatement.objects.values_list("number", flat=True)) == [1, 2]
    assert VpsReceipt.objects.count() == 2
    assert offer_of(case).round == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"defence_told": ""}, "Tell the victim, before they sign, that the defence sees the statement"),
        ({"reader": ""}, "Enter who reads it for the victim"),
        ({"given_by": ""}, "Select who made it"),
        ({"read_aloud": ""}, "Select what the victim wants done with the statement"),
    ],
)
def test_a_statement_is_not_taken_without_what_makes_it_good(drive, changes, words):
    case = drive.case()
    drive.do(case, "vps_offer.offer offer", "vps_offer.answer want")
    response = drive.send(case, "vps_offer.take", "take", **changes)
    assert words in response.content.decode().replace("&#39;", "'")
    assert not VictimPersonalStatement.objects.exists()


def test_no_statement_is_made_once_sentence_is_passed(drive):
    with time_machine.travel(timezone.now() - timedelta(days=1)):
        case, today = drive.case(), timezone.localdate()
        drive.do(case, *HELD, *TO_CHARGE)
        pleads(drive, case)
        form = {"sentence": "Nine years", **day("on", today)}
        assert drive.recorded(case, "sentence", **form).status_code == 302
    refused = drive.beside(case, "vps_offer", "ask")
    assert "or earlier: sentence was passed on that day" in refused.content.decode()
    assert offer_of(case).position == "held"


@pytest.mark.queue_differs
def test_the_court_has_not_heard_a_statement_before_somebody_is_convicted(drive):
    case = drive.case()
    drive.do(case, *HELD, *TO_CHARGE)
    drive.list_hearing(case, "trial", TRIAL)
    drive.do(case, "vps_service.serve serve")
    service, today = VpsService.objects.get(), timezone.localdate()
    VpsService.objects.update(position="court")
    service.refresh_from_db()
    by = actor_of(drive, case)
    with pytest.raises(RuleBroken, match="Nobody has been convicted"):
        vps_court_record(
            record=service, by=by, at=timezone.now(), heard="read", heard_on=today, court_words=""
        )


def test_an_acquittal_ends_the_service_and_the_offers(drive):
    case, today = drive.case(), timezone.localdate()
    drive.do(case, *HELD, *TO_CHARGE)
    drive.list_hearing(case, "trial", TRIAL)
    pleads(drive, case, "not_guilty")
    assert drive.recorded(case, "verdict", verdict="not_guilty", **day("on", today)).status_code == 302
    assert VpsService.objects.get().withdrawn_at
    assert not {"vps_service.serve", "vps_checkpoint.offer"} & drive.kinds(case)


@pytest.mark.parametrize("model", [VictimPersonalStatement, VpsPreference, VpsReceipt, VpsCopy])
def test_what_was_recorded_of_a_statement_is_never_changed_or_removed(drive, model):
    case = drive.case()
    drive.do(case, *HELD, "vps_offer copy")
    rows = model.objects.all()
    for act in (partial(rows.update, recorded_at=timezone.now()), partial(rows._raw_delete, rows.db)):
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            act()


def test_the_page_shows_the_statement_its_history_and_who_may_see_it(drive, as_user):
    case = drive.case()
    drive.do(case, *HELD, *TO_CHARGE, "vps_offer preference", "vps_offer copy")
    drive.list_hearing(case, "trial", TRIAL)
    address = reverse("case_route", kwargs={"urn": case.urn, "route": "victim-statements"})
    page = as_user(drive.cast.liaison).get(address).content.decode()
    for words in (
        "From report to first offer",
        "Offered before charge",
        "Read aloud for the victim, by The prosecution advocate",
        "Once it is served, the court and the defence",
        "statement before the court",
        "Copies given",
    ):
        assert words in page, words
    record = offer_of(case)
    for outsider in (drive.cast.outsider, drive.cast.outside_prosecutor):
        assert as_user(outsider).get(address).status_code == 404
        assert drive.turn(record, "copy", outsider).status_code == 404


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
