"""The list from which work is given out: whose it is, what is in it, and who can be chosen."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.obligations.models import Obligation
from casework.people.models import Membership
from casework.people.roles import Role
from tests.audit.costs import WRITTEN_DOWN
from tests.cast import CONSIDERED, TO_GATEKEEPER, person
from tests.workflows.reading import page, text_of
from tests.workflows.several import GIVE_OUT, boxes, hold, value
from tests.workflows.test_query_counts import queries

pytestmark = pytest.mark.django_db


def test_the_address_is_that_of_the_link_in_the_queue(cast, as_user):
    assert reverse("give_out") == GIVE_OUT
    for who, shown in (
        ("supervisor", True),
        ("gatekeeper", True),
        ("manager", True),
        ("investigator", False),
    ):
        found = page(as_user(getattr(cast, who)).get(reverse("queue"))).select(f"a[href='{GIVE_OUT}']")
        assert bool(found) is shown, who


@pytest.mark.parametrize(
    "who", ["investigator", "prosecutor", "liaison", "auditor", "administrator", "outsider"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_leads_nobody_gives_out_nothing(cast, as_user, who, method):
    assert getattr(as_user(getattr(cast, who)), method)(GIVE_OUT).status_code == 403


def test_each_lead_finds_the_work_of_those_they_lead(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    kinds = {
        "supervisor": {"vps_offer.offer", "special_measures.assess", "victim_contact.tell_by_police"},
        "gatekeeper": {"file_submission.review"},
        "manager": {"bad_character.review"},
    }
    for who, found in kinds.items():
        shown = boxes(as_user(getattr(cast, who)).get(GIVE_OUT))
        assert set(shown) == {value(drive.open_work(case, kind)) for kind in found}, who


def test_the_filters_choose_by_role_unit_and_whose(drive, cast, as_user):
    case, other = drive.case(), cast.force.units.exclude(pk=cast.unit.pk).first()
    drive.do(case, *CONSIDERED, "file_submission.prepare submit")
    Membership.objects.create(
        person=cast.supervisor, role=Role.SUPERVISOR, organisation=cast.force, unit=other
    )
    moved = drive.case()
    Obligation.objects.filter(case_file=moved).update(unit=other)
    moved.unit = other
    moved.save(update_fields=["unit"])
    browser = as_user(cast.supervisor)

    def found(**query) -> set[str]:
        values = boxes(browser.get(GIVE_OUT, query))
        tasks = [int(each.partition("-")[0]) for each in values]
        return set(Obligation.objects.filter(task__in=tasks).values_list("kind", flat=True))

    assert found(role="supervisor") == {"file_submission.sign_off"}
    assert found(whose="unclaimed") == {"file_submission.sign_off"}
    assert found(unit=other.pk, whose="others") >= {"early_advice.consider", "vps_offer.offer"}
    assert found(unit=cast.unit.pk, role="investigator") == {
        "vps_offer.offer",
        "special_measures.assess",
        "victim_contact.tell_by_police",
    }
    assert found(role="gatekeeper") == found()


def test_those_who_can_be_chosen_do_such_work(drive, cast, as_user):
    drive.case()
    person("elsewhere", Role.INVESTIGATOR, cast.force, cast.force.units.exclude(pk=cast.unit.pk).first())
    browser = as_user(cast.supervisor)

    def offered(**query) -> list[str]:
        return [option.text for option in page(browser.get(GIVE_OUT, query)).select("#to option")][1:]

    everybody = [
        "Investigator Tester (Investigator)",
        "Investigator2 Tester (Investigator)",
        "Supervisor Tester (Supervisor)",
    ]
    assert offered() == everybody
    assert offered(role="investigator") == everybody[:2]


def test_each_box_is_named_by_its_work(drive, cast, as_user):
    owed = drive.open_work(drive.case(), "vps_offer.offer")
    shown = page(as_user(cast.supervisor).get(GIVE_OUT))
    label = shown.select_one(f"label[for='work-{value(owed)}']").get_text(" ", strip=True)
    assert label == f"Select {owed.title} {owed.case_file.urn}, V1"


def test_the_list_does_not_load_by_the_row(drive, cast, as_user):
    drive.case()
    browser = as_user(cast.supervisor)
    one = queries(browser, GIVE_OUT)
    for _ in range(7):
        drive.case()
    assert len(boxes(browser.get(GIVE_OUT))) >= 30
    assert queries(browser, GIVE_OUT) == one <= 15 + WRITTEN_DOWN


def test_work_on_hold_is_listed_last_and_says_so(drive, cast, as_user):
    case = drive.case()
    owed = drive.open_work(case, "bad_character.consider")
    hold(owed, cast.investigator)
    response = as_user(cast.supervisor).get(GIVE_OUT)
    assert list(boxes(response))[-1] == value(owed)
    assert "On hold until" in text_of(response)
