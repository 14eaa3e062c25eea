"""File review on the pages: told before it is sent, checked by three, compared with the round before."""

from __future__ import annotations

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from casework.file_review.models import FileSubmission
from casework.file_review.rounds import ChecklistAnswer, FileReturn
from tests.cast import CONSIDERED, TO_GATEKEEPER
from tests.samples import day
from tests.workflows.reading import page, step_of, text_of
from tests.workflows.working import in_days

pytestmark = pytest.mark.django_db

PREPARE, SIGN_OFF, REVIEW, CORRECT = (
    f"file_submission.{step}" for step in ("prepare", "sign_off", "review", "correct")
)
SUBMITTED = (*CONSIDERED, f"{PREPARE} submit")
AGAIN = (f"{CORRECT} submit", f"{SIGN_OFF} sign_off")
FORENSIC = "The date on which forensic and medical evidence is expected"


def form_of(drive, as_user, case, kind, outcome, who):
    return as_user(who).get(f"{step_of(drive, case, kind)}?outcome={outcome}")


def told(response) -> dict[str, list[str]]:
    """What the page says above the form, by its heading."""
    insets = [inset for inset in page(response).select(".govuk-inset-text") if inset.h2]
    return {inset.h2.text: [" ".join(each.text.split()) for each in inset.select("li")] for inset in insets}


def test_the_submitter_is_told_what_is_missing_before_sending(drive, cast, as_user):
    case = drive.case(suspects=2)
    drive.do(case, *CONSIDERED)
    found = told(form_of(drive, as_user, case, PREPARE, "submit", cast.investigator))
    assert found["Before you can send this"] == [
        "Missing suspect's previous convictions: consider bad character for S2 and record what was found"
        "Go to bad character"
    ]
    assert found["Check before you send"] == [
        "No answer on a victim personal statement is recorded for V1",
        "Officer in the case's contact details incomplete: telephone and email of Investigator Tester",
    ]


def test_what_blocks_is_refused_whoever_sends_it(drive):
    case = drive.case()
    drive.do(case, *CONSIDERED)
    response = drive.send(case, PREPARE, "submit", found_mg3="missing")
    assert response.status_code == 422
    link = page(response).select_one(".govuk-error-summary a")
    assert (link["href"], link.text) == (
        "#found_mg3",
        "No MG3: write the report to the prosecutor before you submit the file",
    )
    assert FileSubmission.objects.get(case_file=case).rounds.count() == 0


def test_what_is_outstanding_needs_the_date_on_which_it_is_expected(drive):
    case = drive.case()
    drive.do(case, *CONSIDERED)
    response = drive.send(case, PREPARE, "submit", found_forensic="missing")
    link = page(response).select_one(".govuk-error-summary a")
    assert (response.status_code, link["href"]) == (422, "#expected_forensic-day")
    expected = day("expected_forensic", in_days(9))
    sent = drive.send(case, PREPARE, "submit", found_forensic="missing", **expected)
    assert sent.status_code == 302
    answer = ChecklistAnswer.objects.get(item="forensic")
    assert (answer.found, answer.expected_on) == ("missing", in_days(9))


def test_a_date_that_has_passed_is_refused(drive):
    case = drive.case()
    drive.do(case, *CONSIDERED)
    expected = day("expected_forensic", timezone.localdate())
    response = drive.send(case, PREPARE, "submit", found_forensic="missing", **expected)
    assert f"{FORENSIC} must be in the future" in text_of(response)


def test_what_was_typed_under_another_choice_is_left_out(drive):
    case = drive.case()
    drive.do(case, *CONSIDERED)
    typed = {"reason_forensic": "None was taken", **day("expected_forensic", in_days(9))}
    assert drive.send(case, PREPARE, "submit", **typed).status_code == 302
    answer = ChecklistAnswer.objects.get(item="forensic")
    assert (answer.found, answer.reason, answer.expected_on) == ("present", "", None)


