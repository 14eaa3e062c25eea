"""The figures on victim personal statements: of one victim, and over the cases that a reader may see."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.victim_statements.figures import Figures
from casework.victim_statements.report import Share, report_lines
from tests.cast import TO_CHARGE
from tests.victim_statements.offering import HELD

TODAY, TRIAL = date(2027, 6, 1), date(2027, 5, 14)


def figures(**known: date | int | None) -> Figures:
    days = dict.fromkeys(("offered_on", "charged_on", "trial_on", "made_on", "asked_on"))
    return Figures(**{"today": TODAY, "reported_on": date(2026, 11, 2), **days, **known})


@pytest.mark.parametrize(
    ("known", "days", "before_charge"),
    [
        ({}, None, None),
        ({"offered_on": date(2026, 11, 2)}, 0, None),
        ({"offered_on": date(2026, 11, 9), "charged_on": date(2026, 11, 9)}, 7, True),
        ({"offered_on": date(2026, 11, 10), "charged_on": date(2026, 11, 9)}, 8, False),
        ({"charged_on": date(2026, 11, 9)}, None, False),
    ],
)
def test_how_early_it_was_offered(known, days, before_charge):
    found = figures(**known)
    assert (found.days_to_offer, found.is_offered_before_charge) == (days, before_charge)


@pytest.mark.parametrize(
    ("trial_on", "made_on", "near"),
    [
        (None, date(2027, 5, 1), None),
        # 42 days before 14 May is 2 April.
        (TRIAL, date(2027, 4, 2), True),
        (TRIAL, date(2027, 4, 1), False),
        (TRIAL, None, False),
        # The trial has not come yet: it can still be updated.
        (TODAY + timedelta(days=30), date(2027, 4, 1), None),
        (TODAY + timedelta(days=30), TODAY, True),
    ],
)
def test_whether_it_was_updated_near_the_trial(trial_on, made_on, near):
    assert figures(trial_on=trial_on, made_on=made_on).is_updated_near_trial is near
    assert figures(trial_on=trial_on, asked_on=made_on).is_asked_near_trial is near


@pytest.mark.django_db
def test_the_report_counts_by_place_and_month_in_one_query_and_names_nobody(drive, cast, as_user):
    early, late = drive.case(victims=2), drive.case()
    drive.do(early, *HELD, *TO_CHARGE)
    drive.list_hearing(early, "trial", timezone.localdate() + timedelta(days=100))
    lines = report_lines(cast.gatekeeper, first=None, last=None, today=timezone.localdate())
    assert {(line.level, len(line.victims)) for line in lines} == {("force", 3), ("unit", 3)}
    assert (lines[0].offered, lines[0].median_days) == (Share(1, 3), 30)
    assert (lines[0].before_charge, lines[0].updated_near_trial) == (Share(1, 2), Share(0, 0))
    page = as_user(cast.gatekeeper).get(reverse("statements_report")).content.decode()
    sheet = as_user(cast.gatekeeper).get(reverse("statements_report_export")).content.decode()
    month = CaseFile.objects.get(pk=late.pk).reported_on
    for told in (page, sheet):
        assert cast.unit.name in told
        assert f"{month:%Y}" in told
        assert not [secret for secret in ("Victimname", early.urn) if secret in told]
    assert "1 of 2 (50%)" in page


@pytest.mark.django_db
def test_the_report_does_not_load_by_the_case(drive, cast):
    counts = []
    for _ in range(2):
        for _ in range(4):
            drive.case(victims=2)
        with CaptureQueriesContext(connection) as captured:
            report_lines(cast.gatekeeper, first=None, last=None, today=timezone.localdate())
        counts.append(len(captured))
    assert counts[0] >= counts[1] == 1


@pytest.mark.django_db
def test_who_leads_nobody_reads_no_report_and_a_day_that_is_none_is_refused(cast, as_user):
    for name in ("statements_report", "statements_report_export"):
        assert as_user(cast.investigator).get(reverse(name)).status_code == 403
        wrong = {"first-day": 31, "first-month": 2, "first-year": 2026}
        assert as_user(cast.auditor).get(reverse(name), wrong).status_code == 422
