"""An auditor sees who saw a case, and with a reason what a person saw, of their own force or area alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.audit.models import AuditEntry, AuditReason
from casework.audit.unusual import RULES, unusual_reading
from casework.audit.who import Acting
from casework.audit.writing import Said, entries_write
from casework.early_advice.models import EarlyAdviceRequest
from casework.people.models import Membership
from casework.people.roles import Role
from tests.access.keeping import barred
from tests.audit.costs import WRITTEN_DOWN
from tests.cast import organisation, person

pytestmark = pytest.mark.django_db


def of(case, name: str = "case_audit") -> str:
    return reverse(name, kwargs={"urn": case.urn})


def words(response) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(BeautifulSoup(response.content, "html5lib").main.get_text(" ").split())


class TestOfACase:
    def test_it_says_who_saw_it_and_where(self, drive, cast, as_user):
        case = drive.case()
        as_user(cast.gatekeeper).get(of(case, "case_people"))
        page = words(as_user(cast.auditor).get(of(case)))
        assert (
            f"{cast.gatekeeper.signature}, West Midlands Police Consultation case people {case.urn}" in page
        )
        assert "must not be used to measure" in page

    def test_looking_at_it_is_in_it(self, drive, cast, as_user):
        case, browser = drive.case(), as_user(cast.auditor)
        browser.get(of(case))
        assert f"{cast.auditor.signature}, West Midlands Police Consultation case audit" in words(
            browser.get(of(case))
        )

    def test_no_name_and_no_value_of_the_case_is_on_it(self, drive, cast, as_user):
        page = words(as_user(cast.auditor).get(of(drive.case())))
        assert "family_name" not in page
        assert "Victimname0" not in page

    def test_it_costs_the_same_for_many_entries(self, drive, cast, as_user):
        case, browser, counts = drive.case(), as_user(cast.auditor), []
        for looks in (1, 30):
            for _ in range(looks):
                as_user(cast.gatekeeper).get(of(case, "case_people"))
            with CaptureQueriesContext(connection) as captured:
                browser.get(of(case))
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 14 + WRITTEN_DOWN

    def test_an_auditor_of_another_force_finds_no_such_case(self, drive, cast, as_user):
        away = person("away", Role.AUDITOR, organisation("force", "Northumbria Police"))
        assert as_user(away).get(of(drive.case())).status_code == 404


class TestOfAPerson:
    def look(self, browser, about, reason: str = "A complaint"):
        return browser.post(reverse("audit_person", kwargs={"person": about.pk}), {"reason": reason})

    def test_a_reason_is_asked_for_first(self, cast, as_user):
        answer = self.look(as_user(cast.auditor), cast.investigator, reason=" ")
        assert answer.status_code == 422
        assert "Enter why you need to look" in answer.content.decode()
        assert not AuditReason.objects.exists()

    def test_it_opens_what_they_did_and_saw(self, drive, cast, as_user):
        case, browser = drive.case(), as_user(cast.auditor)
        as_user(cast.investigator).get(of(case, "case_people"))
        page = words(browser.get(self.look(browser, cast.investigator).url))
        assert "Your reason: A complaint" in page
        assert f"Consultation case people {case.urn}" in page

    def test_the_reason_is_kept_for_ever_and_its_words_are_not_in_the_record(self, cast, as_user):
        self.look(as_user(cast.auditor), cast.investigator, "Complaint 17")
        kept = AuditReason.objects.get()
        assert (kept.auditor, kept.person) == (cast.auditor, cast.investigator)
        entry = AuditEntry.objects.get(what="casework_auditreason")
        assert (entry.person, entry.subject) == (cast.auditor.pk, str(kept.pk))
        assert "Complaint 17" not in str(list(AuditEntry.objects.values()))

    def test_it_opens_for_an_hour_and_for_its_auditor_alone(self, cast, as_user):
        other = person("auditor2", Role.AUDITOR, cast.force)
        browser = as_user(cast.auditor)
        address = self.look(browser, cast.investigator).url
        assert as_user(other).get(address).status_code == 404
        with time_machine.travel(timezone.now() + timedelta(minutes=59)):
            assert browser.get(address).status_code == 200
        with time_machine.travel(timezone.now() + timedelta(minutes=61)):
            assert as_user(cast.auditor).get(address).status_code == 404

    def test_somebody_of_another_force_is_not_found(self, cast, as_user):
        assert self.look(as_user(cast.auditor), cast.outsider).status_code == 404

    def test_what_they_do_elsewhere_is_not_shown_nor_what_they_did_before_and_after(self, cast, as_user):
        there, today = organisation("force", "Northumbria Police"), timezone.localdate()
        who = person("mover", Role.GATEKEEPER, there)
        Membership.objects.create(
            person=who,
            organisation=cast.force,
            role=Role.GATEKEEPER,
            starts_on=today - timedelta(days=9),
            ends_on=today - timedelta(days=5),
        )
        entries_write(Acting("elsewhere", who.pk, there.pk), [Said("consultation")])
        entries_write(Acting("here", who.pk, cast.force.pk), [Said("consultation")])
        for days in (10, 9, 5, 4):
            at_days_ago(days, Acting(f"ago {days}", who.pk), Said("consultation"))
        browser = as_user(cast.auditor)
        page = words(browser.get(self.look(browser, who).url))
        assert "Consultation here" in page
        for shown, what in (
            (False, "elsewhere"),
            *((days in (9, 5), f"ago {days}") for days in (10, 9, 5, 4)),
        ):
            assert (f"Consultation {what} " in page) is shown, what

    def test_whether_there_is_a_case_whose_number_was_tried_is_not_told(self, drive, cast, as_user):
        case, away = drive.case(), person("away", Role.AUDITOR, organisation("force", "Northumbria Police"))
        for urn in (case.urn, "99ZZ9999926"):
            as_user(cast.outsider).get(reverse("case_change", kwargs={"urn": urn}))
        browser = as_user(away)
        opened = self.look(browser, cast.outsider).url
        page = words(browser.get(opened))
        assert page.count("Refusal case change A case that you cannot see, or none") == 2
        assert case.urn not in page
        rows = [
            row for row in browser.get(f"{opened}export/").content.decode().splitlines() if "Refusal" in row
        ]
        assert len({re.sub(r"\d+", "0", row) for row in rows}) == 1

    def test_a_refusal_that_is_of_no_case_says_what_it_was_of(self, cast, as_user):
        as_user(cast.investigator).get(reverse("audit_person", kwargs={"person": cast.gatekeeper.pk}))
        browser = as_user(cast.auditor)
        table = browser.get(f"{self.look(browser, cast.investigator).url}export/").content.decode()
        assert f"Refusal,audit_person,,{cast.gatekeeper.pk},403" in table.replace('"', "")


class TestTakingOut:
    def test_the_table_is_safe_for_a_spreadsheet_and_is_written_down_itself(self, drive, cast, as_user):
        case, browser = drive.case(), as_user(cast.auditor)
        cast.gatekeeper.rank, cast.gatekeeper.last_name = "=cmd()", "Tester"
        cast.gatekeeper.save()
        as_user(cast.gatekeeper).get(of(case, "case_people"))
        opened = browser.post(of(case, "case_audit_export"), {"reason": "The Commissioner asks"}).url
        table = browser.get(f"{opened}export/").content.decode()
        assert table.startswith('\ufeff"OFFICIAL-SENSITIVE"')
        assert "\"'=cmd()" in table
        assert case.urn in table
        taken = AuditEntry.objects.filter(operation="export").latest("pk")
        assert (taken.person, taken.what) == (cast.auditor.pk, "audit_look_export")
        assert taken.subject == str(AuditReason.objects.get().pk)

    def test_a_reason_opens_nothing_of_a_case_that_is_kept_from_the_auditor_by_now(
        self, drive, cast, as_user
    ):
        case, browser = drive.case(), as_user(cast.auditor)
        opened = browser.post(of(case, "case_audit_export"), {"reason": "The Commissioner asks"}).url
        assert [browser.get(each).status_code for each in (opened, f"{opened}export/")] == [200, 200]
        barred(case, cast.auditor, by=cast.supervisor)
        assert [browser.get(each).status_code for each in (opened, f"{opened}export/")] == [404, 404]

    def test_of_a_case_that_is_not_seen_nothing_tells_which_it_is(self, drive, cast, as_user):
        case, browser = drive.case(), as_user(cast.auditor)
        drive.do(case, "early_advice.consider request")
        as_user(cast.investigator).get(reverse("cases"), {"urn": case.urn})
        assert AuditEntry.objects.get(operation="search").details["cases"] == [str(case.pk)]
        barred(case, cast.auditor, by=cast.supervisor)
        look = reverse("audit_person", kwargs={"person": cast.investigator.pk})
        opened = browser.post(look, {"reason": "A complaint"}).url
        table = browser.get(f"{opened}export/").content.decode()
        assert "A case that you cannot see" in table
        assert "early_advice.requested" in table
        for telling in (str(case.pk), case.urn, str(EarlyAdviceRequest.objects.get().pk)):
            assert telling not in table

    def test_a_long_record_is_read_some_at_a_time(self, cast, as_user, monkeypatch):
        monkeypatch.setattr("casework.audit.selectors.AT_ONCE", 2)
        said = [Said("consultation", subject=f"number {each}") for each in range(5)]
        entries_write(Acting("case", cast.investigator.pk, cast.force.pk), said)
        browser = as_user(cast.auditor)
        look = reverse("audit_person", kwargs={"person": cast.investigator.pk})
        opened = browser.post(look, {"reason": "A complaint"}).url
        table = browser.get(f"{opened}export/").content.decode()
        assert [table.count(f"number {each}") for each in range(5)] == [1] * 5


def at_days_ago(days: int, who: Acting, said: Said) -> None:
    """An entry of an earlier day: whoever runs the database gives it to it."""
    entries_write(who, [said])
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE casework_auditentry DISABLE TRIGGER USER")
        earlier = "UPDATE casework_auditentry SET at = at - %s WHERE id = %s"
        cursor.execute(earlier, [timedelta(days=days), AuditEntry.objects.latest("pk").pk])
        cursor.execute("ALTER TABLE casework_auditentry ENABLE TRIGGER USER")


class TestUnusual:
    def read(self, browser, cases, at) -> None:
        for case in cases:
            browser.get(of(case, "case"))

    def found(self, *people) -> set[tuple[str, int, int]]:
        now = timezone.now()
        span = {"since": now - timedelta(days=1), "until": now + timedelta(days=1)}
        rules = [rule for rule in RULES if rule.key != "at_night"]
        places = [membership.organisation_id for each in people for membership in each.memberships_held]
        lines = unusual_reading([each.pk for each in people], places=places, **span, rules=rules)
        return {(line.rule.key, line.person, line.number) for line in lines}

    def test_nothing_is_unusual_about_ones_own_work_and_about_lists(self, drive, cast, as_user, monkeypatch):
        few(monkeypatch)
        made = [drive.case() for _ in range(3)]
        self.read(as_user(cast.investigator), made, None)
        as_user(cast.investigator2).get(reverse("cases"))
        assert self.found(cast.investigator, cast.investigator2) == set()

    def test_many_cases_of_others_are(self, drive, cast, as_user, monkeypatch):
        few(monkeypatch)
        self.read(as_user(cast.investigator2), [drive.case() for _ in range(3)], None)
        assert ("many_cases", cast.investigator2.pk, 3) in self.found(cast.investigator2)

    def test_what_was_taken_out_of_them_is(self, drive, cast, as_user):
        case = drive.case()
        drive.do(case, "early_advice.consider request")
        entries_write(Acting("paper_review", cast.gatekeeper2.pk), [Said("print", case.pk, "opened")])
        assert self.found(cast.gatekeeper2) == {("took_out", cast.gatekeeper2.pk, 1)}

    def test_refusals_and_failed_sign_ins_are(self, drive, cast, as_user, client):
        case, browser = drive.case(), as_user(cast.outsider)
        for _ in range(10):
            browser.get(of(case, "case"))
            client.post(reverse("account_login"), {"login": "outsider", "password": "wrong"})
        # Before the tenth wrong password the sign-in page answers no more.
        assert {(rule, who) for rule, who, _ in self.found(cast.outsider)} == {
            ("refused", cast.outsider.pk),
            ("sign_in_failed", cast.outsider.pk),
        }

    def test_the_night_is_that_of_london(self):
        (rule,) = (each for each in RULES if each.key == "at_night")
        condition = rule.condition[rule.condition.index("EXTRACT") :]
        asked = f"SELECT {condition} FROM (SELECT %s::timestamptz AS at) AS entry"  # noqa: S608
        with connection.cursor() as cursor:
            for moment, is_night in (
                ("2026-07-01 21:00Z", True),
                ("2026-07-01 20:59Z", False),
                ("2026-07-01 05:00Z", False),
                ("2026-12-01 21:59Z", False),
                ("2026-12-01 05:59Z", True),
            ):
                cursor.execute(asked, [moment])
                assert cursor.fetchone() == (is_night,), moment

    def test_the_page_names_the_rules_and_whom_they_found(self, drive, cast, as_user):
        for _ in range(10):
            as_user(cast.investigator).get(reverse("people"))
        page = words(as_user(cast.auditor).get(reverse("audit")))
        assert f"{cast.investigator.signature} , Was refused again and again" in page
        assert cast.outsider.signature not in page


def few(monkeypatch) -> None:
    from dataclasses import replace

    rules = [replace(rule, at_least=3) if rule.key == "many_cases" else rule for rule in RULES]
    monkeypatch.setattr("tests.audit.test_pages.RULES", tuple(rules))