def test_the_supervisor_checks_each_item_beside_what_the_submitter_said(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *CONSIDERED)
    why = {"found_abe": "not_applicable", "reason_abe": "A written statement was made"}
    drive.send(case, PREPARE, "submit", **why)
    shown = page(form_of(drive, as_user, case, SIGN_OFF, "sign_off", cast.supervisor))
    hint = shown.select_one("#found_abe-hint").text.strip()
    assert hint.endswith("Submitter: not applicable: A written statement was made.")
    assert not shown.select("input[type=radio][checked]")
    sections = [heading.text for heading in shown.select(".govuk-fieldset__legend--m h2")]
    assert sections == ["Material: key evidence", "Material: disclosure", "Information"]


def test_the_supervisor_answers_every_item(drive):
    case = drive.case()
    drive.do(case, *SUBMITTED)
    response = drive.send(case, SIGN_OFF, "sign_off", found_mg6e="")
    assert "Select if the MG6E is present, not applicable or missing" in text_of(response)
    response = drive.send(case, SIGN_OFF, "sign_off", found_mg6e="missing")
    assert (response.status_code, FileSubmission.objects.get().position) == (422, "sign_off")


def test_the_gatekeeper_sees_what_both_said_before(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *CONSIDERED)
    drive.send(case, PREPARE, "submit", found_mg6d="missing")
    drive.do(case, f"{SIGN_OFF} sign_off")
    response = form_of(drive, as_user, case, REVIEW, "accept", cast.gatekeeper)
    hint = page(response).select_one("#found_mg6d-hint").text.strip()
    assert hint.endswith("Submitter: missing. Supervisor: present.")
    assert "Check before you send" in told(response)


def test_who_corrects_a_file_begins_with_what_was_said_before(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *CONSIDERED)
    expected = day("expected_digital", in_days(9))
    drive.send(case, PREPARE, "submit", found_digital="missing", **expected)
    drive.do(case, f"{SIGN_OFF} return")
    shown = page(form_of(drive, as_user, case, CORRECT, "submit", cast.investigator))
    checked = {each["name"]: each["value"] for each in shown.select("input[type=radio][checked]")}
    assert (checked["found_digital"], checked["found_mg3"]) == ("missing", "present")
    assert shown.select_one("#expected_digital-day")["value"] == str(in_days(9).day)
    assert shown.select_one("#case_summary").text.strip() == "Summary of the case"


def test_the_checker_sees_what_changed_since_the_last_round(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *CONSIDERED)
    drive.send(case, PREPARE, "submit", found_mg6d="missing", case_summary="The phone is held")
    drive.do(case, f"{SIGN_OFF} sign_off", f"{REVIEW} return")
    drive.send(case, CORRECT, "submit", case_summary="The phone was examined")
    drive.send(case, SIGN_OFF, "sign_off", supervisor_comments="Both stages are met now")
    for address in (step_of(drive, case, REVIEW), route_of(case)):
        card = page(as_user(cast.gatekeeper).get(address)).select_one(".app-card")
        assert card.find(["h2", "h3"]).text == "What changed since round 1"
        assert [each.text for each in card.select("del")] == ["taken out: is held, end"]
        assert "put in: was examined, end" in [each.text for each in card.select("ins")]
        cells = [
            " ".join(cell.get_text(" ").split()) for cell in card.table.select("tbody tr")[0].select("th, td")
        ]
        assert cells == [
            "MG6D",
            "Submitter: missing Supervisor: present",
            "Submitter: present Supervisor: present",
        ]


def route_of(case) -> str:
    return reverse("case_route", kwargs={"urn": case.urn, "route": "file-review"})


def test_each_return_says_who_returned_it(drive):
    case = drive.case()
    drive.do(case, *SUBMITTED, f"{SIGN_OFF} return", *AGAIN, f"{REVIEW} return", *AGAIN, f"{REVIEW} accept")
    drive.do(case, "charging_request.triage reject")
    stages = FileReturn.objects.values_list("returned_from", flat=True)
    assert list(stages) == ["sign_off", "review", "accepted"]
    record = FileSubmission.objects.get(case_file=case)
    assert record.bounce_words == ("Returned 3 times: 1 by the supervisor, 1 by the gatekeeper, 1 by the CPS")


