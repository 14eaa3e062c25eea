"""Before charge the police ask each victim which special measures are wanted; the victim may decline."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.deadlines.rules import due_on
from casework.people.roles import Role
from casework.special_measures.measures import measures, measures_named
from casework.special_measures.models import SpecialMeasures
from tests.casework.test_guards import refused
from tests.cast import NOT_CHARGED, TO_DECISION
from tests.samples import day
from tests.special_measures.before_court import ASSESS, WANT

pytestmark = pytest.mark.django_db


def shown(as_user, who, case) -> str:
    route = reverse("case_route", kwargs={"urn": case.urn, "route": "special-measures"})
    return as_user(who).get(route).content.decode()


def test_the_measures_are_those_of_sections_23_to_30():
    assert [measure.section for measure in measures().values()] == [str(number) for number in range(23, 31)]
    assert measures_named(["section_28", "screens"]) == [
        "Screens, so that the victim does not see the defendant (section 23)",
        "Pre-recorded cross-examination (section 28)",
    ]


def test_the_officer_is_to_ask_each_victim(drive, cast):
    case = drive.case(victims=2)
    owed = drive.open_work(case, ASSESS)
    expected = due_on("SPECIAL_MEASURES_ASSESSED", timezone.localdate())
    assert (owed.role, owed.owner, owed.due_on) == (Role.INVESTIGATOR, cast.investigator, expected)
    assert [record.about for record in SpecialMeasures.objects.all()] == ["V1", "V2"]


def test_what_is_wanted_is_kept_with_who_asked_and_when(drive, cast, as_user):
    case = drive.case()
    drive.do(case, WANT)
    record = SpecialMeasures.objects.get()
    assert (record.position, record.measures) == ("wanted", ["screens", "section_28"])
    assert (record.asked_by, record.asked_on) == ("The officer in the case", timezone.localdate())
    assert record.assessed_by == cast.investigator
    page = shown(as_user, cast.supervisor, case)
    assert "unless she or he declines (section 17(4))" in page
    assert "Pre-recorded cross-examination (section 28)" in page


def test_who_declines_does_so_with_a_reason(drive):
    case = drive.case()
    nothing = drive.send(case, ASSESS, "decline", decline_reason="")
    assert refused(nothing, "Enter why the victim wants no special measures")
    drive.do(case, f"{ASSESS} decline")
    record = SpecialMeasures.objects.get()
    assert (record.position, record.decline_reason) == ("declined", "Wants to be seen")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"measures": []}, "Select the measures that the victim wants"),
        ({"asked_by": ""}, "Enter who asked the victim"),
        ({"measures": ["intermediary"]}, "Enter why the victim is a vulnerable witness"),
        (
            day("asked_on", timezone.localdate() - timedelta(days=60)),
            "The date on which the victim was asked",
        ),
    ],
)
def test_half_an_assessment_is_refused(drive, changes, words):
    case = drive.case()
    assert refused(drive.send(case, ASSESS, "want", **changes), words)
    assert SpecialMeasures.objects.get().position == "assess"


def test_an_intermediary_is_for_a_vulnerable_witness(drive):
    case = drive.case()
    taken = drive.send(case, ASSESS, "want", measures=["aids"], vulnerability="Is 15 years old")
    assert taken.status_code == 302


def test_the_victim_is_asked_again_when_something_changes(drive, cast):
    case = drive.case()
    drive.do(case, f"{ASSESS} decline", "special_measures again", WANT)
    record = SpecialMeasures.objects.get()
    assert (record.round, record.position, record.decline_reason) == (2, "wanted", "")


def test_measures_are_not_chased_once_nobody_is_charged(drive):
    case = drive.case()
    drive.do(case, *TO_DECISION, *NOT_CHARGED)
    assert ASSESS not in drive.kinds(case)
    drive.do(case, "review_right.tell tell", "review_right ask", "decision_review.review overturn")
    assert ASSESS in drive.kinds(case)


def test_measures_are_not_chased_in_a_case_that_the_police_ended(drive):
    case = drive.case()
    drive.do(case, "early_advice.consider not_sought", "file_submission end")
    assert ASSESS not in drive.kinds(case)
    drive.do(case, "file_submission reopen")
    assert ASSESS in drive.kinds(case)


def test_the_outsider_reads_and_records_nothing(drive, cast, as_user):
    case = drive.case()
    route = reverse("case_route", kwargs={"urn": case.urn, "route": "special-measures"})
    for outsider in (cast.outsider, cast.outside_prosecutor):
        assert as_user(outsider).get(route).status_code == 404
        assert drive.send(case, ASSESS, "want", by=outsider).status_code == 404
