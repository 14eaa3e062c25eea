"""Who is concerned may change between the moment at which a mail is owed and that at which it goes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.escalations.models import EscalationPost
from casework.escalations.services import escalation_post_name
from casework.obligations.services import obligation_hand_to
from casework.organisations.models import Organisation, Unit
from casework.people.models import Membership, User
from casework.people.roles import Role
from notifications.models import Notice
from notifications.notices.services import notices_read
from notifications.notices.sweep import sweep
from notifications.outbox.deliver import deliver
from tests.notifications.conftest import london

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
        escalation_post_name(
            organisation=force, rung="gatekeeper", post="Inspector", person=gill, former=None
        )
        owe()
        morning.move_to(london(1, month=12))
        sweep(now=london(1, month=12))
        assert told("gill") == ["gatekeeper"]
        escalation_post_name(
            organisation=force,
            rung="gatekeeper",
            post="Inspector",
            person=claire,
            former=EscalationPost.objects.get(),
        )
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
