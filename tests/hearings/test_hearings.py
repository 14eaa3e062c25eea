"""Hearings: listed in their order, put off, vacated and held; what hangs on them moves with them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import Actor
from casework.hearings.anchors import anchors_call
from casework.hearings.models import Hearing, Plea
from casework.hearings.selectors import hearing_listed, hearings_standing, plea_standing, pleas_standing
from casework.obligations.models import Obligation
from casework.victim_statements.models import VpsCheckpoint
from casework.whose_clock.selectors import clock_of
from tests.cast import TO_CHARGE, charged
from tests.samples import day
from workflows.engine.timers import timers_fire

pytestmark = pytest.mark.django_db

TODAY = date(2027, 1, 4)
LONDON = ZoneInfo("Europe/London")


@pytest.fixture(autouse=True)
def travelled():
    with time_machine.travel(f"{TODAY}T10:00:00+00:00", tick=True):
        yield


@pytest.fixture
def case(drive):
    made = drive.case()
    drive.do(made, *TO_CHARGE)
    return made


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html5lib").get_text(" ").split())


def page_of(case, browser) -> str:
    return text_of(browser.get(reverse("case_route", kwargs={"urn": case.urn, "route": "hearings"})))


def pleads(drive, case, plea: str = "not_guilty", reference: str = "S1", on: date = TODAY):
    return drive.recorded(case, "plea", reference, plea=plea, court="crown", **day("entered_on", on))


@pytest.mark.parametrize(
    ("kind", "on", "changes", "words"),
    [
        ("ptph", date(2027, 1, 3), {}, "The date must be 4 January 2027, the day of charge, or later"),
        ("ptph", date(2027, 2, 1), {"court": "magistrates"}, "Select the Crown Court"),
        ("sending", date(2027, 2, 1), {"court": "crown"}, "Select the Magistrates’ court"),
        ("trial", date(2027, 2, 26), {}, "The plea and trial preparation hearing is on 1 March 2027"),
        ("first_hearing", date(2027, 3, 2), {}, "The plea and trial preparation hearing is on 1 March 2027"),
        ("trial", date(2027, 6, 14), day("warned_to", date(2027, 6, 14)), "must be after its first day"),
        ("trial", TODAY, {}, "The date of the trial must be in the future"),
        ("ptph", date(2027, 4, 1), {}, "This hearing is listed already: 1 March 2027"),
        ("trial", date(2029, 6, 14), {}, "must be one for which bank holidays are held"),
        ("", date(2027, 6, 14), {}, "Select which hearing is listed"),
        ("trial", date(2027, 6, 14), {"starts_at": "ten"}, "The time must be a time, like 9:30am or 2pm"),
    ],
)
def test_a_hearing_that_does_not_fit_is_refused_with_what_to_do(drive, case, kind, on, changes, words):
    charged_or_ptph = date(2027, 1, 3) == on or "court" in changes
    if not charged_or_ptph:
        assert drive.list_hearing(case, "ptph", date(2027, 3, 1)).status_code == 302
    response = drive.list_hearing(case, kind, on, **changes)
    assert response.status_code == 422
    assert words in text_of(response)


def test_a_trial_is_put_in_a_warned_list_whose_first_day_is_what_counts(drive, case, as_user, cast):
    drive.list_hearing(case, "trial", date(2027, 6, 14), **day("warned_to", date(2027, 6, 25)))
    assert "warned list from 14 June 2027 to 25 June 2027" in page_of(case, as_user(cast.auditor))
    last = VpsCheckpoint.objects.get(case_file=case, kind=VpsCheckpoint.Kind.TRIAL_LAST)
    assert last.due_on == date(2027, 6, 7)
    # The Monday after its last day.
    assert drive.open_work(case, "hearing.result").due_on == date(2027, 6, 28)


def test_a_hearing_has_its_time_and_its_court(drive, case, as_user, cast):
    drive.list_hearing(
        case, "ptph", date(2027, 2, 1), starts_at="10:30am", court_name="Birmingham Crown Court"
    )
    words = page_of(case, as_user(cast.prosecutor))
    assert "1 February 2027 at 10:30am" in words
    assert "Birmingham Crown Court" in words


def test_no_trial_is_listed_while_every_defendant_has_pleaded_guilty(drive, case):
    assert pleads(drive, case, "guilty").status_code == 302
    response = drive.list_hearing(case, "trial", date(2027, 6, 14))
    assert "Every defendant has pleaded guilty, so no trial can be listed" in text_of(response)
    pleads(drive, case, "guilty_to_some")
    assert drive.list_hearing(case, "trial", date(2027, 6, 14)).status_code == 302


def test_a_trial_that_is_put_off_moves_what_hangs_on_it_and_says_so(drive, case, cast, as_user):
    drive.list_hearing(case, "trial", date(2027, 6, 14))
    as_user(cast.prosecutor).get(reverse("case", kwargs={"urn": case.urn}))
    browser, trial = as_user(cast.liaison), hearing_listed(case, "trial")
    again = {**day("on", date(2027, 7, 12)), "reason": "The court has no judge"}
    kinds = {"urn": case.urn, "kind": "hearing", "record": trial.pk, "key": "relist"}
    words = text_of(browser.post(reverse("turn", kwargs=kinds), again, follow=True))
    assert "Trial listed anew." in words
    assert "These dates moved: V1" in words
    assert "V1, before trial: from 17 May 2027 to 14 June 2027" in words
    assert "V1, shortly before trial: from 7 June 2027 to 5 July 2027" in words
    assert [hearing.position for hearing in Hearing.objects.filter(case_file=case)] == ["vacated", "listed"]
    assert drive.open_work(case, "hearing.result").due_on == date(2027, 7, 13)
    changes = text_of(as_user(cast.prosecutor).get(reverse("case", kwargs={"urn": case.urn})))
    assert "Trial listed anew" in changes
    assert "from 17 May 2027 to 14 June 2027" in changes


def test_what_follows_the_facts_changes_nothing_the_second_time(drive, case, cast):
    drive.list_hearing(case, "trial", date(2027, 6, 14))
    drive.do(case, "hearing relist")
    events, by = case.events.count(), Actor(cast.liaison, "victim_liaison", cast.area)
    anchors_call(case=case, by=by, at=timezone.now())
    assert case.events.count() == events


def test_a_vacated_hearing_keeps_no_day_and_stays_in_the_list(drive, case, cast, as_user):
    drive.list_hearing(case, "ptph", date(2027, 2, 1))
    drive.do(case, "hearing vacate")
    assert hearing_listed(case, "ptph") is None
    assert "hearing.result" not in drive.kinds(case)
    words = page_of(case, as_user(cast.investigator))
    assert "Why it was vacated" in words
    assert drive.list_hearing(case, "ptph", date(2027, 3, 1)).status_code == 302


def test_the_result_is_work_of_witness_care_on_the_next_working_day(drive, case, cast):
    # A Friday.
    drive.list_hearing(case, "ptph", date(2027, 2, 5))
    work = drive.open_work(case, "hearing.result")
    assert (work.role, work.due_on, work.about) == ("witness_care", date(2027, 2, 8), "PTPH")
    assert work.how_counted("result_due_on").words.startswith("1 working day after 5 February 2027")
    response = drive.send(case, "hearing.result", "held")
    assert "The hearing is on 5 February 2027. Record its result on that day or later" in text_of(response)
    with time_machine.travel(f"{date(2027, 2, 5)}T16:00:00+00:00"):
        drive.do(case, "hearing.result held")
    assert hearings_standing(case)["ptph"].position == Hearing.Position.HELD


def test_a_hearing_that_is_put_off_when_its_day_comes_is_listed_again_with_its_work(drive, case):
    drive.list_hearing(case, "ptph", date(2027, 2, 1))
    drive.do(case, "hearing.result relisted")
    assert Obligation.objects.open().filter(case_file=case, kind="hearing.result").count() == 1


def test_a_later_plea_replaces_an_earlier_and_both_can_be_read(drive, case, cast, as_user):
    pleads(drive, case, "not_guilty")
    pleads(drive, case, "guilty")
    suspect = case.suspects.get()
    assert plea_standing(suspect).plea == Plea.Choice.GUILTY
    assert pleas_standing(case)[suspect.pk] == plea_standing(suspect)
    words = page_of(case, as_user(cast.auditor))
    assert "Replaced by what was recorded later" in words


@pytest.mark.parametrize(
    ("what", "form", "words"),
    [
        ("plea", {"plea": "guilty", "court": "crown", **day("entered_on", date(2027, 1, 3))}, "4 January"),
        ("plea", {"plea": "guilty", "court": "crown", **day("entered_on", date(2027, 1, 5))}, "in the past"),
        ("plea", {"seen": ""}, "Select what the defendant pleaded"),
        ("verdict", {"verdict": "guilty", **day("on", TODAY)}, "Record a not guilty plea of S1 first"),
        ("verdict", {"seen": ""}, "Select the verdict"),
        ("sentence", {"sentence": "Nine years", **day("on", TODAY)}, "Record a guilty plea or verdict of S1"),
        ("sentence", {"seen": ""}, "Enter the sentence"),
    ],
)
def test_what_the_court_cannot_have_said_is_refused(drive, case, what, form, words):
    response = drive.recorded(case, what, **form)
    assert response.status_code == 422
    assert words in text_of(response)


def test_nothing_is_recorded_of_who_is_not_charged(drive):
    case = drive.case()
    assert pleads(drive, case).status_code == 404


def test_the_time_at_court_ends_with_the_last_acquittal_or_sentence(drive):
    case = drive.case(suspects=2)
    drive.do(case, "bad_character.consider nil", *TO_CHARGE)
    drive.do(case, "bad_character.review review", "charging_decision.review charge")
    for reference in ("S1", "S2"):
        pleads(drive, case, reference=reference)
    parties = [party_of(case)]
    drive.recorded(case, "verdict", "S1", verdict="not_guilty", **day("on", TODAY))
    parties.append(party_of(case))
    drive.recorded(case, "verdict", "S2", verdict="guilty", **day("on", TODAY))
    parties.append(party_of(case))
    drive.recorded(case, "sentence", "S2", sentence="Nine years", **day("on", TODAY))
    parties.append(party_of(case))
    # An acquittal that was recorded of the wrong defendant is put right.
    drive.recorded(case, "verdict", "S1", verdict="not_agreed", **day("on", TODAY))
    assert [*parties, party_of(case)] == ["court", "court", "court", "nobody", "court"]


def party_of(case) -> str:
    return clock_of(case, timezone.now() + timedelta(seconds=1)).party.value


def test_nobody_of_another_force_or_role_lists_or_records(drive, case, cast, as_user):
    address = reverse("hearing_list", kwargs={"urn": case.urn})
    defendant = reverse("defendant", kwargs={"urn": case.urn, "reference": "S1", "what": "plea"})
    for page in (address, defendant):
        assert as_user(cast.outsider).post(page).status_code == 404
        assert as_user(cast.investigator).post(page).status_code == 403
    assert not Hearing.objects.exists()
    assert not Plea.objects.exists()


@pytest.mark.parametrize("suspects", [1, 4])
def test_the_page_of_the_hearings_costs_the_same_for_many(
    drive, cast, as_user, django_assert_max_num_queries, suspects
):
    case = drive.case(suspects=suspects)
    charged(case, TODAY)
    case.shared_with_cps_at = timezone.now()
    case.save()
    for suspect in case.suspects.all():
        pleads(drive, case, reference=suspect.reference)
    for _ in range(suspects):
        drive.list_hearing(case, "ptph", date(2027, 2, 1))
        drive.do(case, "hearing vacate")
    browser = as_user(cast.liaison)
    with django_assert_max_num_queries(24):
        page_of(case, browser)


UNCONFIRMED = {"sits_confirmed": ""}


@pytest.mark.parametrize(
    ("kind", "on", "words"),
    [
        (
            "ptph",
            date(2027, 2, 6),
            "Courts do not usually sit on Saturday 6 February 2027. Enter another day",
        ),
        ("trial", date(2027, 6, 13), "Courts do not usually sit on Sunday 13 June 2027."),
        ("sentence", date(2027, 5, 31), "Courts do not usually sit on Monday 31 May 2027, a bank holiday."),
    ],
)
def test_on_a_day_off_a_hearing_is_listed_once_the_court_has_confirmed_that_it_sits(
    drive, case, kind, on, words
):
    response = drive.list_hearing(case, kind, on, **UNCONFIRMED)
    assert response.status_code == 422
    assert words in text_of(response)
    assert "The court has confirmed that it sits on this day" in text_of(response)
    assert drive.list_hearing(case, kind, on).status_code == 302
    assert hearing_listed(case, kind).on == on


@pytest.mark.parametrize("kind", ["first_hearing", "sending"])
def test_a_remand_court_sits_on_any_day(drive, case, kind):
    assert drive.list_hearing(case, kind, date(2027, 2, 6), **UNCONFIRMED).status_code == 302


def test_a_hearing_is_not_put_off_to_a_day_off_unasked(drive, case):
    drive.list_hearing(case, "ptph", date(2027, 2, 5))
    again = {**day("on", date(2027, 2, 7)), "sits_confirmed": ""}
    response = drive.beside(case, "hearing", "relist", **again)
    assert "Courts do not usually sit on Sunday 7 February 2027" in text_of(response)
    assert hearing_listed(case, "ptph").on == date(2027, 2, 5)


def test_the_result_is_no_work_to_do_before_the_day_of_the_hearing(drive, case, cast, as_user):
    # A Friday. Told of on that morning: not on the Thursday, two working days before it is due.
    drive.list_hearing(case, "ptph", date(2027, 2, 5))
    owed = drive.open_work(case, "hearing.result")
    assert (owed.held_until, timezone.localtime(owed.act_after)) == (
        date(2027, 2, 5),
        datetime(2027, 2, 5, 8, tzinfo=LONDON),
    )
    queued = text_of(as_user(cast.witness_care).get(reverse("queue")))
    assert "On hold until 5 February 2027" in queued
    with time_machine.travel("2027-02-05T09:00:00+00:00"):
        assert timers_fire(now=timezone.now()) == 1
        owed.refresh_from_db()
        assert owed.held_until is None


def test_the_result_of_a_hearing_of_today_is_work_at_once(drive, case):
    drive.list_hearing(case, "ptph", TODAY)
    assert drive.open_work(case, "hearing.result").held_until is None


def test_a_plea_late_in_the_evening_of_summer_is_of_the_next_day_in_london(drive, case):
    # Twenty-five minutes past midnight there.
    with time_machine.travel("2027-06-10T23:25:00+00:00"):
        to_come = pleads(drive, case, on=date(2027, 6, 12))
        assert "must be today or in the past" in text_of(to_come)
        assert pleads(drive, case, "guilty", on=date(2027, 6, 11)).status_code == 302
    offer = VpsCheckpoint.objects.get(case_file=case, kind=VpsCheckpoint.Kind.CONVICTION)
    assert (offer.since, offer.due_on) == (date(2027, 6, 11), date(2027, 6, 14))
