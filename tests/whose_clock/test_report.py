"""The report: over whose cases, in which period, and what a figure is."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from casework.people.models import User
from casework.people.roles import Role
from casework.whose_clock.parties import Party
from casework.whose_clock.report import Level, Line, period_of, report_lines, unit_words
from tests.cast import Driver, organisation, person

pytestmark = pytest.mark.django_db

BEGAN = datetime(2026, 9, 1, 9, tzinfo=UTC)
NOW = BEGAN + timedelta(days=40)


def day(number: float) -> datetime:
    return BEGAN + timedelta(days=number)


@pytest.fixture
def cases(drive: Driver):
    """Three of the unit, registered on the first, the third and the fifth day; two went to the CPS."""
    made = []
    for number, sent in ((0, 10), (2, 20), (4, None)):
        with time_machine.travel(day(number), tick=False):
            made.append(drive.case())
        if sent:
            with time_machine.travel(day(sent), tick=False):
                drive.do(made[-1], "early_advice.consider request")
    with time_machine.travel(NOW, tick=False):
        yield made


def lines(user: User, first: date | None = None, last: date | None = None) -> dict[str, Line]:
    found = report_lines(User.objects.get(pk=user.pk), period_of(first, last, NOW))
    return {f"{line.level} {line.place}": line for line in found}


def test_a_supervisor_has_the_unit_and_nothing_wider(cases, cast):
    ((name, line),) = lines(cast.supervisor).items()
    assert (name, line.cases) == (f"unit {cast.unit.name}", 3)
    # 10, 18 and 36 days; 30, 20 and none.
    assert (line.mean(Party.POLICE), line.median(Party.POLICE)) == (21.3, 18.0)
    assert (line.mean(Party.CPS), line.median(Party.CPS)) == (16.7, 20.0)


def test_a_gatekeeper_and_an_auditor_have_the_force_and_its_units(cases, cast):
    for who in (cast.gatekeeper, cast.auditor):
        assert [name.split()[0] for name in lines(who)] == ["force", "unit"]


def test_a_district_crown_prosecutor_has_the_area_and_only_what_was_sent_there(cases, cast):
    found = lines(cast.manager)
    assert [name.split()[0] for name in found] == [Level.AREA, Level.FORCE, Level.UNIT]
    assert {line.cases for line in found.values()} == {2}


def test_units_of_two_forces_that_are_called_alike_are_told_apart():
    assert unit_words("RASSO unit, Kent Police", "Kent Police") == "RASSO unit, Kent Police"
    assert unit_words("Unit 1", "Kent Police") == "Unit 1, Kent Police"


@pytest.mark.parametrize("role", [Role.GATEKEEPER, Role.AUDITOR, Role.SUPERVISOR])
def test_who_leads_elsewhere_gets_nothing(cases, cast, as_user, role):
    away = organisation("force", "Northumbria Police")
    stranger = person("stranger", role, away, away.units.first())
    assert lines(stranger) == {}
    page = as_user(stranger).get(reverse("whose_clock")).content.decode()
    assert "No case that you can see was with anybody in this period." in page
    rows = exported(as_user(stranger).get(reverse("whose_clock_export")))
    assert len(rows) == 2


@pytest.mark.parametrize("who", ["outsider", "investigator", "prosecutor", "liaison", "administrator"])
def test_who_leads_nobody_gets_no_report(cases, cast, as_user, who):
    for name in ("whose_clock", "whose_clock_export"):
        assert as_user(getattr(cast, who)).get(reverse(name)).status_code == 403


def test_only_the_time_in_the_period_counts(cases, cast):
    # From midnight in Britain, which is 11pm in UTC, on the eighth day to that on the thirteenth.
    (line,) = lines(cast.supervisor, date(2026, 9, 8), date(2026, 9, 12)).values()
    assert line.cases == 3
    police, cps = ([times[party] for times in line.times] for party in (Party.POLICE, Party.CPS))
    whole, sent = timedelta(days=5), timedelta(days=3, hours=10)
    assert sorted(police) == [sent, whole, whole]
    assert max(cps) == whole - sent


def test_a_case_that_was_not_there_yet_is_not_in_the_period(cases, cast):
    (line,) = lines(cast.supervisor, last=date(2026, 9, 4)).values()
    assert line.cases == 2


def test_a_period_over_the_change_of_the_clocks_has_its_hour(cast):
    period = period_of(date(2026, 10, 24), date(2026, 10, 25), datetime(2026, 12, 1, tzinfo=UTC))
    assert period.last - period.first == timedelta(hours=49)


def test_a_period_over_the_end_of_a_year(cast):
    period = period_of(date(2026, 12, 31), date(2027, 1, 1), datetime(2027, 2, 1, tzinfo=UTC))
    assert (period.first, period.last) == (
        datetime(2026, 12, 31, tzinfo=UTC),
        datetime(2027, 1, 2, tzinfo=UTC),
    )


def test_a_period_never_reaches_beyond_now():
    assert period_of(None, date(2027, 1, 1), NOW).last == NOW


FIRST = {"first-day": 8, "first-month": 9, "first-year": 2026}
PERIOD = {**FIRST, "last-day": 12, "last-month": 9, "last-year": 2026}


def test_the_page_and_the_file_say_the_same(cases, cast, as_user):
    browser = as_user(cast.gatekeeper)
    page = BeautifulSoup(browser.get(reverse("whose_clock"), PERIOD).content, "html.parser")
    shown = [cell.get_text(strip=True) for cell in page.select_one("tbody tr").select("th, td")]
    link = page.find("a", string="Download these figures (CSV)")["href"]
    marking, head, force, _unit = exported(browser.get(link))
    assert marking == ["OFFICIAL-SENSITIVE"]
    assert head[:5] == ["Level", "Place", "Cases", "Police, mean days", "Police, median days"]
    means, medians = force[3::2], force[4::2]
    assert shown == [force[1], force[2], *(f"{one} ({two})" for one, two in zip(means, medians, strict=True))]


def test_the_file_is_a_download_that_names_no_case(cases, cast, as_user):
    response = as_user(cast.gatekeeper).get(reverse("whose_clock_export"))
    assert response["Content-Disposition"] == 'attachment; filename="whose-clock-2026-10-11.csv"'
    assert response["Cache-Control"] == "no-store"
    assert not any(case.urn in response.content.decode() for case in cases)


@pytest.mark.parametrize("name", ["whose_clock", "whose_clock_export"])
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"first-month": 13}, "The first day must be a real date"),
        ({"last-day": 1}, "The last day must be the first day or later"),
    ],
)
def test_a_period_that_cannot_be_is_told(cases, cast, as_user, name, changes, message):
    response = as_user(cast.gatekeeper).get(reverse(name), {**PERIOD, **changes})
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert [each.get_text(strip=True) for each in page.select(".govuk-error-summary li")] == [message]


def exported(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
