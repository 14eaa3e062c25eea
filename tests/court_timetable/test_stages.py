"""The stages of a case at court: from the sending, one after another, or as the court directs."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import Actor
from casework.court_timetable.anchors import court_timetable_anchor
from casework.court_timetable.models import CourtStage
from casework.hearings.models import Hearing
from casework.hearings.selectors import hearing_listed
from casework.people.roles import Role
from tests.casework.test_guards import refused
from tests.samples import day
from tests.special_measures.before_court import WANT, charged

pytestmark = pytest.mark.django_db
SERVE = "court_stage.serve"


@pytest.fixture
def case(drive):
    """Sent today."""
    made = charged(drive)
    assert drive.list_hearing(made, "sending", timezone.localdate()).status_code == 302
    return made


def due(case) -> dict[str, int]:
    """In how many days each stage that is due is."""
    stages = CourtStage.objects.filter(case_file=case, position="due")
    return {stage.stage: (stage.due_on - timezone.localdate()).days for stage in stages}


def serve(drive, case, stage: str, **changes):
    owed = {work.subject: work for work in case.obligations.filter(kind=SERVE, closed_at=None)}
    task = owed[CourtStage.objects.get(case_file=case, stage=stage).pk].task
    client = Client()
    client.force_login(drive.cast.prosecutor)
    address = reverse("step", kwargs={"urn": case.urn, "task": task})
    return client.post(f"{address}?outcome=serve", {**day("served_on", timezone.localdate()), **changes})


def anchor(case, cast) -> None:
    by = Actor(cast.witness_care, Role.WITNESS_CARE, cast.force)
    court_timetable_anchor(case=case, by=by, at=timezone.now())


def test_the_sending_opens_the_ptph_and_stage_1(drive, cast, case):
    assert due(case) == {"ptph": 28, "stage_1": 70}
    owed = case.obligations.get(kind=SERVE, about="Stage 1")
    assert (owed.role, owed.title) == (Role.PROSECUTOR, "Record a stage of the court timetable")
    assert (
        "Service of Prosecution Evidence) Regulations 2005, regulation 2" in owed.how_counted("due_on").words
    )


def test_nothing_is_opened_before_the_sending(drive):
    case = charged(drive)
    drive.list_hearing(case, "first_hearing", timezone.localdate())
    assert due(case) == {}


def test_section_28_keeps_the_timetable_of_custody(drive):
    case = charged(drive, WANT)
    drive.list_hearing(case, "sending", timezone.localdate())
    assert due(case)["stage_1"] == 50


def test_a_defendant_who_was_sent_in_custody_has_the_timetable_of_custody(drive, case):
    held = day("held_from", timezone.localdate())
    assert drive.recorded(case, "custody", stage="crown", **held).status_code == 302
    assert due(case)["stage_1"] == 50
    drive.do(case, "custody_limit.keep bail")
    assert due(case)["stage_1"] == 50


def test_custody_that_ended_before_the_sending_does_not_count(drive):
    with time_machine.travel(timezone.now() - timedelta(days=9)):
        case = charged(drive)
        drive.recorded(case, "custody", stage="magistrates", **day("held_from", timezone.localdate()))
        drive.do(case, "custody_limit.keep bail")
    drive.list_hearing(case, "sending", timezone.localdate())
    assert due(case)["stage_1"] == 70


def test_section_28_that_is_wanted_later_moves_stage_1(drive, case):
    drive.do(case, WANT)
    assert due(case)["stage_1"] == 50
    assert case.obligations.get(kind=SERVE, about="Stage 1").due_on == timezone.localdate() + timedelta(
        days=50
    )


def test_each_stage_opens_from_the_one_before_it(drive, case):
    assert serve(drive, case, "stage_1").status_code == 302
    assert due(case)["stage_2"] == 28
    directed = day("next_due_on", timezone.localdate() + timedelta(days=14))
    assert serve(drive, case, "stage_2", **directed).status_code == 302
    assert due(case)["stage_3"] == 14
    serve(drive, case, "stage_3")
    serve(drive, case, "stage_4")
    assert due(case) == {"ptph": 28}


def test_the_ptph_is_due_when_it_is_listed_and_moves_with_it(drive, cast, case):
    today = timezone.localdate()
    drive.list_hearing(case, "ptph", today + timedelta(days=35))
    assert due(case)["ptph"] == 35
    moved_to = day("on", today + timedelta(days=42))
    later = {"reason": "The court has no judge", "sits_confirmed": "on", **moved_to}
    drive.turn(hearing_listed(case, Hearing.Kind.PTPH), "relist", cast.witness_care, **later)
    assert due(case)["ptph"] == 42
    assert case.obligations.get(kind=SERVE, about="PTPH").how_counted("due_on") is None


def test_a_sending_that_moves_takes_its_stages_with_it_and_once(drive, cast, case):
    later = {"reason": "Put off", **day("on", timezone.localdate() + timedelta(days=7))}
    drive.turn(hearing_listed(case, Hearing.Kind.SENDING), "relist", cast.witness_care, **later)
    assert due(case) == {"ptph": 35, "stage_1": 77}
    moved = case.events.filter(route="court_timetable", verb="date_moved")
    assert moved.count() == 2
    anchor(case, cast)
    assert (moved.count(), CourtStage.objects.count()) == (2, 2)


def test_a_date_that_the_court_directed_stays_until_the_sending_moves(drive, cast, case, as_user):
    owed, today = case.obligations.get(kind=SERVE, about="Stage 1"), timezone.localdate()
    address = reverse("date_direct", kwargs={"urn": case.urn, "task": owed.task, "clock": "due_on"})
    directed = {"kind": "directed", **day("decided_on", today), **day("to", today + timedelta(days=90))}
    sent = as_user(cast.prosecutor).post(address, {**directed, "reason": "Within 90 days"})
    assert sent.status_code == 302
    anchor(case, cast)
    assert due(case)["stage_1"] == 90
    route = reverse("case_route", kwargs={"urn": case.urn, "route": "court-timetable"})
    assert "As the court has listed or directed it" in as_user(cast.prosecutor).get(route).content.decode()
    later = {"reason": "Put off", **day("on", today + timedelta(days=7))}
    drive.turn(hearing_listed(case, Hearing.Kind.SENDING), "relist", cast.witness_care, **later)
    assert due(case)["stage_1"] == 77


def test_a_stage_is_not_served_before_what_it_is_counted_from(drive, case):
    early = day("served_on", timezone.localdate() - timedelta(days=1))
    assert refused(serve(drive, case, "stage_1", **early), "The date of service must be")
    before = day("next_due_on", timezone.localdate())
    assert refused(serve(drive, case, "stage_1", **before), "The date of the next stage must be after")


def test_the_timetable_is_shown_with_how_each_date_is_counted(drive, cast, case, as_user):
    route = reverse("case_route", kwargs={"urn": case.urn, "route": "court-timetable"})
    page = as_user(cast.investigator).get(route).content.decode()
    assert "Stage 1: service of the prosecution case" in page
    assert "70 days after" in page
    assert as_user(cast.outsider).get(route).status_code == 404


def test_the_anchor_costs_the_same_with_two_stages_and_with_five(
    drive, cast, case, django_assert_num_queries
):
    with django_assert_num_queries(4):
        anchor(case, cast)
    for stage in ("stage_1", "stage_2", "stage_3"):
        serve(drive, case, stage)
    with django_assert_num_queries(4):
        anchor(case, cast)
