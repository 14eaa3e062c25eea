"""What people meet on a step: its question, its form, and what is said to who comes too late."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import TO_GATEKEEPER
from tests.workflows.reading import page, step_of, text_of

pytestmark = pytest.mark.django_db


def test_a_step_asks_which_way_it_ends_and_then_for_its_form(cast, drive, as_user):
    case = drive.case()
    browser, step = as_user(cast.investigator), step_of(drive, case, "early_advice.consider")
    assert "What do you want to do?" in text_of(browser.get(step))
    assert "Select what you want to do" in text_of(browser.get(step, {"continue": "1"}))
    assert page(browser.get(step, {"outcome": "request"})).h1.text == "Request early advice"


def test_a_step_of_another_role_is_shown_without_its_form(cast, drive, as_user):
    case = drive.case()
    step = step_of(drive, case, "early_advice.consider")
    response = as_user(cast.gatekeeper).get(step)
    assert "This work is for another role: Investigator" in text_of(response)
    assert not page(response).select("main form[method=post]")
    assert as_user(cast.gatekeeper).post(f"{step}?outcome=not_sought", {"reason": "x"}).status_code == 403


def test_what_was_typed_stays_when_the_form_is_refused(cast, drive):
    case = drive.case()
    response = drive.send(
        case, "early_advice.consider", "request", issues="", factual_summary="Kept as typed"
    )
    assert response.status_code == 422
    assert "Enter the issues already identified" in text_of(response)
    assert "Kept as typed" in text_of(response)
    assert page(response).title.text.startswith("Error: ")


def test_the_second_of_two_people_is_told_who_was_first(cast, drive, as_user):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    step = step_of(drive, case, "file_submission.review")
    as_user(cast.gatekeeper).post(
        reverse("step_claim", kwargs={"urn": case.urn, "task": step.rstrip("/").split("/")[-1]})
    )
    response = as_user(cast.gatekeeper2).post(
        reverse("step_claim", kwargs={"urn": case.urn, "task": step.rstrip("/").split("/")[-1]})
    )
    assert response.status_code == 409
    assert "Gatekeeper Tester has already claimed this" in text_of(response)


def test_who_sends_too_late_is_told_who_was_first_and_keeps_what_they_typed(cast, drive, as_user):
    case = drive.case()
    step = step_of(drive, case, "early_advice.consider")
    drive.do(case, "early_advice.consider request")
    late = as_user(cast.investigator2).post(f"{step}?outcome=not_sought", {"reason": "Kept as typed"})
    assert late.status_code == 409
    assert "Investigator Tester has already done this" in text_of(late)
    assert "Kept as typed" in text_of(late)


def test_who_sends_again_what_they_did_in_another_tab_is_told_so_without_a_form(cast, drive, as_user):
    case = drive.case()
    step = step_of(drive, case, "early_advice.consider")
    drive.do(case, "early_advice.consider request")
    late = as_user(cast.investigator).post(f"{step}?outcome=not_sought", {"reason": "Typed here"})
    assert late.status_code == 409
    assert page(late).h1.text == "You have already done this"
    assert "Typed here" in text_of(late)
    assert not page(late).select("main form")
    assert page(late).select(f"main a[href='{reverse('case', kwargs={'urn': case.urn})}']")


def test_a_step_that_is_done_leads_to_its_case(cast, drive, as_user):
    case = drive.case()
    step = step_of(drive, case, "early_advice.consider")
    drive.do(case, "early_advice.consider request")
    response = as_user(cast.investigator).get(step, follow=True)
    assert "That work has already been done" in text_of(response)


def test_claiming_after_an_ended_session_leads_to_the_step(cast, drive, as_user):
    case = drive.case()
    where = {"urn": case.urn, "task": drive.open_work(case, "vps_offer.offer").task}
    response = as_user(cast.investigator).get(reverse("step_claim", kwargs=where))
    assert response.headers["Location"] == reverse("step", kwargs=where)


def test_a_text_with_line_ends_may_be_as_long_as_its_counter_says(drive):
    case = drive.case()
    text = "x" * 1999 + "\r\n" + "y" * 2000
    assert drive.send(case, "early_advice.consider", "not_sought", reason=text).status_code == 302


def test_released_work_goes_back_to_its_pool(cast, drive, as_user):
    case = drive.case()
    owed = drive.open_work(case, "bad_character.consider")
    where = {"urn": case.urn, "task": owed.task}
    assert as_user(cast.investigator).post(reverse("step_release", kwargs=where)).status_code == 302
    assert drive.open_work(case, "bad_character.consider").owner is None
    assert as_user(cast.investigator2).post(reverse("step_claim", kwargs=where)).status_code == 302
    assert drive.open_work(case, "bad_character.consider").owner == cast.investigator2
