"""Whatever people do between the sweeps: nothing is said twice, nor to who may not see it, nor never."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.db.models import F, Q
from django.utils import timezone

from casework.absences.models import Absence
from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.escalations.models import RungChange
from casework.escalations.rungs import rungs_change
from casework.obligations.models import Obligation
from casework.obligations.services import obligation_close, obligation_hand_to, obligation_move
from casework.organisations.models import Unit
from casework.people.models import Membership, User
from casework.people.roles import Role
from notifications.ladders.services import ladder_change
from notifications.ladders.stages import covers
from notifications.ladders.timings import timing_of
from notifications.models import LadderChange, Message, Notice
from notifications.notices.look import looker_at
from notifications.notices.services import notices_read
from notifications.notices.sweep import sweep
from notifications.outbox import deliver as delivering
from notifications.outbox.deliver import deliver
from notifications.preferences.services import preference_set
from tests.notifications.conftest import london

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
# Each is another story, the same every time.
SEEDS = (1, 5, 12, 38, 40, 77)
RHYTHMS = ("at_once", "daily", "weekly")


class Post:
    """A way that takes everything while it is up, and notes who was told what."""

    looks_up = False

    def __init__(self) -> None:
        self.up = True
        self.said: Counter = Counter()
        self.wrong: list[str] = []

    def ready(self) -> bool:
        return self.up

    def send(self, mail) -> None:
        message = Message.objects.get(pk=mail.key)
        person = User.objects.get(pk=message.recipient_id)
        told = message.notices.standing().select_related("obligation")
        for notice in told.filter(Q(due_on=None) | Q(due_on=F("obligation__due_on"))):
            if f"Work: {notice.obligation.title}" in mail.body:
                self.note(person, notice)

    def note(self, person: User, notice: Notice) -> None:
        work = notice.obligation
        self.said[person.pk, work.pk, notice.stage, notice.occurrence, notice.due_on] += 1
        if work.closed_at:
            self.wrong.append(f"{person} was mailed of work that is done")
        if not CaseFile.objects.visible_to(person).filter(pk=work.case_file_id).exists():
            self.wrong.append(f"{person} was mailed of a case that they may not see")

    def close(self) -> None:
        pass


class World:
    def __init__(self, clock, owe, person, force, alice, post, seed: int):
        self.clock, self.owe, self.force, self.alice, self.post = clock, owe, force, alice, post
        self.story: list[str] = []
        self.chance = random.Random(seed)  # noqa: S311
        self.home = Unit.objects.get(organisation=force, code="T1")
        self.away = Unit.objects.get_or_create(organisation=force, code="T2", name="Another")[0]
        self.people = [self.known(person, name) for name in ("bob", "carol")] + [alice]
        self.known(person, "sam", Role.SUPERVISOR)
        self.known(person, "gail", Role.GATEKEEPER)
        self.work = [owe(task=number) for number in (1, 2)]
        for work in self.work:
            Obligation.objects.filter(pk=work.pk).update(title=f"Work of task {work.task}")

    def known(self, person, name: str, role: str = Role.INVESTIGATOR) -> User:
        return User.objects.filter(username=name).first() or person(name, role)

    @property
    def now(self) -> datetime:
        return timezone.now()

    def some_work(self) -> Obligation:
        work = self.chance.choice(self.work)
        work.refresh_from_db()
        return work

    def tick(self) -> None:
        for _ in range(self.chance.randint(1, 3)):
            self.clock.shift(timedelta(minutes=self.chance.choice([1, 15, 60, 300, 1440])))
            self.round()

    def round(self) -> None:
        sweep(now=self.now)
        if self.chance.random() < 0.7:
            deliver()

    def move(self) -> None:
        on = timezone.localdate() + timedelta(days=self.chance.randint(-8, 12))
        obligation_move(subject=self.some_work().subject, clock="due_on", on=on, at=self.now)

    def give(self) -> None:
        work = self.some_work()
        if not work.closed_at:
            obligation_hand_to(task=work.task, owner=self.chance.choice(self.people), given_at=self.now)

    def take(self) -> None:
        work = self.some_work()
        if not work.closed_at:
            obligation_hand_to(task=work.task, owner=self.chance.choice([*self.people, None]))

    def close(self) -> None:
        if self.chance.random() < 0.05:
            obligation_close(task=self.some_work().task, at=self.now, owner=None)

    def leave(self) -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        person = self.chance.choice(list(User.objects.exclude(pk=self.alice.pk)))
        Membership.objects.filter(person=person, ends_on=None).update(ends_on=yesterday)

    def come(self) -> None:
        for held in Membership.objects.exclude(ends_on=None):
            if not held.person.memberships.filter(ends_on=None).exists():
                held.person.memberships.create(
                    organisation=held.organisation,
                    unit=self.chance.choice([self.home, self.home, self.away]),
                    role=held.role,
                    starts_on=timezone.localdate(),
                )

    def shut(self) -> None:
        User.objects.filter(pk=self.chance.choice(self.people).pk).update(
            is_active=self.chance.random() < 0.6
        )

    def prefer(self) -> None:
        quiet = self.chance.choice([(None, None), (time(19), time(7)), (time(7), time(9))])
        preference_set(
            person=self.chance.choice(list(User.objects.all())),
            rhythm=self.chance.choice(RHYTHMS),
            quiet_from=quiet[0],
            quiet_to=quiet[1],
            working_days_only=self.chance.random() < 0.5,
            at=self.now,
        )

    def read(self) -> None:
        person = User.objects.get(pk=self.chance.choice(self.people).pk)
        notices_read(person=person, up_to=10**9, at=self.now)

    def ladder(self) -> None:
        by = Actor(person=self.alice, role=Role.ADMINISTRATOR, organisation=self.force)
        ladder_change(
            kind="",
            warn=self.chance.sample(range(1, 8), self.chance.randint(0, 3)),
            overdue_after=self.chance.randint(1, 3),
            again_every=self.chance.randint(1, 6),
            again_times=self.chance.randint(0, 8),
            reason="ours",
            seen=LadderChange.objects.filter(organisation=self.force, kind="").count(),
            by=by,
            at=self.now,
        )

    def ranks(self) -> None:
        by = Actor(person=self.alice, role=Role.ADMINISTRATOR, organisation=self.force)
        days = sorted(self.chance.sample(range(1, 15), 3))
        seen = RungChange.objects.filter(organisation=self.force).count()
        rungs_change(
            days=dict(zip(("supervisor", "gatekeeper", "meeting"), days, strict=True)),
            reason="ours",
            seen=seen,
            by=by,
            at=self.now,
        )

    def absent(self) -> None:
        person, stand_in = self.chance.sample(self.people, 2)
        today = timezone.localdate()
        Absence.objects.filter(person=person).delete()
        Absence.objects.create(
            person=person,
            stand_in=stand_in,
            starts_on=today,
            ends_on=today + timedelta(days=3),
            recorded_by=person,
            recorded_at=self.now,
        )

    def outage(self) -> None:
        self.post.up = not self.post.up


DOINGS = (
    *("tick", "tick", "tick", "tick", "move", "give", "take", "close", "leave", "come", "shut", "prefer"),
    *("read", "ladder", "ranks", "absent", "outage"),
)


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_happens(owe, person, force, alice, monkeypatch, seed):
    post = Post()
    monkeypatch.setattr(delivering, "chosen_way", lambda: post)
    with time_machine.travel(london(18), tick=False) as clock:
        world = World(clock, owe, person, force, alice, post, seed)
        for _ in range(80):
            doing = world.chance.choice(DOINGS)
            world.story.append(f"{world.now:%d %b %H:%M} {doing}")
            getattr(world, doing)()
        settle(world)
        assert post.wrong == []
        assert [each for each, times in post.said.items() if times > 1] == []
        assert missed(world) == [], world.story


def settle(world: World) -> None:
    """Everybody is there and the post goes; two weeks pass."""
    world.post.up = True
    User.objects.update(is_active=True)
    world.come()
    Membership.objects.filter(ends_on=None, role__in=[Role.INVESTIGATOR, Role.SUPERVISOR]).update(
        unit=world.home
    )
    world.rest_from = world.now
    day = timezone.localdate()
    for _ in range(14):
        day += timedelta(days=1)
        for at in (time(8), time(8, 15), time(12)):
            world.clock.move_to(datetime.combine(day, at, tzinfo=london(1).tzinfo))
            sweep(now=world.now)
            deliver()


def missed(world: World) -> list[tuple]:
    """What came up since then, and nobody was told of it, nor of anything later of the same date."""
    found = []
    looker = looker_at(world.now)
    for work in Obligation.objects.open():
        timing = timing_of(work.kind, work.organisation_id, looker.changes)
        told = list(work.notices.standing().filter(due_on__gte=work.due_on).select_related("message"))
        for telling in looker.schedule(work, timing).tellings:
            said = [
                each
                for each in told
                if covers(each.stage, each.occurrence, telling.stage, telling.occurrence)
            ]
            came_up = world.rest_from < telling.moment <= world.now
            if came_up and not any(reached(each) for each in said):
                found.append((work.pk, telling.stage, telling.occurrence))
    return found


def reached(notice: Notice) -> bool:
    """Whether it was read, or a mail has said it, or waits for its digest."""
    mail = notice.message
    waits = mail is not None and mail.state == "ready" and mail.not_before > timezone.now()
    return bool(notice.seen_at) or waits or (mail is not None and mail.state == "sent")
