"""What somebody was told, read in the product, and how they choose to be told."""

from __future__ import annotations

from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from notifications.models import Message, Notice, Preference
from notifications.notices.sweep import sweep
from notifications.outbox.deliver import deliver

pytestmark = pytest.mark.django_db
CHOICES = {"rhythm": "daily", "quiet_from": "7pm", "quiet_to": "7am", "working_days_only": "on"}


@pytest.fixture
def told(drive, cast):
    """The investigator, given a piece of work by their supervisor."""
    case = drive.case()
    work = drive.open_work(case, "vps_offer.offer")
    work.owner, work.given_at, work.act_after = cast.investigator, timezone.now(), timezone.now()
    work.save(update_fields=["owner", "given_at", "act_after"])
    sweep(now=timezone.now())
    return Notice.objects.get(obligation=work, stage="given")


@pytest.mark.queue_differs
class TestNotices:
    def test_one_is_new_until_it_is_marked_as_read(self, told, cast, as_user):
        browser = as_user(cast.investigator)
        first = browser.get(reverse("notices")).content.decode()
        assert told.obligation.title in first
        assert "Given to you" in first
        assert "Notices (" in first
        newest = Notice.objects.filter(recipient=cast.investigator).latest("pk").pk
        browser.post(reverse("notices_read"), {"up_to": newest})
        again = browser.get(reverse("notices")).content.decode()
        assert told.obligation.title in again
        assert "Notices (" not in again
        assert "New</strong>" not in again

    def test_what_came_while_they_read_stays_new(self, told, cast, as_user):
        as_user(cast.investigator).post(reverse("notices_read"), {"up_to": told.pk - 1})
        told.refresh_from_db()
        assert told.seen_at is None

    def test_nobody_reads_anothers(self, told, cast, as_user):
        as_user(cast.outsider).post(reverse("notices_read"), {"up_to": told.pk})
        told.refresh_from_db()
        assert told.seen_at is None
        page = as_user(cast.outsider).get(reverse("notices")).content.decode()
        assert told.obligation.case_file.urn not in page

    def test_of_a_case_that_they_may_not_see_any_more_nothing_is_shown(self, told, cast, as_user):
        cast.investigator.memberships.update(ends_on=timezone.localdate().replace(year=2020))
        page = as_user(cast.investigator).get(reverse("notices")).content.decode()
        assert told.obligation.case_file.urn not in page
        assert "Notices (" not in page

    def test_the_number_of_queries_does_not_grow(self, told, cast, as_user):
        browser, counts = as_user(cast.investigator), []
        for occurrence in (0, 30):
            for number in range(occurrence):
                Notice.objects.create(
                    obligation=told.obligation,
                    stage="again",
                    occurrence=number + 1,
                    due_on=timezone.localdate(),
                    recipient=cast.investigator,
                    created_at=timezone.now(),
                )
            with CaptureQueriesContext(connection) as captured:
                browser.get(reverse("notices"))
            counts.append(len(captured))
        assert counts[0] == counts[1]


class TestChoices:
    def test_they_are_kept_and_shown(self, cast, as_user):
        browser = as_user(cast.gatekeeper)
        assert browser.post(reverse("notice_choices"), CHOICES).url == reverse("notices")
        kept = Preference.objects.get(person=cast.gatekeeper)
        assert (kept.rhythm, kept.quiet_from, kept.quiet_to) == ("daily", time(19), time(7))
        assert kept.working_days_only
        assert 'value="7pm"' in browser.get(reverse("notice_choices")).content.decode()

    def test_quiet_hours_may_be_taken_back(self, cast, as_user):
        browser = as_user(cast.gatekeeper)
        browser.post(reverse("notice_choices"), CHOICES)
        browser.post(reverse("notice_choices"), {"rhythm": "at_once", "quiet_from": "", "quiet_to": ""})
        kept = Preference.objects.get(person=cast.gatekeeper)
        assert (kept.quiet_from, kept.quiet_to, kept.working_days_only) == (None, None, False)

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"rhythm": ""}, "Select when you want emails"),
            ({"quiet_to": ""}, "Enter when the quiet hours begin and end, or leave both empty"),
            ({"quiet_to": "7pm"}, "The quiet hours must end at another time than they begin"),
            ({"quiet_to": "7"}, "When the quiet hours end must be a time, like 9:30am or 2pm"),
        ],
    )
    def test_what_is_wrong_is_said(self, cast, as_user, changed, words):
        response = as_user(cast.gatekeeper).post(reverse("notice_choices"), {**CHOICES, **changed})
        assert response.status_code == 422
        assert words in response.content.decode()
        assert not Preference.objects.exists()

    def test_what_waited_for_a_digest_goes_when_they_choose_at_once(self, cast, as_user):
        now = timezone.now()
        waiting = {"kind": "digest", "recipient": cast.gatekeeper, "created_at": now}
        digest = Message.objects.create(not_before=now + timezone.timedelta(days=3), **waiting)
        as_user(cast.gatekeeper).post(reverse("notice_choices"), {**CHOICES, "rhythm": "at_once"})
        digest.refresh_from_db()
        assert digest.not_before <= timezone.now()


class TestTestMail:
    def test_it_comes(self, cast, as_user, mailbox):
        as_user(cast.gatekeeper).post(reverse("notice_test"))
        assert deliver() == 1
        assert mailbox.told == [cast.gatekeeper.email]
        assert "Case:" not in mailbox.mails[0].get_content()

    def test_not_two_at_once(self, cast, as_user):
        browser = as_user(cast.gatekeeper)
        browser.post(reverse("notice_test"))
        assert "already" in browser.post(reverse("notice_test")).content.decode()
        assert Message.objects.count() == 1

    def test_without_an_address_it_says_what_to_do(self, cast, as_user):
        cast.gatekeeper.email = ""
        cast.gatekeeper.save(update_fields=["email"])
        page = as_user(cast.gatekeeper).post(reverse("notice_test")).content.decode()
        assert "Ask an administrator to add it" in page
