"""The pages of opening a restricted case in an emergency."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.audit.models import AuditEntry
from casework.break_ins.models import BreakIn, BreakInAttempt
from casework.break_ins.services import NOTHING_TO_OPEN
from casework.casefiles.models import CaseFile
from casework.people.roles import Role
from casework.sign_in.sessions import session_mark
from tests.access.addresses import status
from tests.access.keeping import barred, restricted
from tests.access.table import PAGES
from tests.break_ins.opening import REASON, closed_case, opened
from tests.cast import TO_DECISION, person
from tests.documents.sending import add as document_add
from tests.documents.sending import where as document_at

pytestmark = pytest.mark.django_db


def where(urn: str) -> str:
    return reverse("emergency_open", kwargs={"sought": urn})


def body(browser, name: str, **arguments: object) -> str:
    return browser.get(reverse(name, kwargs=arguments)).content.decode()


def test_somebody_opens_a_case_by_its_number_and_a_reason(drive, cast, as_user):
    case, browser = closed_case(drive, cast), as_user(cast.investigator2)
    assert reverse("emergency_access") in body(browser, "cases")
    asked = browser.post(reverse("emergency_case"), {"urn": f" {case.urn[:4]} {case.urn[4:]}"})
    assert (asked.status_code, asked.url) == (302, where(case.urn))
    assert browser.post(where(case.urn), {"reason": "Urgent"}).status_code == 422
    sent = browser.post(where(case.urn), {"reason": REASON}, follow=True)
    assert sent.redirect_chain == [(reverse("case", kwargs={"urn": case.urn}), 302)]
    page = sent.content.decode()
    assert "You can read it until" in page
    made = BreakIn.objects.get()
    assert (made.person, made.reason, made.role) == (cast.investigator2, REASON, "investigator")


def test_the_pages_say_the_same_of_any_number(drive, cast, as_user):
    case, browser = closed_case(drive, cast), as_user(cast.investigator2)
    barred(case, cast.investigator2, by=cast.supervisor)
    missing, seen = "20AA9999926", drive.case().urn
    said = []
    for urn in (case.urn, missing, seen):
        assert browser.post(reverse("emergency_case"), {"urn": urn}).url == where(urn)
        asked, answered = browser.get(where(urn)), browser.post(where(urn), {"reason": REASON})
        assert (asked.status_code, answered.status_code) == (200, 422)
        pages = asked.content.decode() + answered.content.decode()
        assert NOTHING_TO_OPEN in pages
        said.append(without_token(pages).replace(urn, ""))
    assert len(set(said)) == 1


def without_token(page: str) -> str:
    lines = page.splitlines()
    return "\n".join(line for line in lines if "csrf" not in line and "session" not in line)


@pytest.mark.parametrize("urn", ["", "20AA", "not a number"])
def test_a_number_that_is_none_is_said_so(drive, cast, as_user, urn):
    assert as_user(cast.investigator2).post(reverse("emergency_case"), {"urn": urn}).status_code == 422
    assert not BreakInAttempt.objects.exists()


def test_who_did_not_sign_in_just_now_signs_in_again(drive, cast):
    case, browser = closed_case(drive, cast), Client()
    browser.force_login(cast.investigator2)
    session = browser.session
    session_mark(session, how="password", at=timezone.now() - timedelta(minutes=6))
    session.save()
    for answer in (browser.get(where(case.urn)), browser.post(where(case.urn), {"reason": REASON})):
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_again"))
    assert not BreakIn.objects.exists()


@pytest.mark.behind_wall
def test_a_case_that_is_open_is_on_their_own_list_until_its_end(drive, cast, as_user):
    case, browser = closed_case(drive, cast), as_user(cast.investigator2)
    href = reverse("case", kwargs={"urn": case.urn})
    assert "You have opened none" in body(browser, "emergency_access")
    opened(case, cast.investigator2)
    assert href in body(browser, "emergency_access")
    assert case.urn not in body(browser, "cases")


@pytest.mark.behind_wall
def test_who_opened_a_case_finds_its_number_once_the_hour_is_over(drive, cast, as_user):
    case = closed_case(drive, cast)
    opened(case, cast.investigator2, at=timezone.now() - timedelta(hours=2))
    shown = body(as_user(cast.investigator2), "emergency_access")
    assert case.urn in shown
    assert reverse("case", kwargs={"urn": case.urn}) not in shown
    assert case.urn not in body(as_user(cast.gatekeeper2), "emergency_access")


@pytest.mark.behind_wall
def test_the_rank_above_sees_who_and_when_and_of_a_case_of_its_own_which(drive, cast, as_user):
    case = closed_case(drive, cast, *TO_DECISION)
    opened(case, cast.investigator2)
    shown = body(as_user(cast.supervisor), "emergency_access")
    assert cast.investigator2.signature in shown
    assert case.urn in shown
    assert REASON in shown
    seen = AuditEntry.objects.filter(what="emergency_access", case_file=case.pk).get()
    assert (seen.person, seen.operation) == (cast.supervisor.pk, "consultation")
    for who in (cast.prosecutor, cast.outsider):
        assert cast.investigator2.signature not in body(as_user(who), "emergency_access")


@pytest.mark.behind_wall
def test_the_ranks_above_that_are_kept_from_the_case_learn_neither_number_nor_reason(drive, cast, as_user):
    case = closed_case(drive, cast)
    off_list = person("supervisor2", Role.SUPERVISOR, cast.force, cast.unit)
    opened(case, cast.investigator2)
    for who in (off_list, cast.gatekeeper, cast.auditor):
        shown = body(as_user(who), "emergency_access")
        assert cast.investigator2.signature in shown
        assert case.urn not in shown
        assert REASON not in shown
    assert not AuditEntry.objects.filter(what="emergency_access", case_file=case.pk).exists()


def test_its_documents_are_read_but_for_those_that_are_not_disclosed(drive, cast, as_user):
    case = drive.case()
    for kind in ("mg3", "mg6d"):
        assert document_add(as_user(cast.investigator), case, kind=kind).status_code == 302
    restricted(case, by=cast.supervisor)
    opened(case, cast.investigator2)
    found = {
        number: status(
            as_user(cast.investigator2).get(document_at(case, "document_download", number=number, version=1))
        )
        for number in (1, 2)
    }
    assert found == {1: 200, 2: 404}


def test_the_record_of_who_did_what_has_the_attempt_the_opening_and_all_that_was_read(drive, cast, as_user):
    case, browser = closed_case(drive, cast), as_user(cast.investigator2)
    browser.post(where("20AA9999926"), {"reason": REASON})
    browser.post(where(case.urn), {"reason": REASON})
    browser.get(reverse("case_people", kwargs={"urn": case.urn}))
    theirs = AuditEntry.objects.filter(person=cast.investigator2.pk)
    said = set(theirs.values_list("what", "operation", "case_file"))
    assert {
        ("casework_breakinattempt", "collection", None),
        ("casework_breakin", "collection", case.pk),
        ("case_people", "consultation", case.pk),
    } <= said
    assert theirs.filter(what="casework_breakinattempt").count() == 2
    assert case.events.get(verb="broken_in").reason == REASON


@pytest.mark.parametrize("name", ["emergency_case", "emergency_open"])
@pytest.mark.parametrize("who", ["witness_care", "liaison", "auditor", "administrator"])
def test_who_opens_no_case_has_none_of_the_forms(cast, as_user, name, who):
    arguments = {"sought": "20AA9999926"} if name == "emergency_open" else {}
    assert as_user(getattr(cast, who)).get(reverse(name, kwargs=arguments)).status_code == 403


def test_nothing_can_be_sent_to_any_page_of_a_case_that_was_opened(address, cast, as_user):
    case = CaseFile.objects.get(urn=address("case").split("/")[2])
    restricted(case, cast.manager, by=cast.supervisor)
    browser = as_user(cast.gatekeeper)
    opened(case, cast.gatekeeper)
    names = [name for name in PAGES if f"/cases/{case.urn}/" in address(name)]
    last = AuditEntry.objects.latest("pk").pk
    sent = {name: address(name) for name in names}
    sent |= {f"step_{verb}": f"{address('step')}{verb}/" for verb in ("claim", "release", "hold/end")}
    found = {name: status(browser.post(to, {})) for name, to in sent.items()}
    assert len(found) > 30
    assert set(found.values()) <= {403, 404, 405}, found
    altered = AuditEntry.objects.filter(pk__gt=last).exclude(operation__in=("refused", "consultation"))
    assert not altered.exists()
