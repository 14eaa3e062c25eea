"""What changes between the moment at which a mail is owed and that at which it goes."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Event, Timer

import pytest
import time_machine
from django.urls import reverse

from casework.errors import RuleBroken
from casework.escalations.services import escalation_post_name
from casework.obligations.models import Obligation
from casework.obligations.services import obligation_hand_to, obligation_move
from casework.organisations.models import Organisation, Unit
from casework.people.models import Membership, User
from casework.people.roles import Role
from notifications.models import Message, Notice, Preference
from notifications.notices.recipients import recipients_of
from notifications.notices.services import notices_read
from notifications.notices.sweep import sweep
from notifications.outbox.deliver import deliver
from notifications.preferences.services import test_message_send as send_test_message
from tests.notifications.conftest import DUE_ON, london, together

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
MORNING = london(27, 9)


@pytest.fixture(autouse=True)
def morning():
    """Three working days after the date, when the supervisor is told; the clock stands still."""
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def elsewhere(area) -> Unit:
    force = Organisation.objects.create(kind="force", code="other", name="Other Police", area=area)
    return Unit.objects.create(organisation=force, code="O1", name="Elsewhere")


def moves_to(person: User, unit: Unit) -> None:
    """The person leaves their place yesterday, and works at the other from today."""
    person.memberships.update(ends_on=date(2026, 11, 26))
    role = person.memberships.first().role
    Membership.objects.create(
        person=person, organisation=unit.organisation, unit=unit, role=role, starts_on=date(2026, 11, 27)
    )


def told(name: str) -> list[str]:
    found = Notice.objects.standing().filter(recipient__username=name).order_by("pk")
    return list(found.values_list("stage", flat=True))


class TestWhoMovedAway:
    def test_who_owes_the_work_gets_no_mail_of_it(self, owe, person, alice, elsewhere, mailbox):
        person("bob")
        owe()
        sweep(now=MORNING)
        moves_to(alice, elsewhere)
        deliver()
        sweep(now=MORNING)
        deliver()
        assert mailbox.told == ["bob@police.example"]

    def test_who_stood_on_a_rank_gets_no_mail_and_who_stands_there_now_does(
        self, owe, person, elsewhere, mailbox
    ):
        sam = person("sam", Role.SUPERVISOR)
        owe()
        sweep(now=MORNING)
        assert told("sam") == ["supervisor"]
        moves_to(sam, elsewhere)
        person("sid", Role.SUPERVISOR)
        deliver()
        assert "sam@police.example" not in mailbox.told
        assert told("sam") == []
        sweep(now=MORNING)
        deliver()
        assert "sid@police.example" in mailbox.told

    def test_to_whom_work_was_given_gets_no_mail_of_it(self, owe, person, elsewhere, mailbox):
        bob = person("bob")
        owe(task=7, due_on=date(2027, 3, 1))
        obligation_hand_to(task=7, owner=bob, given_at=MORNING)
        sweep(now=MORNING)
        assert told("bob") == ["given"]
        moves_to(bob, elsewhere)
        deliver()
        assert mailbox.mails == []
        assert told("bob") == []

    def test_whom_the_place_named_anew_is_told_in_place_of_who_was_named(
        self, owe, person, force, mailbox, morning
    ):
        gill, claire = person("gill", Role.GATEKEEPER), person("claire", Role.GATEKEEPER)
        escalation_post_name(organisation=force, rung="gatekeeper", post="Inspector", person=gill)
        owe()
        morning.move_to(london(1, month=12))
        sweep(now=london(1, month=12))
        assert told("gill") == ["gatekeeper"]
        escalation_post_name(organisation=force, rung="gatekeeper", post="Inspector", person=claire)
        deliver()
        sweep(now=london(1, month=12))
        deliver()
        assert "gill@police.example" not in mailbox.told
        assert "claire@police.example" in mailbox.told

    def test_a_rank_of_which_one_left_is_told_still(self, owe, person, elsewhere, mailbox):
        sam = person("sam", Role.SUPERVISOR)
        person("sid", Role.SUPERVISOR)
        owe()
        sweep(now=MORNING)
        moves_to(sam, elsewhere)
        for _ in range(3):
            deliver()
            sweep(now=MORNING)
        assert mailbox.told == ["alice@police.example", "sid@police.example"]


class TestWhoMayNotSeeIt:
    """In another unit of the same force, and not the officer in the case."""

    @pytest.fixture
    def bob(self, person, force) -> User:
        made = person("bob")
        made.memberships.update(unit=Unit.objects.create(organisation=force, code="T2", name="Another"))
        return made

    def test_they_are_not_told_and_the_pool_is(self, owe, bob):
        owe(owner=bob)
        sweep(now=london(24))
        assert (told("bob"), told("alice")) == ([], ["due"])

    def test_they_get_no_mail_that_was_owed_before(self, owe, person, force, mailbox):
        bob = person("bob")
        owe(owner=bob)
        sweep(now=MORNING)
        bob.memberships.update(unit=Unit.objects.create(organisation=force, code="T2", name="Another"))
        deliver()
        sweep(now=MORNING)
        deliver()
        assert mailbox.told == ["alice@police.example"]


class TestGivenWork:
    def test_the_pool_is_told_that_it_is_overdue_if_its_new_owner_left_at_once(
        self, owe, person, alice, elsewhere
    ):
        bob = person("bob")
        owe(task=7)
        obligation_hand_to(task=7, owner=bob, given_at=london(24, 7))
        moves_to(bob, elsewhere)
        sweep(now=MORNING)
        assert told("alice") == ["overdue"]

    def test_each_time_is_told_though_one_before_was_taken_back(self, owe, person, alice, mailbox):
        """Given to Bob, who has handed it on before his mail went, and then twice to Alice."""
        bob = person("bob")
        owe(task=7, due_on=date(2026, 11, 30))
        obligation_hand_to(task=7, owner=bob, given_at=london(27, 6))
        sweep(now=london(27, 6))
        for minute in (1, 2):
            obligation_hand_to(task=7, owner=alice, given_at=london(27, 6, minute))
            sweep(now=london(27, 6, minute))
            deliver()
        obligation_hand_to(task=7, owner=alice, given_at=london(27, 6, 3))
        sweep(now=london(27, 6, 3))
        assert told("alice") == ["given", "given", "given"]
        sweep(now=london(30, 8))
        assert told("alice")[-1] == "due"

    def test_it_is_told_again_day_by_day_to_nobody(self, owe, person, alice, elsewhere):
        bob = person("bob")
        owe(task=7)
        obligation_hand_to(task=7, owner=bob, given_at=london(24, 7))
        moves_to(bob, elsewhere)
        for day in range(4):
            sweep(now=MORNING + timedelta(days=day))
        assert told("alice") == ["overdue"]
        assert told("bob") == []


class TestAddresses:
    def test_a_mail_goes_to_the_address_of_now(self, owe, alice, mailbox):
        owe()
        sweep(now=MORNING)
        User.objects.filter(pk=alice.pk).update(email="new@police.example")
        deliver()
        assert mailbox.told == ["new@police.example"]

    def test_without_one_it_is_not_said_to_be_sent(self, owe, alice, mailbox, morning):
        owe()
        sweep(now=MORNING)
        User.objects.filter(pk=alice.pk).update(email="")
        assert deliver() == 0
        mail = Message.objects.get()
        assert (mail.state, mail.last_error) == ("ready", "NoAddress")
        User.objects.filter(pk=alice.pk).update(email="new@police.example")
        morning.shift(timedelta(minutes=10))
        assert deliver() == 1
        assert mailbox.told == ["new@police.example"]


class TestTestMails:
    def test_an_account_that_was_closed_gets_none(self, alice, mailbox):
        send_test_message(person=alice, at=MORNING)
        User.objects.filter(pk=alice.pk).update(is_active=False)
        assert deliver() == 0
        assert Message.objects.get().state == "void"

    def test_one_after_the_other_waits_a_while(self, alice, mailbox, morning):
        send_test_message(person=alice, at=MORNING)
        deliver()
        with pytest.raises(RuleBroken):
            send_test_message(person=alice, at=MORNING + timedelta(seconds=20))
        send_test_message(person=alice, at=MORNING + timedelta(minutes=6))

    @pytest.mark.django_db(transaction=True)
    def test_many_at_once_make_one(self, alice):
        together(*[lambda: send_test_message(person=alice, at=MORNING)] * 6)
        assert Message.objects.count() == 1


class TestDates:
    def test_a_mail_that_may_have_gone_is_not_taken_back(self, owe):
        """Tried through a way that could not say what became of it, and the date moves away and back."""
        work = owe()
        sweep(now=london(24))
        Message.objects.update(state="ready", tried_at=london(24), attempts=1, not_before=london(24, 20))
        obligation_move(subject=work.subject, clock="due_on", on=date(2026, 12, 8), at=london(24, 10))
        sweep(now=london(24, 11))
        obligation_move(subject=work.subject, clock="due_on", on=DUE_ON, at=london(24, 12))
        sweep(now=london(24, 13))
        assert Notice.objects.get().stage == "due"

    @pytest.mark.parametrize("state", ["void", "ready"])
    def test_what_was_dropped_is_told_when_the_date_comes_back(self, owe, mailbox, state):
        work = owe()
        sweep(now=MORNING)
        obligation_move(subject=work.subject, clock="due_on", on=date(2026, 12, 8), at=MORNING)
        if state == "void":
            deliver()
        sweep(now=MORNING)
        obligation_move(subject=work.subject, clock="due_on", on=DUE_ON, at=MORNING)
        sweep(now=MORNING)
        deliver()
        assert mailbox.told == ["alice@police.example"]

    @pytest.mark.django_db(transaction=True)
    def test_a_date_that_moves_while_a_sweep_holds_its_work_is_told_next(self, owe, monkeypatch):
        work, holds, goes_on = owe(), Event(), Event()

        def slowly(*args):
            holds.set()
            assert goes_on.wait(10)
            return recipients_of(*args)

        def move():
            assert holds.wait(10)
            # Waits for the row, which the sweep lets go only when it has told.
            Timer(0.5, goes_on.set).start()
            obligation_move(subject=work.subject, clock="due_on", on=date(2026, 11, 23), at=london(24))

        def meanwhile():
            assert holds.wait(10)
            return sweep(now=london(24))

        monkeypatch.setattr("notifications.notices.people.recipients_of", slowly)
        # The second is in the next batch of the same sweep: the date has moved.
        assert together(lambda: sweep(now=london(24)), move, meanwhile) == [2, None, 0]
        monkeypatch.undo()
        sweep(now=london(24))
        sweep(now=london(24))
        standing = Notice.objects.standing().values_list("stage", "due_on")
        assert list(standing) == [("overdue", date(2026, 11, 23))]


class TestReading:
    def test_what_the_person_may_not_see_is_not_marked_as_read(self, owe, person, alice, elsewhere):
        bob = person("bob")
        owe(owner=bob)
        sweep(now=MORNING)
        moves_to(bob, elsewhere)
        newest = Notice.objects.latest("pk").pk
        assert notices_read(person=User.objects.get(pk=bob.pk), up_to=newest, at=MORNING) == 0
        assert not Notice.objects.filter(seen_at__isnull=False).exists()

    def test_a_case_that_is_hidden_from_them_is_on_no_page_of_theirs(self, owe, person, elsewhere, client):
        bob = person("bob")
        work = owe(owner=bob)
        sweep(now=MORNING)
        moves_to(bob, elsewhere)
        client.force_login(bob)
        page = client.get(reverse("notices")).content.decode()
        assert work.case_file.urn not in page
        assert "You have no notices" in page


class TestDigests:
    @pytest.fixture
    def daily(self, alice) -> Preference:
        return Preference.objects.create(
            person=alice, rhythm="daily", working_days_only=True, changed_at=MORNING
        )

    def test_over_a_weekend_it_says_what_holds_on_monday_only(self, owe, daily, mailbox, morning):
        """What moved since Friday is said by its new date, and what is done is not said."""
        work, other = owe(), owe()
        sweep(now=MORNING)
        obligation_move(subject=work.subject, clock="due_on", on=date(2026, 11, 27), at=MORNING)
        Obligation.objects.filter(pk=other.pk).update(closed_at=MORNING, act_after=None)
        sweep(now=MORNING)
        morning.move_to(london(28, 12))
        assert deliver() == 0
        sweep(now=london(30, 8))
        morning.move_to(london(30, 8, 15))
        assert deliver() == 1
        body = mailbox.mails[0].get_content()
        assert body.count("Work: ") == 1
        assert "27 November 2026" in body

    @pytest.mark.parametrize("rhythm", ["daily", "weekly"])
    def test_no_digest_is_empty_because_something_later_is_told_at_its_moment(
        self, owe, alice, mailbox, morning, rhythm
    ):
        """Work due on a Friday is overdue on Monday, and told again on every Monday at eight."""
        Preference.objects.create(person=alice, rhythm=rhythm, changed_at=MORNING)
        owe(due_on=date(2026, 11, 27))
        for day in range(7):
            for hour, minute in ((8, 0), (8, 15)):
                morning.move_to(london(27, hour, minute) + timedelta(days=day))
                sweep(now=london(27, hour, minute) + timedelta(days=day))
                deliver()
        stages = [mail.get_content().split("Now: ")[1].splitlines()[0] for mail in mailbox.mails]
        assert stages == (["Due", "Overdue"] if rhythm == "daily" else ["Overdue"])

    @pytest.mark.django_db(transaction=True)
    def test_two_sweeps_at_once_gather_for_the_same_people_in_any_order(self, owe, person, alice):
        """Neither waits for the other for ever."""
        people = [alice, *[person(f"p{number}") for number in range(8)]]
        for each in people:
            Preference.objects.create(person=each, rhythm="daily", changed_at=MORNING)
        for each in [*people, *reversed(people)]:
            owe(owner=each)
        results = together(*[lambda: sweep(now=london(24), batch=9)] * 2)
        assert [each for each in results if isinstance(each, Exception)] == []
        assert Notice.objects.count() == 18
        assert Message.objects.count() == 9
