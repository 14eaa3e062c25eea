"""The pages of who may see a case: barring, restricting, and keeping the list."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.access.models import CaseAdmission, CaseBar
from casework.access.policy import Actor
from casework.casefiles.services import case_file_register, urn_refused
from casework.errors import RuleBroken
from casework.people.models import User
from casework.people.roles import Role
from tests.access.keeping import barred, restricted
from tests.break_ins.opening import closed_case, opened
from tests.cast import TO_DECISION
from workflows.engine import work

pytestmark = pytest.mark.django_db


def send(browser, case, what: str, **form: str):
    address = reverse("case_access_change", kwargs={"urn": case.urn, "what": what})
    return browser.post(address, {"reason": "So", **form})


def page(browser, case) -> str:
    return browser.get(reverse("case_access", kwargs={"urn": case.urn})).content.decode()


def test_a_supervisor_bars_somebody_by_user_name_and_lifts_it(drive, cast, as_user):
    case, browser = drive.case(), as_user(cast.supervisor)
    assert send(browser, case, "bar", person="GATEKEEPER2", kind="witness").status_code == 302
    bar = CaseBar.objects.get()
    assert (bar.person, bar.kind, bar.begun_by) == (cast.gatekeeper2, "witness", cast.supervisor)
    assert cast.gatekeeper2.signature in page(browser, case)
    lift = reverse("case_bar_end", kwargs={"urn": case.urn, "key": bar.pk})
    assert browser.post(lift, {"reason": ""}).status_code == 422
    assert browser.post(lift, {"reason": "A mistake"}).status_code == 302
    assert "Nobody is barred from the case" in page(browser, case)
    assert browser.post(lift, {"reason": "Again"}).status_code == 404


@pytest.mark.parametrize("name", ["nobody", ""])
def test_nobody_is_barred_without_an_account(drive, cast, as_user, name):
    case = drive.case()
    assert send(as_user(cast.supervisor), case, "bar", person=name, kind="witness").status_code == 422
    assert not CaseBar.objects.exists()


def test_who_works_elsewhere_or_no_more_is_barred_before_they_come(drive, cast, as_user):
    case, browser = drive.case(), as_user(cast.supervisor)
    User.objects.filter(pk=cast.gatekeeper.pk).update(is_active=False)
    for name in ("outsider", "gatekeeper"):
        assert send(browser, case, "bar", person=name, kind="suspect").status_code == 302
    barred = set(CaseBar.objects.in_force().values_list("person__username", flat=True))
    assert barred == {"outsider", "gatekeeper"}


@pytest.mark.parametrize("name", ["nobody", "outsider", ""])
def test_nobody_of_elsewhere_is_put_on_the_list(drive, cast, as_user, name):
    case, browser = drive.case(), as_user(cast.supervisor)
    send(browser, case, "restrict", people="")
    assert send(browser, case, "admit", person=name).status_code == 422


def test_a_case_is_restricted_to_those_named_and_opened_again(drive, cast, as_user):
    case, browser = drive.case(), as_user(cast.supervisor)
    assert send(browser, case, "restrict", people="gatekeeper\n\nauditor").status_code == 302
    listed = set(CaseAdmission.objects.in_force().values_list("person__username", flat=True))
    assert listed == {"gatekeeper", "auditor", "investigator", "supervisor"}
    assert send(browser, case, "restrict", people="").status_code == 422
    assert send(browser, case, "admit", person="investigator2").status_code == 302
    assert as_user(cast.investigator2).get(reverse("case", kwargs={"urn": case.urn})).status_code == 200
    assert send(browser, case, "open").status_code == 302
    assert not CaseAdmission.objects.in_force().exists()


def test_a_page_of_another_case_ends_no_bar(drive, cast, as_user):
    case, other = drive.case(), drive.case()
    bar = barred(case, cast.gatekeeper, by=cast.supervisor)
    address = reverse("case_bar_end", kwargs={"urn": other.urn, "key": bar.pk})
    assert as_user(cast.supervisor).get(address).status_code == 404


def test_whoever_is_not_on_the_list_cannot_keep_it(drive, cast, as_user):
    case = drive.case()
    drive.do(case, "early_advice.consider request")
    restricted(case, by=cast.supervisor)
    assert send(as_user(cast.manager), case, "admit", person="manager").status_code == 404


def test_the_urn_of_a_case_that_is_kept_from_them_is_refused_without_saying_that_there_is_one(drive, cast):
    seen, kept = drive.case(), restricted(drive.case(), by=cast.supervisor)
    other = User.objects.get(pk=cast.investigator2.pk)
    assert urn_refused(other, seen.urn).message == "A case with this URN is registered already"
    assert urn_refused(other, kept.urn).message.startswith("This URN cannot be used")
    with pytest.raises(RuleBroken, match="cannot be used"):
        case_file_register(
            unit=cast.unit,
            urn=kept.urn,
            officer_in_case=other,
            reported_on=timezone.localdate(),
            crime_number="",
            by=Actor(other, Role.INVESTIGATOR, cast.force),
            at=timezone.now(),
        )


@pytest.mark.behind_wall
@pytest.mark.parametrize(
    ("who", "opener", "kind"),
    [
        ("supervisor", "investigator2", "break_in.review"),
        ("manager", "prosecutor", "break_in.review_cps"),
    ],
)
def test_who_leads_on_a_case_bars_themselves_and_gives_back_their_work(
    drive, cast, as_user, who, opener, kind
):
    case, lead = closed_case(drive, cast, *TO_DECISION), getattr(cast, who)
    opened(case, getattr(cast, opener))
    work.claim(task=Task.objects.get(pk=drive.open_work(case, kind).task), by=lead, at=timezone.now())
    answered = send(as_user(lead), case, "bar", person=who, kind="relative")
    assert (answered.status_code, answered.url) == (302, reverse("cases"))
    assert CaseBar.objects.get().person == lead
    assert case.events.filter(verb="barred", actor=lead).exists()
    assert drive.open_work(case, kind).owner is None
    assert as_user(lead).get(reverse("case", kwargs={"urn": case.urn})).status_code == 404
