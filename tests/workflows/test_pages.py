"""What people meet on the overview, the queue and the pages of a case."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from casework.hearings.selectors import trial_listed
from tests.cast import TO_CHARGE, TO_DECISION, TO_GATEKEEPER
from tests.samples import day
from tests.workflows.reading import page, text_of
from workflows.pages.case_routes import listed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "role",
    [
        "investigator",
        "supervisor",
        "gatekeeper",
        "prosecutor",
        "manager",
        "liaison",
        "auditor",
        "administrator",
    ],
)
def test_every_role_has_an_overview(cast, as_user, role):
    response = as_user(getattr(cast, role)).get(reverse("overview"))
    assert response.status_code == 200
    assert page(response).h1.text == "Overview"


def test_the_queue_groups_work_by_urgency_and_counts_it(cast, drive, as_user):
    drive.case()
    response = as_user(cast.investigator).get(reverse("queue"))
    assert page(response).h1.text == "Queue (6)"
    headings = [heading.text.strip() for heading in page(response).select(".app-group__heading")]
    # The referral counts from the report, which was a month ago.
    assert headings == ["Critically overdue (1)", "Due soon (1)", "Not due yet (4)"]


def test_a_filter_stays_in_the_address_and_can_be_taken_off(cast, drive, as_user):
    drive.case()
    response = as_user(cast.investigator).get(reverse("queue"), {"route": "bad_character", "whose": "mine"})
    assert page(response).h1.text == "Queue (1)"
    tags = {tag.get_text(" ", strip=True): tag["href"] for tag in page(response).select(".moj-filter__tag")}
    assert tags["Remove this filter Bad character"] == "?whose=mine"


@pytest.mark.parametrize("address", ["queue", "give_out"])
def test_filters_that_are_not_understood_are_left_out(cast, drive, as_user, address):
    drive.case()
    unknown = {name: ["", "nonsense", "\0"] for name in ("whose", "urgency", "route", "role", "unit")}
    response = as_user(cast.supervisor).get(reverse(address), unknown)
    assert response.status_code == 200
    assert not page(response).select(".govuk-error-message, .moj-filter__tag, input:checked")


def test_the_last_choice_of_whose_can_be_taken_off(cast, drive, as_user):
    drive.case()
    browser = as_user(cast.investigator)
    tag = page(browser.get(reverse("queue"), {"whose": "mine"})).select_one(".moj-filter__tag")
    shown = page(browser.get(reverse("queue") + tag["href"]))
    assert tag["href"] == "?whose="
    assert shown.h1.text == "Queue (6)"
    assert not shown.select(".govuk-error-message, input:checked")


@pytest.mark.parametrize("urn", ["9" * 21, "9" * 2000, "9\0" * 11])
def test_an_urn_that_there_cannot_be_finds_nothing(cast, drive, as_user, urn):
    drive.case()
    shown = page(as_user(cast.investigator).get(reverse("queue"), {"urn": urn}))
    assert shown.h1.text == "Queue (0)"
    assert not shown.select(".govuk-error-message")


def test_a_whole_urn_in_the_queue_goes_to_its_case(cast, drive, as_user):
    case = drive.case()
    response = as_user(cast.gatekeeper).get(
        reverse("queue"), {"urn": f"{case.urn[:2]} {case.urn[2:]}".lower()}
    )
    assert response.headers["Location"] == reverse("case", kwargs={"urn": case.urn})


def test_the_case_says_where_it_stands_who_has_it_and_what_is_next(cast, drive, as_user):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    words = text_of(as_user(cast.gatekeeper).get(reverse("case", kwargs={"urn": case.urn})))
    assert "Tell the victim (V1, referral to support), and 4 more open" in words
    assert "Gatekeeper's review needed" in words
    assert "Waiting for the CPS: prosecutor's bad character review" in words


@pytest.mark.parametrize("name", ["case", "case_people", "case_activity"])
def test_the_pages_of_a_case_open(cast, drive, as_user, name):
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    assert as_user(cast.prosecutor).get(reverse(name, kwargs={"urn": case.urn})).status_code == 200


@pytest.mark.parametrize(
    "route", ["early-advice", "file-review", "charging", "action-plans", "bad-character", "victim-statements"]
)
def test_the_six_routes_show_their_records(cast, drive, as_user, route):
    case = drive.case()
    drive.do(case, *TO_DECISION, "charging_decision.review action_plan")
    response = as_user(cast.auditor).get(reverse("case_route", kwargs={"urn": case.urn, "route": route}))
    assert response.status_code == 200
    assert page(response).select("main section")


def test_a_case_names_both_sides_that_have_open_work(cast, drive, as_user):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    bar = page(as_user(cast.gatekeeper).get(reverse("case", kwargs={"urn": case.urn})))
    held = bar.select_one(".app-identity-facts").text
    assert "CPS: Prosecutor pool; Police: Investigator Tester" in held


def test_people_are_suspects_until_somebody_is_charged(cast, drive, as_user):
    case = drive.case()
    address = reverse("case_people", kwargs={"urn": case.urn})
    assert "Suspects and defendants" not in text_of(as_user(cast.investigator).get(address))
    drive.do(case, *TO_CHARGE)
    assert "Suspects and defendants" in text_of(as_user(cast.investigator).get(address))


def test_records_with_commas_of_their_own_are_listed_with_semicolons():
    assert listed(["S1", "S2"]) == "S1, S2"
    assert listed(["Advice 1, line 1", "Advice 1, line 2"]) == "Advice 1, line 1; Advice 1, line 2"


def test_a_page_that_somebody_else_overtook_does_not_undo_their_correction(cast, drive, as_user):
    case = drive.case()
    address = reverse("part_change", kwargs={"urn": case.urn, "what": "victim", "reference": "V1"})
    old = page(as_user(cast.supervisor).get(address)).select_one("input[name=seen]")["value"]
    as_user(cast.investigator).post(address, {"family_name": "Corrected"})
    stale = as_user(cast.supervisor).post(address, {"family_name": "Before", "given_names": "A", "seen": old})
    assert stale.status_code == 409
    assert f"{cast.investigator.signature} changed this since you opened the page" in text_of(stale)
    assert case.victims.get().family_name == "Corrected"


def test_a_case_is_registered_by_hand_with_its_people(cast, as_user):
    browser = as_user(cast.investigator)
    form = {
        "urn": f"{cast.force.code}{cast.unit.code}07777/26",
        "unit": cast.unit.pk,
        "officer_in_case": cast.investigator.pk,
        "reported_on-day": 1,
        "reported_on-month": 9,
        "reported_on-year": 2026,
    }
    urn = f"{cast.force.code}{cast.unit.code}0777726"
    assert browser.post(reverse("register"), form).status_code == 302
    for what, details in (
        ("suspect", {"family_name": "Alpha"}),
        ("victim", {"family_name": "Beta"}),
        ("offence", {"wording": "Rape"}),
    ):
        assert (
            browser.post(reverse("case_add", kwargs={"urn": urn, "what": what}), details).status_code == 302
        )
    words = text_of(browser.get(reverse("case_people", kwargs={"urn": urn})))
    assert all(part in words for part in ("S1", "Alpha", "V1", "Beta", "Rape"))


def test_listing_the_trial_sets_the_offers_of_an_update_and_relisting_moves_them(cast, drive, as_user):
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    assert drive.list_hearing(case, "trial", date(2027, 6, 14)).status_code == 302
    assert due_dates(drive, case) == ["2027-05-17", "2027-06-07"]
    again, trial = day("on", date(2027, 7, 12)), trial_listed(case)
    assert "Enter why the hearing is listed anew" in text_of(
        drive.turn(trial, "relist", cast.liaison, **again)
    )
    assert drive.turn(trial, "relist", cast.liaison, **again, reason="Court").status_code == 302
    assert due_dates(drive, case) == ["2027-06-14", "2027-07-05"]


def test_a_trial_that_is_relisted_after_the_offers_were_answered_gets_new_ones(cast, drive, as_user):
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    drive.list_hearing(case, "trial", date(2027, 6, 14))
    drive.do(case, "vps_checkpoint.offer no_change", "vps_checkpoint.offer no_change")
    again = {**day("on", date(2027, 7, 12)), "reason": "Court"}
    assert drive.turn(trial_listed(case), "relist", cast.liaison, **again).status_code == 302
    assert due_dates(drive, case) == ["2027-06-14", "2027-07-05"]


def test_who_is_added_late_is_forgotten_in_no_route(cast, drive, as_user):
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    drive.list_hearing(case, "trial", date(2027, 6, 14))
    for what in ("suspect", "victim"):
        address = reverse("case_add", kwargs={"urn": case.urn, "what": what})
        assert as_user(cast.investigator).post(address, {"family_name": "Late"}).status_code == 302
    assert drive.kinds(case) >= {"charging_decision.review", "bad_character.consider"}
    assert due_dates(drive, case) == ["2027-05-17", "2027-05-17", "2027-06-07", "2027-06-07"]


def due_dates(drive, case) -> list[str]:
    from casework.obligations.models import Obligation

    owed = Obligation.objects.open().filter(case_file=case, kind="vps_checkpoint.offer").order_by("due_on")
    return [str(row.due_on) for row in owed if row.due_on.year == 2027]
