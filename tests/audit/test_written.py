"""What is written down: of changes, by triggers; of reading, searches and refusals, by the door."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.audit import who
from casework.audit.models import AuditEntry, Operation
from casework.audit.who import Acting, acting_as
from casework.calendars.feeds import calendar_feed_make
from casework.people.models import User
from tests.cast import charged
from tests.sign_in.hands import code_typed, has_app, password_typed, signs_in

pytestmark = pytest.mark.django_db


def entries(**of: object) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(**of).order_by("pk"))


def latest(after: int = 0) -> int:
    return max((each.pk for each in entries(pk__gt=after)), default=after)


class TestChanges:
    def test_what_a_person_sends_is_an_entry_of_the_case_with_who_and_where(self, drive, cast):
        case = drive.case()
        before = latest()
        drive.do(case, "early_advice.consider request")
        made = entries(pk__gt=before, what="casework_earlyadvicerequest")
        assert {each.operation for each in made} == {"alteration"}
        for each in made:
            assert (each.person, each.role, each.organisation) == (
                cast.investigator.pk,
                "investigator",
                cast.force.pk,
            )
            assert each.case_file == each.stream == case.pk
            assert each.details["by"] == "step"
            assert "position" in each.details["columns"]

    def test_no_value_is_in_it(self, drive):
        case = drive.case()
        assert entries(case_file=case.pk, what="casework_victim")
        assert "Victimname0" not in str(list(AuditEntry.objects.values()))

    def test_erasure_names_the_key_and_nothing_else(self, drive):
        case = drive.case()
        key = str(case.offences.get().pk)
        case.offences.all().delete()
        (erased,) = entries(operation=Operation.ERASURE)
        assert (erased.subject, erased.case_file) == (key, case.pk)
        assert erased.details == {"by": "database"}

    def test_what_did_not_change_is_no_alteration(self, drive):
        case, before = drive.case(), latest()
        case.suspects.update(family_name="Suspectname0")
        assert entries(pk__gt=before) == []

    def test_what_is_rolled_back_was_not_done(self, drive):
        case, before = drive.case(), latest()
        with transaction.atomic():
            case.suspects.update(family_name="Other")
            transaction.set_rollback(True)
        case.suspects.update(family_name="Another")
        (kept,) = entries(pk__gt=before)
        assert kept.details["columns"] == ["family_name"]

    def test_a_record_of_a_record_finds_its_case(self, drive):
        case = drive.case()
        drive.do(case, "bad_character.consider nil")
        assert {each.case_file for each in entries(what="casework_policereturn")} == {case.pk}

    def test_an_account_is_in_the_chain_of_its_person(self, cast):
        before = latest()
        cast.outsider.memberships.update(ends_on=timezone.localdate())
        (ended,) = entries(pk__gt=before)
        assert (ended.stream.int, ended.case_file) == (cast.outsider.pk, None)


class TestWho:
    """Who it was travels with each statement that writes, and stays with nobody else."""

    def change(self, drive) -> AuditEntry:
        before = latest()
        drive.case().suspects.update(family_name="Other")
        return entries(pk__gt=before)[-1]

    def test_it_costs_no_query(self, drive):
        case = drive.case()
        with acting_as(Acting("step", 7, 3, "supervisor")), CaptureQueriesContext(connection) as captured:
            assert case.suspects.update(family_name="Other") == 1
        assert len(captured) == 1
        assert (entries()[-1].person, entries()[-1].role) == (7, "supervisor")

    def test_a_statement_after_the_block_is_nobodys(self, drive):
        with acting_as(Acting("step", 7)):
            drive.case()
        assert entries()[-1].person is not None
        assert self.change(drive).person is None

    def test_what_a_statement_gives_back_is_its_own(self, drive):
        case = drive.case()
        with acting_as(Acting("step", 7)), connection.cursor() as cursor:
            cursor.execute("UPDATE casework_suspect SET family_name = %s RETURNING reference", ["Other"])
            assert cursor.fetchall() == [("S1",)]
            cursor.executemany("UPDATE casework_suspect SET family_name = %s", [["A"], ["B"]])
        assert [each.person for each in entries(case_file=case.pk)[-3:]] == [7, 7, 7]

    def test_what_somebody_types_cannot_leave_the_setting(self):
        assert "'" not in Acting(door="x'; DROP TABLE y; --", role="a|b").setting
        assert Acting(door="a|b").setting.count("|") == 4

    def test_a_command_names_itself(self, drive, monkeypatch):
        monkeypatch.setattr(who, "_process", ["command migrate_cases"])
        assert self.change(drive).details["by"] == "command migrate_cases"

    def test_a_task_names_itself(self, drive):
        from celery import shared_task

        made = drive.case()

        @shared_task(name="tests.renames")
        def renames() -> None:
            made.suspects.update(family_name="Other")

        renames.apply()
        assert entries()[-1].details["by"] == "task tests.renames"
        assert self.change(drive).details["by"] == "database"


class TestReading:
    def test_a_page_of_a_case_is_a_consultation(self, drive, cast, as_user):
        case, browser = drive.case(), as_user(cast.supervisor)
        before = latest()
        browser.get(reverse("case_people", kwargs={"urn": case.urn}))
        (seen,) = entries(pk__gt=before)
        assert (seen.operation, seen.what, seen.case_file) == ("consultation", "case_people", case.pk)
        assert (seen.person, seen.stream.int, seen.role) == (
            cast.supervisor.pk,
            cast.supervisor.pk,
            "supervisor",
        )

    def test_a_list_names_each_case_that_it_showed_in_one_statement(self, drive, cast, as_user):
        made = {drive.case().pk for _ in range(3)}
        browser, before = as_user(cast.supervisor), latest()
        with CaptureQueriesContext(connection) as captured:
            browser.get(reverse("cases"))
        assert {each.case_file for each in entries(pk__gt=before)} == made
        assert sum("casework_auditentry" in each["sql"] for each in captured) == 1

    def test_a_search_is_an_entry_with_what_it_showed_and_not_what_was_typed(self, drive, cast, as_user):
        case, _ = drive.case(), drive.case()
        browser, before = as_user(cast.supervisor), latest()
        browser.get(reverse("cases"), {"urn": case.urn[:9]})
        sought, *seen = entries(pk__gt=before)
        assert (sought.operation, sought.details["by"]) == ("search", ["urn"])
        assert case.urn[:9] not in str(sought.details)
        assert sorted(sought.details["cases"]) == sorted(str(each.case_file) for each in seen)

    def test_a_redirect_shows_nothing(self, drive, cast, as_user):
        case = drive.case()
        drive.do(case, "early_advice.consider request")
        shows = {"consultation", "print", "export", "search"}
        assert not {each.operation for each in entries(person=cast.investigator.pk)} & shows

    def test_a_paper_is_a_print_and_a_table_an_export(self, drive, cast, as_user):
        drive.case()
        before = latest()
        as_user(cast.supervisor).get(reverse("whose_clock_export"))
        assert [each.operation for each in entries(pk__gt=before)][-1] == "export"
        before = latest()
        as_user(cast.gatekeeper).get(reverse("agenda_pdf"))
        assert [each.operation for each in entries(pk__gt=before)][-1] == "print"

    def test_what_cannot_be_written_down_is_not_shown(self, drive, cast, as_user, monkeypatch):
        case, browser = drive.case(), as_user(cast.supervisor)
        monkeypatch.setattr("casework.audit.middleware.entries_write", lambda *a: 1 / 0)
        browser.raise_request_exception = False
        answer = browser.get(reverse("case_people", kwargs={"urn": case.urn}))
        assert answer.status_code == 500
        assert b"Victimname0" not in answer.content


class TestRefusals:
    def test_a_case_of_others_is_named_and_none_is_not(self, drive, cast, as_user):
        case, browser = drive.case(), as_user(cast.outsider)
        before, asked = latest(), []
        for urn in (case.urn, "20AA9999926"):
            with CaptureQueriesContext(connection) as captured:
                browser.get(reverse("case", kwargs={"urn": urn}))
            asked.append(len(captured))
        assert asked[0] == asked[1]
        hidden, missing = entries(pk__gt=before)
        assert (hidden.operation, hidden.outcome, hidden.case_file) == ("refused", "404", case.pk)
        assert (missing.outcome, missing.case_file) == ("404", None)

    def test_a_page_of_another_role_is_a_refusal(self, cast, as_user):
        as_user(cast.investigator).get(reverse("people"))
        assert (entries()[-1].what, entries()[-1].outcome) == ("people", "403")

    def test_a_forged_request_is_a_refusal_of_who_is_signed_in(self, drive, cast):
        case, browser = drive.case(), Client(enforce_csrf_checks=True)
        browser.force_login(cast.investigator)
        where = {"urn": case.urn, "task": drive.open_work(case, "vps_offer.offer").task}
        assert browser.post(reverse("step_claim", kwargs=where)).status_code == 403
        refused = entries()[-1]
        assert (refused.operation, refused.what, refused.person) == (
            "refused",
            "step_claim",
            cast.investigator.pk,
        )

    def test_a_strangers_guess_at_a_victims_code_is_in_no_record(self, client, cast):
        before = latest()
        assert client.get(reverse("voice_answer", kwargs={"code": "0000"})).status_code == 404
        assert entries(pk__gt=before) == []


class TestWithoutSigningIn:
    def test_a_calendar_is_read_by_whose_address_it_is(self, drive, cast, client):
        case = charged(drive.case(), timezone.localdate())
        drive.list_hearing(case, "ptph", timezone.localdate() + timedelta(days=20))
        token = calendar_feed_make(person=cast.investigator, at=timezone.now())
        before = latest()
        client.get(reverse("calendar", kwargs={"token": token}))
        read = entries(pk__gt=before)
        assert {(each.operation, each.person, each.case_file) for each in read} == {
            ("export", cast.investigator.pk, case.pk)
        }
        assert token not in str([each.subject for each in read])


class TestSigningIn:
    def sign_in(self, username: str, password: str) -> AuditEntry:
        Client().post(reverse("account_login"), {"login": username, "password": password})
        kept = {"sign_in", "sign_in_failed"}
        return entries(operation__in=kept)[-1]

    def test_it_is_in_the_chain_of_the_person(self, cast):
        browser = Client()
        signs_in(browser, cast.supervisor, has_app(cast.supervisor))
        entry = entries(operation="sign_in")[-1]
        assert (entry.operation, entry.person, entry.stream.int) == ("sign_in", *[cast.supervisor.pk] * 2)

    def test_a_password_without_the_code_is_no_sign_in(self, cast):
        has_app(cast.supervisor)
        password_typed(Client(), "supervisor")
        assert not entries(operation="sign_in")

    def test_a_wrong_code_names_the_account_as_a_wrong_password_does(self, cast):
        browser = Client()
        has_app(cast.supervisor)
        password_typed(browser, "supervisor")
        code_typed(browser, "000000")
        (entry,) = entries(operation="sign_in_failed")
        assert (entry.person, entry.subject) == (None, str(cast.supervisor.pk))

    def test_a_wrong_password_names_the_account_and_nobody_who_did_it(self, cast):
        entry = self.sign_in("supervisor", "wrong")
        assert (entry.operation, entry.person, entry.subject) == (
            "sign_in_failed",
            None,
            str(cast.supervisor.pk),
        )

    def test_a_password_typed_for_a_name_is_nowhere(self, cast):
        assert self.sign_in("correct horse", "x").subject == ""
        assert "correct horse" not in str(list(AuditEntry.objects.values()))

    def test_leaving_is_one(self, cast, as_user):
        as_user(cast.supervisor).post(reverse("account_logout"))
        assert entries(operation="sign_out")[-1].person == cast.supervisor.pk


def test_every_account_of_the_tests_is_there(cast):
    assert User.objects.count() == len({each.subject for each in entries(what="casework_user")})
