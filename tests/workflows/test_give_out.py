"""Giving out several pieces of work at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.obligations.models import Obligation
from casework.people.models import Membership
from casework.people.roles import Role
from tests.cast import CONSIDERED, TO_GATEKEEPER, person
from tests.workflows.test_pages import page, text_of
from tests.workflows.test_query_counts import queries
from workflows.engine import work

pytestmark = pytest.mark.django_db
GIVE_OUT = "/queue/give-out/"


def boxes(response) -> dict[str, bool]:
    """The values of the boxes, and whether each is ticked."""
    return {box["value"]: box.has_attr("checked") for box in page(response).select("[name=work]")}


def value(owed: Obligation) -> str:
    return f"{owed.task}-{owed.owner_id or 0}"


def files_for_review(drive, number: int) -> list[Obligation]:
    cases = [drive.case() for _ in range(number)]
    for case in cases:
        drive.do(case, *TO_GATEKEEPER)
    return [drive.open_work(case, "file_submission.review") for case in cases]


def claim(owed: Obligation, by) -> None:
    work.claim(task=Task.objects.get(pk=owed.task), by=by, at=timezone.now())


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
        "supervisor": {"vps_offer.offer"},
        "gatekeeper": {"file_submission.review"},
        "manager": {"bad_character.review"},
    }
    for who, found in kinds.items():
        shown = boxes(as_user(getattr(cast, who)).get(GIVE_OUT))
        assert set(shown) == {value(drive.open_work(case, kind)) for kind in found}, who


def test_a_supervisor_of_another_unit_finds_and_gives_nothing(drive, cast, as_user):
    owed = drive.open_work(drive.case(), "vps_offer.offer")
    away = person("away", Role.SUPERVISOR, cast.force, cast.force.units.exclude(pk=cast.unit.pk).first())
    browser = as_user(away)
    assert boxes(browser.get(GIVE_OUT)) == {}
    response = browser.post(GIVE_OUT, {"work": value(owed), "to": away.pk})
    assert response.status_code == 409
    assert "Of the work that you selected, 1 is no longer yours to give out" in text_of(response)
    assert owed.case_file.urn not in response.content.decode()
    owed.refresh_from_db()
    assert owed.owner == cast.investigator


def test_several_pieces_go_to_one_person_who_is_named_with_them(drive, cast, as_user):
    owed = files_for_review(drive, 3)
    browser = as_user(cast.gatekeeper)
    form = {"work": [value(each) for each in owed[:2]], "to": cast.gatekeeper2.pk, "reason": "Leave"}
    sent = browser.post(GIVE_OUT, form)
    assert sent.status_code == 302
    done = browser.get(sent.headers["Location"])
    given = ", ".join(f"Review the file ({each.case_file.urn})" for each in owed[:2])
    assert f"Given to Gatekeeper2 Tester: {given}." in text_of(done)
    owners = [Obligation.objects.get(pk=each.pk).owner for each in owed]
    assert owners == [cast.gatekeeper2, cast.gatekeeper2, None]
    assert set(owed[0].case_file.events.filter(verb="assigned").values_list("reason", flat=True)) == {"Leave"}


def test_what_a_colleague_took_meanwhile_is_not_given_says_who_and_stays_ticked(drive, cast, as_user):
    owed = files_for_review(drive, 3)
    form = {"work": [value(each) for each in owed], "to": cast.gatekeeper2.pk, "reason": "Kept as typed"}
    third = person("gatekeeper3", Role.GATEKEEPER, cast.force)
    claim(owed[1], third)
    response = as_user(cast.gatekeeper).post(f"{GIVE_OUT}?whose=unclaimed", form)
    words = text_of(response)
    assert response.status_code == 409
    refused = f"Review the file ({owed[1].case_file.urn}) was not given. Gatekeeper3 Tester has this now."
    assert refused in words
    assert f"Review the file ({owed[0].case_file.urn})" in words.split("Given to Gatekeeper2 Tester:")[1]
    assert "Kept as typed" in words
    owed[1].refresh_from_db()
    assert boxes(response) == {value(owed[1]): True}
    link = page(response).select_one(".govuk-error-summary a")["href"]
    assert page(response).select_one(link)["value"] == value(owed[1])
    again = as_user(cast.gatekeeper).post(GIVE_OUT, {**form, "work": value(owed[1])})
    assert again.status_code == 302


def test_what_the_chosen_person_has_already_is_named(drive, cast, as_user):
    (owed,) = files_for_review(drive, 1)
    claim(owed, cast.gatekeeper2)
    owed.refresh_from_db()
    response = as_user(cast.gatekeeper).post(GIVE_OUT, {"work": value(owed), "to": cast.gatekeeper2.pk})
    assert response.status_code == 409
    assert "was not given. Gatekeeper2 Tester has this already" in text_of(response)


def test_what_was_done_meanwhile_is_named_too(drive, cast, as_user):
    (owed,) = files_for_review(drive, 1)
    form = {"work": value(owed), "to": cast.gatekeeper2.pk}
    drive.do(owed.case_file, "file_submission.review accept")
    response = as_user(cast.gatekeeper).post(GIVE_OUT, form)
    assert response.status_code == 409
    assert "was not given. Gatekeeper Tester has already done this" in text_of(response)
    assert boxes(response) == {}


def test_work_that_the_chosen_person_cannot_do_is_named(drive, cast, as_user):
    case = drive.case()
    drive.do(case, *CONSIDERED, "file_submission.prepare submit")
    sign_off, offer = (
        drive.open_work(case, kind) for kind in ("file_submission.sign_off", "vps_offer.offer")
    )
    form = {"work": [value(sign_off), value(offer)], "to": cast.investigator2.pk}
    response = as_user(cast.supervisor).post(GIVE_OUT, form)
    assert response.status_code == 409
    refused = f"Sign off the file ({case.urn}) was not given. Investigator2 Tester cannot do this work"
    assert refused in text_of(response)
    assert drive.open_work(case, "vps_offer.offer").owner == cast.investigator2
    assert boxes(response)[value(sign_off)] is True


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"to": "", "work": "ticked"}, "Select who you want to give it to"),
        ({"to": "someone"}, "Select the work that you want to give out"),
        ({"to": "someone", "work": "junk"}, "Select the work that you want to give out"),
        ({"to": "0", "work": "ticked"}, "Select a colleague from the list"),
    ],
)
def test_what_is_missing_is_asked_for_and_the_rest_kept(drive, cast, as_user, form, message):
    owed = drive.open_work(drive.case(), "vps_offer.offer")
    values = {"ticked": value(owed), "someone": cast.investigator2.pk}
    sent = {name: values.get(given, given) for name, given in form.items()}
    response = as_user(cast.supervisor).post(GIVE_OUT, sent)
    assert response.status_code == 422
    assert message in text_of(response)
    assert page(response).title.text.startswith("Error: ")
    assert boxes(response)[value(owed)] is (sent.get("work") == value(owed))
    assert page(response).select_one(page(response).select_one(".govuk-error-summary a")["href"])


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
    assert found(unit=cast.unit.pk, role="investigator") == {"vps_offer.offer"}
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
    assert queries(browser, GIVE_OUT) == one <= 12


def test_work_on_hold_is_listed_last_and_says_so(drive, cast, as_user):
    case = drive.case()
    owed = drive.open_work(case, "bad_character.consider")
    held = Task.objects.get(pk=owed.task)
    until = timezone.localdate() + timedelta(days=9)
    work.hold(task=held, until=until, by=cast.investigator, at=timezone.now(), reason="Download")
    response = as_user(cast.supervisor).get(GIVE_OUT)
    assert list(boxes(response))[-1] == value(owed)
    assert "On hold until" in text_of(response)
