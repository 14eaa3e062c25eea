"""Victim personal statements from the first offer to the court: what is taken, kept, served and heard."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.deadlines.rules import due_on
from casework.errors import RuleBroken
from casework.victim_statements.models import VpsOffer
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
from tests.victim_statements.offering import HELD, LATER, TRIAL, actor_of, dates_open, offers, pleads, relist

pytestmark = pytest.mark.django_db

DECLINED = ("vps_offer.offer offer", "vps_offer.answer decline")
FURTHER = ("vps_checkpoint.offer want", "vps_checkpoint.take take", "vps_checkpoint.receive receive")


def offer_of(case: CaseFile) -> VpsOffer:
    return VpsOffer.objects.select_related("process", "case_file").get(case_file=case)


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
