"""A letter is checked by somebody who did not draft it, and stays as it was checked."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from casework.letters.models import LetterCheck, LetterVersion
from casework.people.models import Membership
from tests.casework.test_guards import refused
from tests.letters.written import CHECKED, DRAFTED, address, drive_get

pytestmark = pytest.mark.django_db
YOURS = "You drafted this letter, so somebody else must check it"


def test_nobody_checks_a_letter_that_they_drafted(case, drive, cast, letter):
    drive.beside(case, "letter", "draft_too", by=cast.prosecutor)
    assert refused(drive.send(case, "letter.check", "approve"), YOURS)
    assert not LetterCheck.objects.exists()
    assert drive.beside(case, "letter", "approve_too", by=cast.liaison).status_code == 302
    assert LetterCheck.objects.get().checked_by == cast.liaison


def test_nobody_of_two_roles_checks_their_own_letter_in_the_other(case, drive, cast, letter):
    Membership.objects.create(person=cast.liaison, role="prosecutor", organisation=cast.area)
    drive.do(case, DRAFTED)
    assert refused(drive.send(case, "letter.check", "approve", by=cast.liaison), YOURS)


def test_the_manager_checks_a_letter_of_the_liaison(case, drive, cast, letter):
    drive.do(case, DRAFTED)
    assert drive.beside(case, "letter", "approve_too", by=cast.manager).status_code == 302
    assert "letter.send" in drive.kinds(case)


def test_a_letter_that_is_sent_back_is_drafted_anew_from_what_was_said(case, drive, letter):
    drive.do(case, DRAFTED)
    drive.send(case, "letter.check", "return", return_reason="Too short")
    page = drive_get(drive, case, drive.open_work(case, "letter.draft").task)
    assert "Too short" in page
    assert "What you told us was looked at with care." in page
    drive.do(case, DRAFTED, CHECKED)
    assert [(each.number, each.is_checked) for each in letter.versions.all()] == [(1, False), (2, True)]


def test_a_checked_letter_that_is_drafted_again_is_checked_again(case, drive, cast, as_user, letter):
    drive.do(case, DRAFTED, CHECKED, "letter.send redraft")
    assert drive.kinds(case) >= {"letter.draft"}
    drive.do(case, DRAFTED)
    browser = as_user(cast.prosecutor)
    assert browser.get(address("paper_letter", case, number=1, version=1)).status_code == 200
    assert browser.get(address("paper_letter", case, number=1, version=2)).status_code == 404


@pytest.mark.parametrize("table", [LetterVersion, LetterCheck])
def test_a_version_and_its_check_are_never_changed(case, drive, letter, table):
    drive.do(case, DRAFTED, CHECKED)
    field = {"number": 9} if table is LetterVersion else {"checked_at": timezone.now()}
    with pytest.raises(DatabaseError), transaction.atomic():
        table.objects.update(**field)
    with pytest.raises(DatabaseError), transaction.atomic():
        table.objects.all().delete()


def test_the_name_that_is_corrected_later_leaves_a_checked_letter_as_it_was(
    case, drive, cast, as_user, letter
):
    drive.do(case, DRAFTED, CHECKED)
    case.victims.update(family_name="Corrected")
    page = as_user(cast.liaison).get(address("letter", case, number=1)).content.decode()
    assert "Dear Victimname0" in page
    assert "Corrected" not in page


def test_a_letter_on_a_decision_that_no_longer_stands_is_not_approved(case, drive, letter):
    drive.do(case, DRAFTED, "review_right.tell tell", "review_right ask", "decision_review.review overturn")
    assert refused(drive.send(case, "letter.check", "approve"), "This decision no longer stands")