def three_times(drive):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER, f"{REVIEW} return", *(*AGAIN, f"{REVIEW} return") * 2)
    return case


def test_the_third_return_raises_the_alert_once(drive):
    case = three_times(drive)
    assert case.events.get(verb="bounce_alert").reason == "Returned 3 times: 3 by the gatekeeper"
    drive.do(case, *AGAIN, f"{REVIEW} return")
    assert case.events.filter(verb="bounce_alert").count() == 1


def test_the_second_return_raises_no_alert_unless_the_setting_says_so(drive):
    first, second = drive.case(), drive.case()
    twice = (f"{REVIEW} return", *AGAIN, f"{REVIEW} return")
    drive.do(first, *TO_GATEKEEPER, *twice)
    assert not first.events.filter(verb="bounce_alert").exists()
    with override_settings(CASEWORK_BOUNCE_ALERT_AT=2):
        drive.do(second, *TO_GATEKEEPER, *twice)
    assert second.events.filter(verb="bounce_alert").count() == 1


@pytest.mark.parametrize("who", ["supervisor", "gatekeeper", "manager"])
def test_who_leads_is_led_to_the_files_that_came_back_too_often(drive, cast, as_user, who):
    case, once = three_times(drive), drive.case()
    drive.do(once, *TO_GATEKEEPER, f"{REVIEW} return")
    shared = (case, once)
    for each in shared:
        type(each).objects.filter(pk=each.pk).update(shared_with_cps_at=timezone.now())
    browser = as_user(getattr(cast, who))
    link = page(browser.get(reverse("overview"))).select_one(".govuk-warning-text a")
    assert link.text == "1 file has come back 3 times or more"
    items = page(browser.get(link["href"])).select(".app-list__item")
    assert [item.a.text.strip() for item in items] == [case.urn]
    assert "Returned 3 times: 3 by the gatekeeper" in items[0].text


def test_the_case_and_its_file_warn(drive, cast, as_user):
    case = three_times(drive)
    for address in (reverse("case", kwargs={"urn": case.urn}), route_of(case), step_of(drive, case, CORRECT)):
        warning = page(as_user(cast.investigator).get(address)).select_one(".govuk-warning-text")
        assert "Returned 3 times: 3 by the gatekeeper" in warning.text


def test_a_file_that_the_cps_has_taken_is_no_longer_listed(drive, cast, as_user):
    case = three_times(drive)
    drive.do(case, *AGAIN, f"{REVIEW} accept")
    browser, address = as_user(cast.gatekeeper), reverse("files_returned")
    assert case.urn in text_of(browser.get(address))
    drive.do(case, "charging_request.triage accept")
    assert case.urn not in text_of(browser.get(address))


def test_another_force_is_told_of_none(drive, cast, as_user):
    three_times(drive)
    cast.outsider.memberships.update(role="supervisor")
    assert not page(as_user(cast.outsider).get(reverse("overview"))).select(".govuk-warning-text")
    assert "No file has come back" in text_of(as_user(cast.outsider).get(reverse("files_returned")))


def test_each_row_of_the_queue_says_how_often_its_file_came_back(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    for role, words, then in (
        ("gatekeeper", None, f"{REVIEW} return"),
        ("investigator", "once", f"{CORRECT} submit"),
        ("supervisor", "once", f"{SIGN_OFF} return"),
        ("investigator", "twice", f"{CORRECT} submit"),
    ):
        response = as_user(getattr(cast, role)).get(reverse("queue"), {"route": "file_review"})
        facts = {each.dt.text: each.dd.text for each in page(response).select(".app-inline-facts div")}
        assert facts.get("File returned") == words
        drive.do(case, then)
