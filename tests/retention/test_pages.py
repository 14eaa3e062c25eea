"""The pages of who keeps the records: they name the case, its class and days, and nobody in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.errors import Overtaken
from casework.people.models import Membership
from casework.people.roles import Role
from casework.retention import agreement, erasure
from casework.retention.classes import years_later
from casework.retention.erasure import case_erase, erasure_propose
from casework.retention.models import CaseRetention, ErasedCase, LegalHold
from casework.retention.services import hold_set, retention_set
from casework.sign_in.sessions import session_mark
from tests.access.keeping import barred, restricted
from tests.retention.closed import closed_case, colleague, keeper_of_cps, work_close
from workflows.engine import work

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]


@pytest.fixture
def case(drive) -> CaseFile:
    return closed_case(drive)


def send(browser, case: CaseFile, what: str, **form: str):
    return browser.post(where(case, what), form)


def listed(browser, show: str) -> str:
    return browser.get(reverse("retention"), {"show": show}).content.decode()


def page(browser, case: CaseFile) -> str:
    return browser.get(reverse("case_retention", kwargs={"urn": case.urn})).content.decode()


def lets_go_today(monkeypatch) -> None:
    monkeypatch.setattr(erasure, "erasable_from", lambda case, kept: kept.review_on)
    monkeypatch.setattr(agreement, "STANDS_FOR", timedelta(0))


def due_now() -> None:
    """As if the review were today, and the class kept nothing for longer."""
    today = timezone.localdate()
    CaseRetention.objects.update(review_on=today, kind="serious")


@pytest.mark.behind_wall
def test_a_case_goes_from_no_class_to_erased(case, cast, as_user, monkeypatch):
    ours, theirs = as_user(cast.administrator), as_user(keeper_of_cps(cast).person)
    assert case.urn in listed(ours, "none")
    assert send(ours, case, "class").status_code == 422
    assert send(ours, case, "class", kind="serious").status_code == 302
    assert case.urn not in listed(ours, "none") + listed(ours, "due")
    assert send(ours, case, "propose", reason="Not needed").status_code == 422
    due_now()
    lets_go_today(monkeypatch)
    assert case.urn in listed(ours, "due")
    assert send(ours, case, "propose", reason="Not needed").status_code == 302
    assert "Erasure proposed" in listed(theirs, "due")
    erase = reverse("case_erase", kwargs={"urn": case.urn})
    assert "Not needed" in theirs.get(erase).content.decode()
    assert ours.post(erase, {"urn": case.urn}).status_code == 422
    assert theirs.post(erase, {"urn": ""}).status_code == 422
    assert theirs.post(erase, {"urn": "20AA9999926"}).status_code == 422
    answered = theirs.post(erase, {"urn": case.urn.lower()})
    assert (answered.status_code, ErasedCase.objects.get().urn) == (302, case.urn)
    for browser in (ours, theirs):
        assert case.urn in listed(browser, "erased")
        assert browser.get(erase).status_code == 404


def test_who_comes_second_is_told_that_somebody_was_first(case, cast, as_user, monkeypatch):
    ours, theirs = as_user(cast.administrator), keeper_of_cps(cast).person
    send(ours, case, "class", kind="serious")
    due_now()
    lets_go_today(monkeypatch)
    send(ours, case, "propose", reason="Not needed")
    now = {"case": case, "by": theirs, "at": timezone.now()}
    work.administer_case(verb=case_erase, **now)
    with pytest.raises(Overtaken):
        work.administer_case(verb=hold_set, reason="A claim", **now)
    assert not LegalHold.objects.exists()


def test_whoever_sends_a_form_of_a_case_that_is_erased_meanwhile_is_told(case, cast, as_user, monkeypatch):
    send(as_user(cast.administrator), case, "class", kind="serious")
    due_now()
    lets_go_today(monkeypatch)
    send(as_user(cast.administrator), case, "propose", reason="Not needed")
    act_on_case, theirs = work.act_on_case, keeper_of_cps(cast).person

    def late(**about):
        work.administer_case(verb=case_erase, case=case, by=theirs, at=timezone.now())
        return act_on_case(**about)

    monkeypatch.setattr(work, "act_on_case", late)
    address = reverse("case_add", kwargs={"urn": case.urn, "what": "suspect"})
    answer = as_user(cast.investigator).post(address, {"family_name": "Latecomer"})
    assert (answer.status_code, Overtaken().message in answer.content.decode()) == (409, True)


@pytest.mark.behind_wall
def test_the_class_that_is_set_again_counts_from_the_review_by_which_the_case_was_kept(case, cast, as_user):
    browser, today = as_user(cast.administrator), timezone.localdate()
    send(browser, case, "class", kind="other")
    due_now()
    send(browser, case, "keep")
    CaseRetention.objects.update(review_on=today)
    send(browser, case, "class", kind="serious")
    assert CaseRetention.objects.get().review_on == years_later(today, 10)


def test_a_review_keeps_a_case_and_a_hold_is_put_on_and_ended(case, cast, as_user):
    ours, theirs = as_user(cast.administrator), as_user(keeper_of_cps(cast).person)
    send(ours, case, "class", kind="other")
    due_now()
    assert send(ours, case, "keep").status_code == 302
    assert CaseRetention.objects.get().review_on > timezone.localdate()
    assert send(ours, case, "hold", reason="").status_code == 422
    assert send(ours, case, "hold", reason="A claim").status_code == 302
    assert case.urn in listed(theirs, "held")
    end = reverse("case_hold_end", kwargs={"urn": case.urn, "key": LegalHold.objects.get().pk})
    assert theirs.post(end, {"reason": "No claim"}).status_code == 422
    assert ours.post(end, {"reason": "Settled"}).status_code == 302
    assert ours.get(end).status_code == 404
    assert "Nothing holds this case" in page(ours, case)


def test_the_page_offers_no_act_that_is_refused_and_says_why(case, cast, as_user, monkeypatch):
    ours, theirs = as_user(cast.administrator), as_user(keeper_of_cps(cast).person)
    send(ours, case, "class", kind="serious")
    early = page(ours, case)
    assert "The review of this case is not due before" in early
    assert not offered(early, case, "keep", "propose")
    due_now()
    assert offered(page(ours, case), case, "keep")
    assert not offered(page(ours, case), case, "propose")
    lets_go_today(monkeypatch)
    send(ours, case, "hold", reason="A claim")
    held = page(theirs, case)
    assert "A legal hold is on this case" in held
    assert f"Only {cast.force.name} can end this hold" in held
    assert "End this hold" not in held
    assert "End this hold" in page(ours, case)


def test_the_page_offers_the_erasure_to_whoever_may_and_no_class_meanwhile(case, cast, as_user, monkeypatch):
    ours, theirs = as_user(cast.administrator), as_user(keeper_of_cps(cast).person)
    send(ours, case, "class", kind="serious")
    due_now()
    lets_go_today(monkeypatch)
    send(ours, case, "propose", reason="Not needed")
    erase = reverse("case_erase", kwargs={"urn": case.urn})
    assert erase in page(theirs, case)
    assert erase not in page(ours, case)
    assert "Somebody else must erase the case that you proposed" in page(ours, case)
    assert not offered(page(ours, case), case, "class")
    assert "Withdraw the proposal to erase the case first" in page(ours, case)


def offered(shown: str, case: CaseFile, *changes: str) -> list[str]:
    return [what for what in changes if f'href="{where(case, what)}"' in shown]


def where(case: CaseFile, what: str) -> str:
    return reverse("case_retention_change", kwargs={"urn": case.urn, "what": what})


@pytest.mark.behind_wall
def test_what_was_erased_is_listed_to_nobody_who_was_kept_from_it(drive, cast, as_user, monkeypatch):
    """Who was barred, and who was not on the list of a restricted case, which keeps out who comes later."""
    barred_one, unlisted = closed_case(drive), closed_case(drive)
    other = colleague(cast)
    barred(barred_one, other.person, by=cast.supervisor)
    restricted(unlisted, cast.administrator, keeper_of_cps(cast).person, by=cast.supervisor)
    lets_go_today(monkeypatch)
    for case in (barred_one, unlisted):
        by, now = {"case": case, "by": cast.administrator}, timezone.now()
        work.administer_case(verb=retention_set, kind="serious", at=now, **by)
        due_now()
        work.administer_case(verb=erasure_propose, reason="Not needed", at=now, **by)
        work.administer_case(case=case, by=keeper_of_cps(cast).person, verb=case_erase, at=timezone.now())
    for person in (cast.administrator, keeper_of_cps(cast).person):
        shown = listed(as_user(person), "erased")
        assert barred_one.urn in shown
        assert unlisted.urn in shown
    shown = listed(as_user(other.person), "erased")
    assert barred_one.urn not in shown
    assert unlisted.urn not in shown


def test_the_pages_name_nobody_in_the_case(case, cast, as_user):
    browser = as_user(cast.administrator)
    send(browser, case, "class", kind="serious")
    due_now()
    shown = page(browser, case) + listed(browser, "due")
    assert case.urn in shown
    assert "Suspectname" not in shown
    assert "Victimname" not in shown


def test_an_administrator_of_elsewhere_finds_no_case(case, cast, as_user):
    Membership.objects.create(
        person=cast.outsider,
        role=Role.ADMINISTRATOR,
        organisation=cast.outsider.memberships.get().organisation,
        starts_on=timezone.localdate(),
    )
    browser = as_user(cast.outsider)
    assert case.urn not in listed(browser, "none")
    for name, more in (
        ("case_retention", {}),
        ("case_erase", {}),
        ("case_retention_change", {"what": "class"}),
    ):
        assert browser.get(reverse(name, kwargs={"urn": case.urn, **more})).status_code == 404


def test_what_is_no_list_and_no_change_is_not_found(case, cast, as_user):
    browser = as_user(cast.administrator)
    assert browser.get(reverse("retention"), {"show": "all"}).status_code == 404
    assert send(browser, case, "destroy").status_code == 404


def test_erasing_asks_for_proof_of_who_it_is(case, cast, as_user):
    browser = as_user(cast.administrator)
    session = browser.session
    session_mark(session, how="password", at=timezone.now() - timedelta(minutes=6))
    session.save()
    answered = browser.get(reverse("case_erase", kwargs={"urn": case.urn}))
    assert answered.url.startswith(reverse("account_again"))


@pytest.mark.parametrize("show", ["due", "held", "none"])
def test_a_list_asks_as_often_for_many_cases_as_for_few(drive, cast, as_user, show):
    browser = as_user(cast.administrator)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            listed(browser, show)
        return len(found)

    for _ in range(2):
        work_close(drive.case())
    fill(cast)
    few = asked()
    for _ in range(30):
        work_close(drive.case())
    fill(cast)
    assert asked() == few


def fill(cast) -> None:
    """Every case on the list of the reviews that are due and of the holds, but those without a class."""
    now, today = timezone.now(), timezone.localdate()
    about = {"organisation": cast.force, "reason": "A claim", "begun_at": now, "begun_by": cast.administrator}
    for case in list(CaseFile.objects.all())[::2]:
        details = {"kind": "serious", "closed_on": today, "review_on": today, "set_at": now}
        CaseRetention.objects.get_or_create(
            case_file=case, defaults={**details, "set_by": cast.administrator}
        )
        LegalHold.objects.get_or_create(case_file=case, defaults=about)
