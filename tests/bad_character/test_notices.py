"""A notice runs from a not guilty plea, is served, answered and ruled on."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from casework.bad_character.notices.models import BadCharacterNotice
from casework.deadlines.calendar import working_days_after
from casework.deadlines.counted import Counted
from casework.deadlines.rules import due_on
from casework.events.models import Event
from tests.bad_character.made import (
    LEFT,
    NOTHING_FURTHER,
    PURSUED,
    charged_case,
    consideration,
    notices,
    pleads,
)
from tests.samples import day

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LONG_AGO = TODAY - timedelta(days=40)
SERVED = ("bad_character_notice.draft draft", "bad_character_notice.serve serve")
LATE = {"late_reason": "The file came late", "extension_sought": "Two weeks"}


@pytest.fixture
def pursued(drive):
    return charged_case(drive, *PURSUED)


def test_the_time_is_counted_by_the_court_from_the_day_of_the_plea():
    plea = date(2027, 3, 22)
    # Good Friday is 26 March and Easter Monday 29 March 2027, the bank holidays of May the 3rd and 31st.
    assert due_on("BAD_CHARACTER_NOTICE_CROWN", plea) == date(2027, 4, 7)
    assert due_on("BAD_CHARACTER_NOTICE_MAGISTRATES", plea) == date(2027, 4, 21)
    assert due_on("BAD_CHARACTER_OBJECTION", plea) == date(2027, 4, 7)
    words = Counted("BAD_CHARACTER_NOTICE_CROWN", plea).words
    assert words.startswith("10 business days after 22 March 2027 (not guilty plea), not counting Saturdays")
    assert words.endswith("Criminal Procedure Rules 2025, rule 21.4(3)(b)")
    earlier = Counted("BAD_CHARACTER_NOTICE_MAGISTRATES", date(2025, 9, 1)).words
    assert earlier.endswith("Criminal Procedure Rules 2020, rule 21.4(3)(a)")


def test_no_clock_runs_without_a_not_guilty_plea(drive, pursued):
    assert notices(pursued) == []
    pleads(drive, pursued, "guilty")
    assert notices(pursued) == []


@pytest.mark.parametrize(("court", "days"), [("crown", 10), ("magistrates", 20)])
def test_a_not_guilty_plea_opens_a_notice_with_the_time_of_its_court(drive, pursued, court, days):
    pleads(drive, pursued, court=court)
    (notice,) = notices(pursued)
    assert notice.due_on == working_days_after(TODAY, days)
    owed = drive.open_work(pursued, "bad_character_notice.draft")
    assert (owed.due_on, owed.owner) == (notice.due_on, drive.cast.prosecutor)


def test_no_notice_where_bad_character_is_not_applied_for(drive):
    case = charged_case(drive, *LEFT)
    pleads(drive, case)
    assert notices(case) == []


def test_a_decision_after_the_plea_opens_a_notice_that_runs_from_the_plea(drive):
    case = charged_case(drive, *PURSUED[:-1])
    pleads(drive, case, on=TODAY - timedelta(days=3))
    assert notices(case) == []
    drive.do(case, PURSUED[-1])
    (notice,) = notices(case)
    assert notice.due_on == working_days_after(TODAY - timedelta(days=3), 10)
    assert "bad_character_notice.draft" in drive.kinds(case)


def test_a_plea_that_is_put_right_moves_the_notice(drive, pursued):
    pleads(drive, pursued)
    pleads(drive, pursued, on=TODAY - timedelta(days=7), court="magistrates")
    (notice,) = notices(pursued)
    assert notice.due_on == working_days_after(TODAY - timedelta(days=7), 20)
    assert drive.open_work(pursued, "bad_character_notice.draft").due_on == notice.due_on
    assert pursued.events.filter(verb="date_moved", subject=notice.pk).count() == 1
    pleads(drive, pursued, on=TODAY - timedelta(days=7), court="magistrates")
    assert pursued.events.filter(verb="date_moved", subject=notice.pk).count() == 1


@pytest.mark.parametrize("steps", [(), SERVED])
def test_a_guilty_plea_closes_the_notice_and_another_not_guilty_plea_opens_the_next(drive, pursued, steps):
    pleads(drive, pursued)
    drive.do(pursued, *steps)
    pleads(drive, pursued, "guilty")
    (closed,) = notices(pursued)
    assert closed.withdrawn_at is not None
    assert not {kind for kind in drive.kinds(pursued) if kind.startswith("bad_character_notice")}
    pleads(drive, pursued)
    assert [(each.number, each.withdrawn_at is None) for each in notices(pursued)] == [(1, False), (2, True)]
    assert "bad_character_notice.draft" in drive.kinds(pursued)


def test_a_verdict_closes_what_is_open_of_a_notice(drive, pursued):
    pleads(drive, pursued)
    drive.do(pursued, *SERVED)
    drive.recorded(pursued, "verdict", verdict="not_agreed", **day("on", TODAY))
    assert notices(pursued)[0].withdrawn_at is None
    drive.recorded(pursued, "verdict", verdict="guilty", **day("on", TODAY))
    assert [each.withdrawn_at is None for each in notices(pursued)] == [False]
    assert "bad_character_notice.objection" not in drive.kinds(pursued)


def test_another_decision_replaces_a_notice_that_is_not_served(drive, pursued, cast):
    pleads(drive, pursued)
    drive.turn(consideration(pursued), "new", cast.prosecutor, what_is_new="Another complainant")
    assert [each.withdrawn_at for each in notices(pursued)] == [None]
    drive.do(pursued, *NOTHING_FURTHER, "bad_character.decide pursue")
    first, second = notices(pursued)
    assert first.withdrawn_at is not None
    assert (second.decision.round, second.due_on) == (2, first.due_on)


def test_a_decision_not_to_apply_closes_the_notice(drive, pursued, cast):
    pleads(drive, pursued)
    drive.turn(consideration(pursued), "new", cast.prosecutor, what_is_new="It was another man")
    drive.do(pursued, *NOTHING_FURTHER, "bad_character.decide leave")
    (closed,) = notices(pursued)
    assert closed.withdrawn_at is not None
    assert "bad_character_notice.draft" not in drive.kinds(pursued)


def test_a_draft_begins_with_what_was_decided_and_can_be_changed(drive, pursued, as_user, cast):
    pleads(drive, pursued)
    owed = drive.open_work(pursued, "bad_character_notice.draft")
    page = as_user(cast.prosecutor).get(reverse("step", kwargs={"urn": pursued.urn, "task": owed.task}))
    shown = page.content.decode()
    assert "Assault on a partner in 2019" in shown
    assert "Propensity to violence against partners" in shown
    drive.do(pursued, SERVED[0], "bad_character_notice.serve redraft", *SERVED)
    assert notices(pursued)[0].position == "objection"


def test_service_in_time_needs_no_reason_and_starts_the_time_for_an_objection(drive, pursued):
    pleads(drive, pursued)
    drive.do(pursued, *SERVED)
    (notice,) = notices(pursued)
    assert (notice.is_late, notice.objection_by) == (False, working_days_after(TODAY, 10))
    assert drive.open_work(pursued, "bad_character_notice.objection").due_on == notice.objection_by
    assert consideration(pursued).decision == "notice_served"


def test_late_service_asks_for_the_reason_and_the_extension(drive, pursued):
    pleads(drive, pursued, on=LONG_AGO)
    drive.do(pursued, SERVED[0])
    for given, words in (
        ({}, "Enter why the notice was not served by"),
        ({"late_reason": "The file came late"}, "Enter the extension that the court is asked for"),
    ):
        response = drive.send(pursued, "bad_character_notice.serve", "serve", **given)
        assert (response.status_code, words in response.content.decode()) == (422, True)
    assert drive.send(pursued, "bad_character_notice.serve", "serve", **LATE).status_code == 302
    (notice,) = notices(pursued)
    assert (notice.is_late, notice.extension_sought) == (True, "Two weeks")
    assert Event.objects.filter(subject=notice.pk, verb="notice_served_late").count() == 1


def test_a_notice_is_not_served_before_the_plea(drive, pursued):
    pleads(drive, pursued)
    drive.do(pursued, SERVED[0])
    early = day("served_on", TODAY - timedelta(days=1))
    response = drive.send(pursued, "bad_character_notice.serve", "serve", **early)
    assert (response.status_code, "or later" in response.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("ruling", "decision"),
    [("admitted", "admitted"), ("admitted_in_part", "admitted_in_part"), ("excluded", "excluded")],
)
def test_an_objection_goes_to_the_court_which_rules_with_reasons(drive, pursued, ruling, decision):
    pleads(drive, pursued)
    drive.do(pursued, *SERVED, "bad_character_notice.objection objected")
    assert consideration(pursued).decision == "objected"
    drive.do(pursued, "bad_character_notice.application apply")
    refused = drive.send(pursued, "bad_character_notice.ruling", "rule", ruling=ruling, ruling_reasons="")
    assert "Enter the reasons of the court" in refused.content.decode()
    drive.send(pursued, "bad_character_notice.ruling", "rule", ruling=ruling)
    assert notices(pursued)[0].position == ruling
    assert consideration(pursued).decision == decision
    assert not {kind for kind in drive.kinds(pursued) if kind.startswith("bad_character_notice")}


def test_without_an_objection_the_court_rules_on_the_notice(drive, pursued, as_user, cast):
    pleads(drive, pursued)
    drive.do(pursued, *SERVED)
    owed = drive.open_work(pursued, "bad_character_notice.objection")
    address = reverse("step", kwargs={"urn": pursued.urn, "task": owed.task})
    page = as_user(cast.prosecutor).get(f"{address}?outcome=not_objected").content.decode()
    assert "An objection is in time until" in page
    drive.do(pursued, "bad_character_notice.objection not_objected", "bad_character_notice.ruling rule")
    assert notices(pursued)[0].position == "admitted"


def test_the_notice_is_a_paper_in_the_shape_of_part_21(drive, pursued, as_user, cast):
    pleads(drive, pursued, on=LONG_AGO)
    where = {"urn": pursued.urn, "suspect": "S1", "number": 1}
    address = reverse("paper_bad_character_notice", kwargs=where)
    assert as_user(cast.prosecutor).get(address).status_code == 404
    drive.do(pursued, SERVED[0])
    drive.send(pursued, "bad_character_notice.serve", "serve", **LATE)
    response = as_user(cast.prosecutor).get(address)
    pages = PdfReader(BytesIO(response.content)).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in (
        "1. Facts of the misconduct",
        "An assault on a partner in 2019",
        "Item 1, conviction: Assault",
        "2. How those facts are proved",
        "Certificate of conviction",
        "3. Why the evidence is admissible",
        "Section 101(1)(d)",
        "4. Service after the time limit",
        "Two weeks",
        "rule 21.4(5)",
    ):
        assert words in said
    for outsider in (cast.outsider, cast.outside_prosecutor):
        assert as_user(outsider).get(address).status_code == 404


def test_the_case_page_explains_the_date(drive, pursued, as_user, cast):
    pleads(drive, pursued)
    route = reverse("case_route", kwargs={"urn": pursued.urn, "route": "bad-character"})
    shown = as_user(cast.investigator).get(route).content.decode()
    assert "10 business days after" in shown
    assert "rule 21.4(3)(b)" in shown
    assert BadCharacterNotice.objects.count() == 1
