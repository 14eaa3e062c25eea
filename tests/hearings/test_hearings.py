"""Hearings: listed in their order, put off, vacated and held; what hangs on them moves with them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import Actor
from casework.hearings.anchors import anchors_call
from casework.hearings.models import Hearing, Plea
from casework.hearings.selectors import hearing_listed, hearings_standing
from casework.obligations.models import Obligation
from casework.victim_statements.models import VpsCheckpoint
from tests.cast import charged
from tests.hearings.at_court import TODAY, page_of, pleads, text_of
from tests.samples import day
from workflows.engine.timers import timers_fire

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early_in_2027")]

LONDON = ZoneInfo("Europe/London")


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
def test_a_hearing_that_does_not_fit_is_refused_with_what_to_do(
    drive, charged_case, kind, on, changes, words
):
    charged_or_ptph = date(2027, 1, 3) == on or "court" in changes
    if not charged_or_ptph:
        assert drive.list_hearing(charged_case, "ptph", date(2027, 3, 1)).status_code == 302
    response = drive.list_hearing(charged_case, kind, on, **changes)
    assert response.status_code == 422
    assert words in text_of(response)


def test_a_trial_is_put_in_a_warned_list_whose_first_day_is_what_counts(drive, charged_case, as_user, cast):
    drive.list_hearing(charged_case, "trial", date(2027, 6, 14), **day("warned_to", date(2027, 6, 25)))
    assert "warned list from 14 June 2027 to 25 June 2027" in page_of(charged_case, as_user(cast.auditor))
    last = VpsCheckpoint.objects.get(case_file=charged_case, kind=VpsCheckpoint.Kind.TRIAL_LAST)
    assert last.due_on == date(2027, 6, 7)
    # The Monday after its last day.
    assert drive.open_work(charged_case, "hearing.result").due_on == date(2027, 6, 28)


def test_a_hearing_has_its_time_and_its_court(drive, charged_case, as_user, cast):
    drive.list_hearing(
        charged_case, "ptph", date(2027, 2, 1), starts_at="10:30am", court_name="Birmingham Crown Court"
    )
    words = page_of(charged_case, as_user(cast.prosecutor))
    assert "1 February 2027 at 10:30am" in words
    assert "Birmingham Crown Court" in words


def test_no_trial_is_listed_while_every_defendant_has_pleaded_guilty(drive, charged_case):
    assert pleads(drive, charged_case, "guilty").status_code == 302
    response = drive.list_hearing(charged_case, "trial", date(2027, 6, 14))
    assert "Every defendant has pleaded guilty, so no trial can be listed" in text_of(response)
    pleads(drive, charged_case, "guilty_to_some")
    assert drive.list_hearing(charged_case, "trial", date(2027, 6, 14)).status_code == 302


def test_a_trial_that_is_put_off_moves_what_hangs_on_it_and_says_so(drive, charged_case, cast, as_user):
    drive.list_hearing(charged_case, "trial", date(2027, 6, 14))
    as_user(cast.prosecutor).get(reverse("case", kwargs={"urn": charged_case.urn}))
    browser, trial = as_user(cast.liaison), hearing_listed(charged_case, "trial")
    again = {**day("on", date(2027, 7, 12)), "reason": "The court has no judge"}
    kinds = {"urn": charged_case.urn, "kind": "hearing", "record": trial.pk, "key": "relist"}
    words = text_of(browser.post(reverse("turn", kwargs=kinds), again, follow=True))
    assert "Trial listed anew." in words
    assert "These dates moved: V1" in words
    assert "V1, before trial: from 17 May 2027 to 14 June 2027" in words
    assert "V1, shortly before trial: from 7 June 2027 to 5 July 2027" in words
    assert [hearing.position for hearing in Hearing.objects.filter(case_file=charged_case)] == [
        "vacated",
        "listed",
    ]
    assert drive.open_work(charged_case, "hearing.result").due_on == date(2027, 7, 13)
    changes = text_of(as_user(cast.prosecutor).get(reverse("case", kwargs={"urn": charged_case.urn})))
    assert "Trial listed anew" in changes
    assert "from 17 May 2027 to 14 June 2027" in changes


def test_what_follows_the_facts_changes_nothing_the_second_time(drive, charged_case, cast):
    drive.list_hearing(charged_case, "trial", date(2027, 6, 14))
    drive.do(charged_case, "hearing relist")
    events, by = charged_case.events.count(), Actor(cast.liaison, "victim_liaison", cast.area)
    anchors_call(case=charged_case, by=by, at=timezone.now())
    assert charged_case.events.count() == events


def test_a_vacated_hearing_keeps_no_day_and_stays_in_the_list(drive, charged_case, cast, as_user):
    drive.list_hearing(charged_case, "ptph", date(2027, 2, 1))
    drive.do(charged_case, "hearing vacate")
    assert hearing_listed(charged_case, "ptph") is None
    assert "hearing.result" not in drive.kinds(charged_case)
    words = page_of(charged_case, as_user(cast.investigator))
    assert "Why it was vacated" in words
    assert drive.list_hearing(charged_case, "ptph", date(2027, 3, 1)).status_code == 302


def test_the_result_is_work_of_witness_care_on_the_next_working_day(drive, charged_case, cast):
    # A Friday.
    drive.list_hearing(charged_case, "ptph", date(2027, 2, 5))
    work = drive.open_work(charged_case, "hearing.result")
    assert (work.role, work.due_on, work.about) == ("witness_care", date(2027, 2, 8), "PTPH")
    assert work.how_counted("result_due_on").words.startswith("1 working day after 5 February 2027")
    response = drive.send(charged_case, "hearing.result", "held")
    assert "The hearing is on 5 February 2027. Record its result on that day or later" in text_of(response)
    with time_machine.travel(f"{date(2027, 2, 5)}T16:00:00+00:00"):
        drive.do(charged_case, "hearing.result held")
    assert hearings_standing(charged_case)["ptph"].position == Hearing.Position.HELD


def test_a_hearing_that_is_put_off_when_its_day_comes_is_listed_again_with_its_work(drive, charged_case):
    drive.list_hearing(charged_case, "ptph", date(2027, 2, 1))
    drive.do(charged_case, "hearing.result relisted")
    assert Obligation.objects.open().filter(case_file=charged_case, kind="hearing.result").count() == 1


def test_nobody_of_another_force_or_role_lists_or_records(drive, charged_case, cast, as_user):
    address = reverse("hearing_list", kwargs={"urn": charged_case.urn})
    defendant = reverse("defendant", kwargs={"urn": charged_case.urn, "reference": "S1", "what": "plea"})
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
    drive, charged_case, kind, on, words
):
    response = drive.list_hearing(charged_case, kind, on, **UNCONFIRMED)
    assert response.status_code == 422
    assert words in text_of(response)
    assert "The court has confirmed that it sits on this day" in text_of(response)
    assert drive.list_hearing(charged_case, kind, on).status_code == 302
    assert hearing_listed(charged_case, kind).on == on


@pytest.mark.parametrize("kind", ["first_hearing", "sending"])
def test_a_remand_court_sits_on_any_day(drive, charged_case, kind):
    assert drive.list_hearing(charged_case, kind, date(2027, 2, 6), **UNCONFIRMED).status_code == 302


def test_a_hearing_is_not_put_off_to_a_day_off_unasked(drive, charged_case):
    drive.list_hearing(charged_case, "ptph", date(2027, 2, 5))
    again = {**day("on", date(2027, 2, 7)), "sits_confirmed": ""}
    response = drive.beside(charged_case, "hearing", "relist", **again)
    assert "Courts do not usually sit on Sunday 7 February 2027" in text_of(response)
    assert hearing_listed(charged_case, "ptph").on == date(2027, 2, 5)


def test_the_result_is_no_work_to_do_before_the_day_of_the_hearing(drive, charged_case, cast, as_user):
    # A Friday. Told of on that morning: not on the Thursday, two working days before it is due.
    drive.list_hearing(charged_case, "ptph", date(2027, 2, 5))
    owed = drive.open_work(charged_case, "hearing.result")
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


def test_the_result_of_a_hearing_of_today_is_work_at_once(drive, charged_case):
    drive.list_hearing(charged_case, "ptph", TODAY)
    assert drive.open_work(charged_case, "hearing.result").held_until is None
