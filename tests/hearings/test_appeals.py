"""An appeal: recorded step by step, and told to every victim."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from casework.appeals.models import Appeal
from casework.deadlines.rules import due_on
from casework.people.roles import Role
from casework.victim_contacts.models import VictimContact
from tests.cast import TO_CHARGE
from tests.hearings.at_court import TODAY, page_of, pleads, text_of
from tests.samples import day
from tests.workflows.test_sent_twice import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early_in_2027")]


@pytest.fixture
def convicted(drive):
    made = drive.case(victims=2)
    drive.do(made, *TO_CHARGE)
    assert pleads(drive, made, "guilty").status_code == 302
    return made


def step(drive, case, stage: str, on: date = TODAY, **more):
    return drive.recorded(case, "appeal", stage=stage, **day("on", on), **more)


def told(case) -> list[tuple[str, str]]:
    duties = VictimContact.objects.filter(case_file=case, topic__startswith="appeal", victim__reference="V1")
    return list(duties.order_by("opened_at").values_list("topic", "tell"))


def test_each_victim_is_told_of_an_appeal_within_a_working_day_by_witness_care(drive, convicted):
    assert step(drive, convicted, "asked", against="conviction").status_code == 302
    duties = VictimContact.objects.filter(case_file=convicted, topic="appeal").order_by("victim__reference")
    limit = due_on("VIC_APPEAL", TODAY)
    assert [(each.about, each.due_on, each.right) for each in duties] == [
        ("V1, appeal, S1", limit, 9),
        ("V2, appeal, S1", limit, 9),
    ]
    owed = drive.open_work(convicted, "victim_contact.tell_by_witness_care")
    assert owed.role == Role.WITNESS_CARE


def test_leave_replaces_what_is_to_be_told_and_hearing_and_result_are_told_beside_it(drive, convicted):
    step(drive, convicted, "asked", against="conviction")
    step(drive, convicted, "granted")
    step(drive, convicted, "listed", **day("heard_on", date(2027, 3, 1)))
    step(drive, convicted, "bailed")
    step(drive, convicted, "decided", outcome="Dismissed")
    assert [topic for topic, _ in told(convicted)] == [
        "appeal",
        "appeal_hearing",
        "appeal_bail",
        "appeal_result",
    ]
    assert told(convicted)[0][1].startswith("That the defendant may appeal")


def test_leave_that_was_refused_can_be_granted_by_the_full_court(drive, convicted):
    step(drive, convicted, "asked", against="conviction")
    assert step(drive, convicted, "refused").status_code == 302
    assert step(drive, convicted, "granted").status_code == 302
    assert Appeal.objects.last().against == Appeal.Against.CONVICTION


@pytest.mark.parametrize(
    ("before", "stage", "more", "words"),
    [
        ((), "granted", {}, "Record first that S1 has asked for leave to appeal"),
        ((), "asked", {}, "Select what the appeal is against"),
        ((), "asked", {"against": "sentence"}, "Record the sentence of S1 first"),
        (("asked",), "asked", {"against": "conviction"}, "An appeal of S1 is under way"),
        (("asked", "abandoned"), "granted", {}, "Record first that S1 has asked"),
        (("asked",), "listed", {}, "Enter the date of the hearing"),
        (("asked",), "listed", day("heard_on", date(2027, 1, 3)), "Enter the date of the hearing"),
        (("asked",), "decided", {}, "Enter what the court decided"),
        ((), "", {}, "Select what happened"),
    ],
)
def test_a_step_that_does_not_fit_is_refused_with_what_to_do(drive, convicted, before, stage, more, words):
    for earlier in before:
        assert step(drive, convicted, earlier, against="conviction").status_code == 302
    response = step(drive, convicted, stage, **more)
    assert response.status_code == 422
    assert words in text_of(response)


def test_a_step_is_not_dated_before_the_one_before_it(drive, convicted):
    step(drive, convicted, "asked", against="conviction")
    with time_machine.travel(f"{date(2027, 1, 8)}T10:00:00+00:00"):
        step(drive, convicted, "granted", on=date(2027, 1, 7))
        refused = step(drive, convicted, "abandoned", on=date(2027, 1, 6))
        assert "The date of the step must be 7 January 2027, the day of the step before" in text_of(refused)


def test_who_was_not_convicted_has_nothing_to_appeal_against(drive):
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    response = step(drive, case, "asked", against="conviction")
    assert "Record a guilty plea or verdict of S1 first" in text_of(response)


def test_a_step_counts_once_a_page(drive, convicted, cast, as_user):
    step(drive, convicted, "asked", against="conviction")
    where = {"urn": convicted.urn, "reference": "S1", "what": "appeal"}
    address, browser = reverse("defendant", kwargs=where), as_user(cast.witness_care)
    form = {"stage": "granted", **day("on", TODAY), **opened(browser, address)}
    sent = [browser.post(address, form).status_code for _ in range(2)]
    assert (sent, Appeal.objects.filter(stage="granted").count()) == ([302, 409], 1)


def test_the_page_of_the_hearings_shows_where_an_appeal_stands(drive, convicted, cast, as_user):
    step(drive, convicted, "asked", against="conviction")
    step(drive, convicted, "listed", **day("heard_on", date(2027, 3, 1)))
    words = page_of(convicted, as_user(cast.liaison))
    assert "Appeal listed for a hearing on 1 March 2027 (conviction)" in words
    assert "Leave to appeal asked for (conviction), 4 January 2027" in words
    assert "Replaced" not in words


def test_only_witness_care_and_the_cps_record_an_appeal(convicted, cast, as_user):
    address = reverse("defendant", kwargs={"urn": convicted.urn, "reference": "S1", "what": "appeal"})
    form = {"stage": "asked", "against": "conviction", **day("on", timezone.localdate())}
    assert as_user(cast.investigator).post(address, form).status_code == 403
    assert as_user(cast.outsider).post(address, form).status_code == 404
    assert not Appeal.objects.exists()
    assert as_user(cast.prosecutor).post(address, form).status_code == 302
