"""Custody time limits, with dates that were worked out by hand (SI 1987/299)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import Actor
from casework.bank_holidays.services import bank_holiday_change
from casework.court_timetable.models import CourtStage
from casework.custody_limits.models import CustodyTimeLimit
from casework.custody_limits.reckoning import Reckoning, Span
from casework.people.roles import Role
from notifications.ladders.stages import Stage
from notifications.models import Notice
from notifications.notices.sweep import sweep
from tests.cast import TO_CHARGE
from tests.samples import day
from workflows.recount import recount

TODAY = date(2027, 1, 4)


# (stage, spans, days allowed by a court, last day), each counted on a calendar.
WORKED = [
    # Monday 4 January 2027 + 182 days = Monday 5 July.
    ("crown", [(date(2027, 1, 4), None)], None, date(2027, 7, 5)),
    # Monday 4 January + 56 days = Monday 1 March.
    ("magistrates", [(date(2027, 1, 4), None)], None, date(2027, 3, 1)),
    # Friday 8 January + 182 = Friday 9 July; Saturday 9 + 182 = Saturday 10 July, brought forward to Friday.
    ("crown", [(date(2027, 1, 8), None)], None, date(2027, 7, 9)),
    ("crown", [(date(2027, 1, 9), None)], None, date(2027, 7, 9)),
    # Sunday 10 January + 182 = Sunday 11 July, brought forward to Friday 9.
    ("crown", [(date(2027, 1, 10), None)], None, date(2027, 7, 9)),
    # Tuesday 2 March 2027 + 182 = Tuesday 31 August, the day after the summer bank holiday.
    ("crown", [(date(2027, 3, 2), None)], None, date(2027, 8, 31)),
    # Monday 1 March + 182 = Monday 30 August, the bank holiday itself: Friday 27.
    ("crown", [(date(2027, 3, 1), None)], None, date(2027, 8, 27)),
    # Friday 29 January + 56 = Friday 26 March 2027, Good Friday: Thursday 25.
    ("magistrates", [(date(2027, 1, 29), None)], None, date(2027, 3, 25)),
    # Monday 1 February + 56 = Easter Monday, 29 March: Good Friday and the weekend too, so Thursday 25.
    ("magistrates", [(date(2027, 2, 1), None)], None, date(2027, 3, 25)),
    # Friday 26 June 2026 + 182 = Friday 25 December 2026: Thursday 24.
    ("crown", [(date(2026, 6, 26), None)], None, date(2026, 12, 24)),
    # Monday 29 June 2026 + 182 = Monday 28 December, the substitute for Boxing Day: Thursday 24.
    ("crown", [(date(2026, 6, 29), None)], None, date(2026, 12, 24)),
    # Held from 4 to 16 January (12 days served), again from Monday 1 February: 170 days = Wednesday 21 July.
    ("crown", [(date(2027, 1, 4), date(2027, 1, 16)), (date(2027, 2, 1), None)], None, date(2027, 7, 21)),
    # Released on the day on which custody began: nothing is served. Monday 1 February + 182 = 2 August.
    ("crown", [(date(2027, 1, 4), date(2027, 1, 4)), (date(2027, 2, 1), None)], None, date(2027, 8, 2)),
    # Two periods before, 12 and 20 days: 150 days from Monday 1 March = Thursday 29 July.
    (
        "crown",
        [
            (date(2027, 1, 4), date(2027, 1, 16)),
            (date(2027, 1, 20), date(2027, 2, 9)),
            (date(2027, 3, 1), None),
        ],
        None,
        date(2027, 7, 29),
    ),
    # 200 days allowed by the court, 12 served: 188 from Monday 1 February = Sunday 8 August, so Friday 6.
    ("crown", [(date(2027, 1, 4), date(2027, 1, 16)), (date(2027, 2, 1), None)], 200, date(2027, 8, 6)),
    # Custody that began while 238 days applied: Thursday 1 October 2020 + 238 = Thursday 27 May 2021.
    ("crown", [(date(2020, 10, 1), None)], None, date(2021, 5, 27)),
    # Before, 182: Friday 25 September 2020 + 182 = Friday 26 March 2021.
    ("crown", [(date(2020, 9, 25), None)], None, date(2021, 3, 26)),
]


@pytest.mark.parametrize(("stage", "spans", "allowed", "last"), WORKED)
def test_the_last_day_is_as_worked_out_by_hand(stage, spans, allowed, last):
    assert Reckoning(stage, tuple(Span(*each) for each in spans), allowed).expires_on == last


def test_the_reckoning_says_how_it_came_about():
    spans = (Span(date(2027, 1, 4), date(2027, 1, 16)), Span(date(2027, 2, 3)))
    words = Reckoning("crown", spans).words
    assert words.startswith("182 days, less 12 served before, after 3 February 2027")
    assert "SI 1987/299, regulation 5" in words
    assert "brought forward from 10 July 2027" in Reckoning("crown", (Span(date(2027, 1, 9)),)).words


@pytest.fixture
def case(drive):
    with time_machine.travel(f"{TODAY}T10:00:00+00:00"):
        made = drive.case()
        drive.do(made, *TO_CHARGE)
        assert custody(drive, made, "magistrates").status_code == 302
    return made


def custody(drive, case, stage: str = "crown", on: date = TODAY):
    return drive.recorded(case, "custody", stage=stage, **day("held_from", on))


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html5lib").get_text(" ").split())


def on(day_of: date):
    return time_machine.travel(f"{day_of}T10:00:00+00:00")


def limit_of(case) -> CustodyTimeLimit:
    return CustodyTimeLimit.objects.get(case_file=case)


def due(drive, case) -> date:
    return drive.open_work(case, "custody_limit.keep").due_on


@pytest.mark.django_db
def test_custody_is_kept_by_the_prosecutor_until_the_case_is_sent_and_then_to_the_crown_courts_limit(
    drive, case
):
    work = drive.open_work(case, "custody_limit.keep")
    assert (work.role, work.about, work.due_on) == ("prosecutor", "S1", date(2027, 3, 1))
    with on(date(2027, 1, 11)):
        drive.list_hearing(case, "sending", date(2027, 1, 11))
        assert due(drive, case) == date(2027, 3, 1)
        drive.do(case, "hearing.result held")
    assert (limit_of(case).stage, due(drive, case)) == ("crown", date(2027, 7, 5))
    moved = case.events.get(verb="date_moved").reason
    assert moved == "S1: from 1 March 2027 to 5 July 2027. The case was sent to the Crown Court."


@pytest.mark.django_db
def test_bail_stops_it_and_a_further_remand_counts_what_was_served(drive, case):
    with on(date(2027, 1, 16)):
        drive.do(case, "custody_limit.keep bail")
    assert "custody_limit.keep" not in drive.kinds(case)
    with on(date(2027, 2, 1)):
        drive.do(case, "custody_limit remand")
    # 56 days less 12 from Monday 1 February: Wednesday 17 March.
    assert due(drive, case) == date(2027, 3, 17)


@pytest.mark.django_db
def test_the_court_extends_it_to_a_day_and_the_old_day_is_kept(drive, case, cast, as_user):
    form = {**day("ordered_on", date(2027, 2, 22)), **day("to", date(2027, 4, 12)), "reason": "No judge"}
    with on(date(2027, 2, 22)):
        drive.turn(limit_of(case), "extend", cast.prosecutor, **form)
        address = reverse("case_route", kwargs={"urn": case.urn, "route": "custody-limits"})
        words = text_of(as_user(cast.manager).get(address))
    assert due(drive, case) == date(2027, 4, 12)
    assert "Extended on 22 February 2027 From Monday 1 March 2027 To Monday 12 April 2027" in words
    assert "98 days as the court has extended it" in words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (day("to", date(2027, 3, 1)), "The new day must be after 1 March 2027"),
        (day("to", date(2027, 4, 10)), "The new day must be a working day"),
        (day("ordered_on", date(2027, 3, 2)), "The limit ran out on 1 March 2027"),
        (day("ordered_on", date(2027, 1, 3)), "The date of the order must be 4 January 2027 or later"),
        ({"reason": ""}, "Enter why the court extended the limit"),
    ],
)
def test_an_extension_that_no_court_can_have_made_is_refused(drive, case, cast, changes, words):
    form = {**day("ordered_on", date(2027, 2, 22)), **day("to", date(2027, 4, 12)), "reason": "No judge"}
    with on(date(2027, 3, 2)):
        response = drive.turn(limit_of(case), "extend", cast.prosecutor, **{**form, **changes})
    assert response.status_code == 422
    assert words in text_of(response)
    assert due(drive, case) == date(2027, 3, 1)


@pytest.mark.django_db
def test_it_is_not_ended_by_what_the_court_says_but_by_a_person(drive, case):
    with on(date(2027, 2, 1)):
        drive.recorded(case, "plea", plea="guilty", court="crown", **day("entered_on", TODAY))
        drive.recorded(case, "sentence", sentence="Nine years", **day("on", TODAY))
        assert "custody_limit.keep" in drive.kinds(case)
        drive.send(case, "custody_limit.keep", "end", because="sentence", **day("ended_on", TODAY))
        assert limit_of(case).position == CustodyTimeLimit.Position.ENDED
        assert custody(drive, case).status_code == 302


@pytest.mark.django_db
def test_one_is_kept_at_a_time_and_only_for_a_defendant(drive, case, cast, as_user):
    with on(TODAY):
        assert "A custody time limit is kept for S1 already" in text_of(custody(drive, case))
        assert custody(drive, drive.case()).status_code == 404
        where = {"urn": case.urn, "reference": "S1", "what": "custody"}
        assert as_user(cast.liaison).get(reverse("defendant", kwargs=where)).status_code == 403
        assert as_user(cast.outsider).get(reverse("defendant", kwargs=where)).status_code == 404


@pytest.mark.django_db
def test_it_is_told_on_each_day_of_its_ladder_once(drive, case):
    with on(date(2027, 1, 11)):
        drive.list_hearing(case, "sending", date(2027, 1, 11))
        drive.do(case, "hearing.result held")
    last = due(drive, case)
    for days in (57, 56, 28, 14, 7, 3, 1):
        now = timezone.make_aware(
            timezone.datetime.combine(last - timedelta(days=days), timezone.datetime.min.time())
        )
        for _ in range(2):
            sweep(now=now + timedelta(hours=9))
    told = Notice.objects.filter(obligation=drive.open_work(case, "custody_limit.keep"))
    warned = told.filter(stage=Stage.DUE_SOON).order_by("pk").values_list("occurrence", flat=True)
    assert list(dict.fromkeys(warned)) == [56, 28, 14, 7, 3, 1]


@pytest.mark.django_db
def test_custody_recorded_after_the_sending_runs_to_the_crown_courts_limit(drive, case):
    with on(date(2027, 1, 11)):
        drive.do(case, "custody_limit.keep end")
        drive.list_hearing(case, "sending", date(2027, 1, 11))
        drive.do(case, "hearing.result held")
        custody(drive, case, "magistrates")
    limit = CustodyTimeLimit.objects.get(case_file=case, position="keep")
    assert (limit.stage, due(drive, case)) == ("crown", date(2027, 7, 5))


@pytest.mark.django_db
def test_a_release_before_the_sending_that_is_recorded_late_gives_the_time_of_bail(drive, case, cast):
    with on(date(2027, 1, 18)):
        drive.list_hearing(case, "sending", date(2027, 1, 18))
        stage_1 = CourtStage.objects.get(case_file=case, stage="stage_1")
        assert stage_1.due_on == date(2027, 3, 9)
        drive.send(case, "custody_limit.keep", "bail", **day("released_on", date(2027, 1, 15)))
        stage_1.refresh_from_db()
    assert (stage_1.rule, stage_1.due_on) == ("STAGE_1_BAIL", date(2027, 3, 29))


@pytest.mark.django_db
def test_a_bank_holiday_brings_a_limit_forward_that_counts_days_served_before(drive, case, cast):
    with on(date(2027, 1, 16)):
        drive.do(case, "custody_limit.keep bail")
    with on(date(2027, 2, 1)):
        drive.do(case, "custody_limit remand")
        by = Actor(cast.administrator, Role.ADMINISTRATOR, cast.force)
        proclaimed = {"day": date(2027, 3, 17), "source": "Proclamation", "by": by, "at": timezone.now()}
        recount(change=bank_holiday_change(kind="added", **proclaimed), at=timezone.now())
    assert due(drive, case) == limit_of(case).expires_on == date(2027, 3, 16)
