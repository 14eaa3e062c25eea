"""Mails that need a person, the log of a case, and ladders that a force sets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.errors import Overtaken
from casework.people.administering import as_administrator
from notifications.models import LadderChange, Message, Notice
from notifications.notices.sweep import sweep
from notifications.outbox.trouble import mail_settle
from tests.notifications.conftest import together

HOWS = ("again", "arrived")
LADDER = {
    "warn": "5, 2",
    "overdue_after": "1",
    "again_every": "3",
    "again_times": "2",
    "reason": "Agreed locally",
    "seen": "0",
}


@pytest.fixture
def held(cast) -> Message:
    """A formal mail of which nobody knows whether it arrived."""
    now = timezone.now()
    return Message.objects.create(
        kind="notice",
        recipient=cast.investigator,
        formal=True,
        state="held",
        not_before=now,
        attempts=1,
        tried_at=now,
        created_at=now,
    )


@pytest.mark.django_db
class TestMails:
    @pytest.mark.parametrize(
        ("how", "state", "attempts"), [("arrived", "sent", 1), ("again", "ready", 0), ("drop", "void", 1)]
    )
    def test_an_administrator_settles_one(self, held, cast, as_user, how, state, attempts):
        browser = as_user(cast.administrator)
        assert "Email to" in browser.get(reverse("mails")).content.decode()
        browser.post(reverse("mail", kwargs={"message": held.pk}), {"how": how})
        held.refresh_from_db()
        assert (held.state, held.attempts, held.settled_by) == (state, attempts, cast.administrator)
        assert "There are none" in browser.get(reverse("mails")).content.decode()

    @pytest.mark.django_db(transaction=True)
    def test_of_two_administrators_one_settles_it(self, held, cast):
        by = as_administrator(cast.administrator)
        first, second = together(
            *(lambda how=how: mail_settle(message=held, how=how, by=by, at=timezone.now()) for how in HOWS)
        )
        assert {type(first), type(second)} == {type(None), Overtaken}
        held.refresh_from_db()
        assert held.state == ("ready" if first is None else "sent")

    def test_that_of_who_has_left_is_with_the_administrator_of_its_work(self, drive, cast, as_user):
        drive.case()
        sweep(now=timezone.now() + timedelta(days=40))
        Message.objects.filter(notices__recipient=cast.investigator).update(state="dead")
        cast.investigator.memberships.all().delete()
        assert "Email to" in as_user(cast.administrator).get(reverse("mails")).content.decode()

    def test_one_that_is_settled_is_not_found(self, held, cast, as_user):
        Message.objects.update(state="sent")
        address = reverse("mail", kwargs={"message": held.pk})
        assert as_user(cast.administrator).post(address, {"how": "again"}).status_code == 404

    def test_that_of_another_organisation_is_not_found(self, held, cast, as_user):
        Message.objects.update(recipient=cast.outsider)
        assert (
            as_user(cast.administrator).get(reverse("mail", kwargs={"message": held.pk})).status_code == 404
        )
        assert "There are none" in as_user(cast.administrator).get(reverse("mails")).content.decode()

    def test_it_is_asked_what_is_to_become_of_it(self, held, cast, as_user):
        response = as_user(cast.administrator).post(reverse("mail", kwargs={"message": held.pk}))
        assert response.status_code == 422
        assert "Select what should happen to the email" in response.content.decode()


@pytest.mark.django_db
class TestLog:
    def test_a_lead_reads_who_was_told_what_of_their_own_side(self, drive, cast, as_user):
        case = drive.case()
        sweep(now=timezone.now() + timedelta(days=40))
        told = Notice.objects.filter(obligation__case_file=case)
        assert told.exists()
        page = as_user(cast.supervisor).get(reverse("case_notices", kwargs={"urn": case.urn}))
        assert told.first().obligation.title in page.content.decode()

    def test_not_of_the_other_side(self, drive, cast, as_user):
        case = drive.case()
        drive.do(case, "early_advice.consider request")
        sweep(now=timezone.now() + timedelta(days=40))
        page = as_user(cast.manager).get(reverse("case_notices", kwargs={"urn": case.urn}))
        assert page.status_code == 200
        told = {notice.recipient for notice in Notice.objects.filter(obligation__case_file=case)}
        assert told >= {cast.manager, cast.investigator}
        assert cast.manager.signature in page.text.partition("<main")[2]
        assert cast.investigator.signature not in page.text


@pytest.mark.django_db
class TestLadders:
    def test_an_administrator_changes_one_for_their_force(self, cast, as_user):
        browser = as_user(cast.administrator)
        address = reverse("ladder", kwargs={"kind": "others"})
        assert browser.post(address, LADDER).url == reverse("ladders")
        change = LadderChange.objects.get()
        assert (change.warn, change.organisation, change.number) == ([5, 2], cast.force, 1)
        assert "5 and 2 working days before" in browser.get(reverse("ladders")).content.decode()
        assert "Agreed locally" in browser.get(address).content.decode()

    def test_a_change_that_another_made_meanwhile_is_not_overwritten(self, cast, as_user):
        browser, address = as_user(cast.administrator), reverse("ladder", kwargs={"kind": "others"})
        browser.post(address, LADDER)
        assert "already dealt with this" in browser.post(address, LADDER).content.decode()
        assert LadderChange.objects.count() == 1

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"warn": "5, x"}, "Days must be numbers with commas between them, like 14, 7, 1"),
            ({"warn": "5, 5"}, "Enter different numbers of days from 1 to 180"),
            ({"warn": "0"}, "Enter different numbers of days from 1 to 180"),
            ({"again_every": "0"}, "must be a whole number from 1 to 180"),
            ({"reason": ""}, "Enter why it is changed"),
        ],
    )
    def test_what_is_wrong_is_said(self, cast, as_user, changed, words):
        address = reverse("ladder", kwargs={"kind": "others"})
        response = as_user(cast.administrator).post(address, {**LADDER, **changed})
        assert response.status_code == 422
        assert words in response.content.decode()

    def test_of_a_kind_that_has_none_there_is_no_page(self, cast, as_user):
        address = reverse("ladder", kwargs={"kind": "nothing"})
        assert as_user(cast.administrator).get(address).status_code == 404

    def test_others_read_those_of_their_place(self, cast, as_user):
        page = as_user(cast.investigator).get(reverse("ladders")).content.decode()
        assert cast.force.name in page
        assert "Gatekeeper (detective inspector)" in page
        assert "Chief Crown Prosecutor" not in page
        assert "Change<" not in page
