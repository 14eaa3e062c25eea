"""The decision on each offence, stage by stage; the Threshold Test and its reviews; who may decide."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from casework.casefiles import services
from casework.charging.charges.conditions import threshold_conditions
from casework.charging.charges.models import ChargeDecision
from casework.charging.models import ChargingDecision
from casework.people.models import Membership
from casework.people.roles import Role
from tests.casework.test_guards import refused
from tests.cast import TO_DECISION
from tests.samples import day, offence
from workflows.engine import work

pytestmark = pytest.mark.django_db
TO_REVIEW = (*TO_DECISION, "bad_character.review review")
DECIDE = "charging_decision.review"
AGAIN = "charging_decision.review_threshold"


@pytest.fixture
def case(drive):
    """A case of two offences, at its charging decision."""
    made = drive.case()
    work.act_on_case(
        case=made, **by_officer(drive), verb=services.offence_add, wording="Assault by penetration"
    )
    drive.do(made, *TO_REVIEW)
    return made


def by_officer(drive) -> dict[str, object]:
    return {"by": drive.cast.investigator, "roles": (Role.INVESTIGATOR,), "at": timezone.now()}


def with_another_suspect(drive, case) -> None:
    work.act_on_case(case=case, **by_officer(drive), verb=services.suspect_add, family_name="Late")
    drive.do(case, "bad_character.consider nil")


def decision_of(case) -> ChargingDecision:
    return ChargingDecision.objects.select_related("case_file", "process").get(case_file=case)


def shown(as_user, person, case) -> str:
    route = reverse("case_route", kwargs={"urn": case.urn, "route": "charging"})
    return as_user(person).get(route).content.decode()


def test_each_offence_is_decided_on_at_each_stage_with_reasons(drive, cast, case, as_user):
    second = offence("met", "not_met", "O2")
    assert drive.send(case, DECIDE, "charge", **second).status_code == 302
    found = ChargeDecision.objects.filter(decision__case_file=case)
    results = dict(found.values_list("offence__reference", "authorised"))
    assert (results, decision_of(case).charges_authorised) == ({"O1": True, "O2": False}, 1)
    page = shown(as_user, cast.investigator, case)
    assert "Charge authorised: O1" in page
    assert "Charge not authorised: O2" in page


def test_an_offence_that_is_not_of_this_suspect_is_left_out_and_decided_for_another(drive, case):
    with_another_suspect(drive, case)
    drive.send(case, DECIDE, "charge", **offence("not_considered", reference="O2"))
    first = ChargingDecision.objects.get(case_file=case, suspect__reference="S1")
    assert [each.offence.reference for each in first.considered] == ["O1"]
    drive.do(case, "bad_character.review review")
    neither = {**offence("not_considered"), **offence("not_considered", reference="O2")}
    assert drive.send(case, DECIDE, "charge", **neither).status_code == 422
    only_o1 = offence("not_considered", reference="O2")
    assert refused(drive.send(case, DECIDE, "charge", **only_o1), "Decide on O2: no other suspect")
    only_o2 = {**offence("not_considered"), **offence("met", "met", "O2")}
    assert drive.send(case, DECIDE, "charge", **only_o2).status_code == 302


@pytest.mark.parametrize("outcome", ["charge", "nfa"])
def test_the_last_suspect_leaves_no_offence_undecided(drive, case, outcome):
    drive.do(case, "charging_decision record_meeting")
    first = offence("met", "met") if outcome == "charge" else offence("not_met")
    response = drive.send(case, DECIDE, outcome, **first, **offence("not_considered", reference="O2"))
    assert refused(response, "Decide on O2: no other suspect")
    assert not decision_of(case).considered


def test_an_offence_added_when_all_are_decided_on_is_warned_of(drive, cast, case, as_user):
    page = reverse("case", kwargs={"urn": case.urn})
    drive.send(case, DECIDE, "charge", **offence("met", "met", "O2"))
    assert "No charging decision has been made" not in as_user(cast.prosecutor).get(page).content.decode()
    work.act_on_case(case=case, **by_officer(drive), verb=services.offence_add, wording="Assault")
    for who in (cast.investigator, cast.manager):
        assert "No charging decision has been made on O3" in as_user(who).get(page).content.decode()


def test_the_date_of_charge_is_not_before_the_round_of_the_decision(drive, case):
    early = day("charged_on", timezone.localdate() - timedelta(days=1))
    response = drive.send(case, DECIDE, "charge", **offence("met", "met", "O2"), **early)
    assert refused(response, "The date of charge must be")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"evidential_O2": ""}, "Select whether the evidential stage is met for O2"),
        ({**offence("met", reference="O2")}, "Select whether the public interest stage is met for O2"),
        ({"evidential_O2": "not_met"}, "Enter your reasons at the evidential stage for O2"),
        (
            {**offence("met", "met", "O2"), "public_interest_reasons_O2": ""},
            "Enter your reasons at the public interest stage for O2",
        ),
    ],
)
def test_the_public_interest_is_decided_where_the_evidential_stage_is_met(drive, case, said, words):
    assert refused(drive.send(case, DECIDE, "charge", **said), words)
    assert decision_of(case).position == "review"


def test_reasons_for_an_offence_that_is_not_considered_are_not_lost_silently(drive, case):
    second = {"evidential_O2": "not_considered", "evidential_reasons_O2": "A witness saw it"}
    response = drive.send(case, DECIDE, "charge", **second)
    assert refused(response, "Remove the reasons for O2, or say whether the evidential stage is met")
    assert "A witness saw it" in response.text


def test_what_was_typed_for_a_stage_that_is_not_reached_is_not_kept(drive, case):
    second = {**offence("met", "met", "O2"), "evidential_O2": "not_met"}
    drive.send(case, DECIDE, "charge", **second)
    assert ChargeDecision.objects.get(offence__reference="O2").public_interest_reasons == ""


def test_without_an_authorised_charge_it_is_no_charge(drive, case):
    neither = {**offence("not_met"), **offence("not_met", reference="O2")}
    assert refused(drive.send(case, DECIDE, "charge", **neither), "No charge is authorised")


def test_with_an_authorised_charge_it_is_not_no_further_action(drive, case):
    drive.do(case, "charging_decision record_meeting")
    second = offence("met", "met", "O2")
    assert refused(drive.send(case, DECIDE, "nfa", **second), "A charge is authorised. Go back and charge")


@pytest.mark.parametrize(
    "wrong",
    [
        {"evidential": "not_met"},
        {"public_interest": "", "public_interest_reasons": "", "authorised": False},
        {"authorised": False},
        {"evidential_reasons": ""},
    ],
)
def test_the_database_holds_the_order_of_the_stages(case, wrong):
    right = {"evidential": "met", "evidential_reasons": "Yes", "public_interest": "met"}
    right |= {"public_interest_reasons": "Yes", "authorised": True}
    about = {"decision": decision_of(case), "round": 1, "offence": case.offences.first()}
    with pytest.raises(IntegrityError), transaction.atomic():
        ChargeDecision.objects.create(**about, **{**right, **wrong})


def test_what_was_decided_on_an_offence_is_never_changed(drive, case):
    drive.send(case, DECIDE, "charge", **offence("met", "met", "O2"))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ChargeDecision.objects.update(evidential_reasons="Else")


@pytest.mark.queue_differs
@pytest.mark.parametrize("position", ["charged", "threshold", "nfa"])
def test_the_database_has_no_charge_without_one_authorised_and_no_end_without_a_meeting(case, position):
    with pytest.raises(IntegrityError), transaction.atomic():
        ChargingDecision.objects.filter(case_file=case).update(position=position)


# The Threshold Test


@pytest.fixture
def threshold(drive):
    made = drive.case()
    drive.do(made, *TO_REVIEW, f"{DECIDE} threshold")
    return made


@pytest.mark.parametrize("condition", threshold_conditions())
def test_each_condition_of_the_threshold_test_is_confirmed_with_reasons(drive, case, condition):
    second = offence("met", "met", "O2")
    response = drive.send(case, DECIDE, "threshold", **second, **{f"condition_{condition}": ""})
    assert refused(response, "Enter why this condition is met")


def test_under_the_threshold_test_the_public_interest_is_asked_once(drive, cast, case, as_user):
    owed = drive.open_work(case, DECIDE)
    page = as_user(cast.prosecutor).get(f"/cases/{case.urn}/steps/{owed.task}/?outcome=threshold").text
    assert "O1: are the conditions of the Threshold Test met?" in page
    assert ("evidential stage" in page, page.count("public interest")) == (False, 1)
    drive.send(case, DECIDE, "threshold", **offence("not_met", reference="O2"))
    charge = ChargeDecision.objects.get(offence__reference="O1")
    assert (charge.public_interest, charge.public_interest_reasons) == ("met", "The account of the victim")
    assert "conditions of the Threshold Test met" in case.events.get(verb="charged_threshold").reason


def test_the_threshold_test_has_a_date_of_review(drive, case):
    nothing = dict.fromkeys(day("review_on", timezone.localdate()), "")
    response = drive.send(case, DECIDE, "threshold", **offence("met", "met", "O2"), **nothing)
    assert refused(response, "Enter the date of the review")


def test_its_review_is_work_that_is_due_on_the_day(drive, cast, threshold, as_user):
    owed = drive.open_work(threshold, AGAIN)
    in_three_weeks = timezone.localdate() + timedelta(days=21)
    assert (owed.due_on, owed.role, owed.owner) == (in_three_weeks, Role.PROSECUTOR, cast.prosecutor)
    assert threshold.suspects.get().called == "Defendant"
    page = shown(as_user, cast.supervisor, threshold)
    for label in threshold_conditions().values():
        assert label in page


def test_a_review_keeps_waiting_with_a_new_date_until_the_full_code_test_is_met(drive, threshold):
    later = timezone.localdate() + timedelta(days=40)
    drive.send(threshold, AGAIN, "wait", **day("review_on", later))
    assert drive.open_work(threshold, AGAIN).due_on == later
    drive.do(threshold, f"{AGAIN} full_code_met")
    decision = decision_of(threshold)
    assert (decision.position, decision.test_applied) == ("charged", "threshold")
    assert [str(each) for each in decision.threshold_reviews.all()] == [
        "Full Code Test not met yet",
        "Full Code Test met",
    ]


def test_a_review_may_recommend_to_discontinue_with_reasons(drive, cast, threshold, as_user):
    assert refused(drive.send(threshold, AGAIN, "discontinue", reasons=""), "Enter why you recommend")
    drive.do(threshold, f"{AGAIN} discontinue")
    page = shown(as_user, cast.gatekeeper, threshold)
    assert "Charged, discontinuance recommended" in page
    assert "The defendant stands charged until the court has dealt with the case" in page
    assert drive.kinds(threshold) & {AGAIN} == set()


def test_a_review_is_not_put_off_to_a_day_that_has_passed(drive, threshold):
    response = drive.send(threshold, AGAIN, "wait", **day("review_on", date(2026, 1, 5)))
    assert refused(response, "The date of the review must be in the future")


# Who decides


@pytest.mark.parametrize("who", ["supervisor", "gatekeeper"])
def test_nobody_who_stands_behind_the_file_for_the_police_decides(drive, cast, case, who):
    both = getattr(cast, who)
    Membership.objects.create(person=both, role=Role.PROSECUTOR, organisation=cast.area)
    response = drive.send(case, DECIDE, "charge", by=both, **offence("met", "met", "O2"))
    assert refused(response, "You worked on this file for the police, so somebody else must decide")


def test_the_officer_does_not_decide(drive, cast, case):
    Membership.objects.create(person=cast.investigator, role=Role.PROSECUTOR, organisation=cast.area)
    response = drive.send(case, DECIDE, "threshold", by=cast.investigator, **offence("met", "met", "O2"))
    assert refused(response, "You are the officer in this case, so somebody else must decide")
