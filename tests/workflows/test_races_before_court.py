"""Two people at once on what hangs on the court and on what victims are told: one wins, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from casework.bad_character.notices.models import BadCharacterNotice
from casework.deadlines.calendar import working_days_after
from casework.hearings.models import Hearing, Plea
from casework.incidents.models import Incident
from casework.obligations.models import Obligation
from casework.people.roles import Role
from casework.victim_contacts.models import ContactEntry, VictimContact
from tests.bad_character.made import PURSUED, charged_case
from tests.cast import TO_CHARGE, Driver, make_cast, person
from tests.samples import day, sample
from tests.workflows.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drive() -> Driver:
    return Driver(make_cast())


def turning(browser, record, key: str, **changes: object) -> Callable[[], object]:
    kind = record.process.flow_class.carries
    where = {"kind": kind, "record": record.pk, "key": key}
    address = reverse("turn", kwargs={"urn": record.case_file.urn, **where})
    form = {**sample(kind, key, timezone.localdate()), **changes}
    return lambda: browser.post(address, form)


def ending(browser, owed: Obligation, outcome: str) -> Callable[[], object]:
    address = reverse("step", kwargs={"urn": owed.case_file.urn, "task": owed.task})
    form = sample(owed.kind, outcome, timezone.localdate())
    return lambda: browser.post(f"{address}?outcome={outcome}", form)


def of_two(*acts: Callable[[], object]) -> tuple[int, str]:
    """Which of the two was taken, and what the other was told."""
    answers = at_once(*acts)
    assert sorted(each.status_code for each in answers) == [302, 409]
    won = 0 if answers[0].status_code == 302 else 1
    return won, answers[1 - won].content.decode()


def test_what_is_recorded_of_a_person_is_put_right_by_one_of_two(drive, as_user):
    case = drive.case()
    people = [drive.cast.investigator, drive.cast.supervisor]
    address = reverse("part_change", kwargs={"urn": case.urn, "what": "victim", "reference": "V1"})
    forms = ({"family_name": "Corrected"}, {"family_name": "Victimname0", "given_names": "Ann"})
    page = BeautifulSoup(as_user(people[0]).get(address).content, "html5lib")
    seen = {"seen": page.select_one("input[name=seen]")["value"]}
    acts = [
        partial(as_user(who).post, address, {**form, **seen}) for who, form in zip(people, forms, strict=True)
    ]
    won, told = of_two(*acts)
    assert f"{people[won].signature} changed this since you opened the page" in told
    victim = case.victims.get()
    names = (victim.family_name, victim.given_names)
    assert names == (("Corrected", ""), ("Victimname0", "Ann"))[won]


def trial(case) -> Hearing:
    found = Hearing.objects.select_related("process", "case_file")
    return found.get(case_file=case, kind="trial", position="listed")


def test_a_hearing_is_vacated_or_put_off_once(drive, as_user):
    case, today = drive.case(), timezone.localdate()
    drive.do(case, *TO_CHARGE)
    people = [drive.cast.witness_care, drive.cast.manager]
    first, second = (as_user(each) for each in people)
    for keys in (("vacate", "vacate"), ("vacate", "relist"), ("relist", "relist")):
        if not Hearing.objects.filter(case_file=case, position="listed").exists():
            assert drive.list_hearing(case, "trial", today + timedelta(days=200)).status_code == 302
        hearing = trial(case)
        acts = (turning(one, hearing, key) for one, key in zip((first, second), keys, strict=True))
        won, told = of_two(*acts)
        assert people[won].signature in told
        assert "The court has no judge" in told
        hearing.refresh_from_db()
        assert hearing.position == "vacated"
        listed = Hearing.objects.filter(case_file=case, kind="trial", position="listed").count()
        assert listed == (keys[won] == "relist")


def test_a_plea_and_what_it_starts_are_recorded_once(drive, as_user):
    case = charged_case(drive, *PURSUED)
    people = [drive.cast.witness_care, drive.cast.liaison]
    where = {"urn": case.urn, "reference": "S1", "what": "plea"}
    form = {"plea": "not_guilty", "court": "crown", **day("entered_on", timezone.localdate())}
    address = reverse("defendant", kwargs=where)
    case.shared_with_cps_at = case.shared_with_cps_at or timezone.now()
    case.save()
    first, second = (as_user(each) for each in people)
    won, told = of_two(lambda: first.post(address, form), lambda: second.post(address, form))
    assert f"{people[won].signature} changed this since you opened the page" in told
    assert Plea.objects.count() == BadCharacterNotice.objects.count() == 1
    duties = VictimContact.objects.filter(case_file=case, topic="plea")
    assert [duty.replaced for duty in duties] == [0]


def test_a_victim_is_told_once_and_an_attempt_does_not_undo_it(drive, as_user):
    case, today = drive.case(), timezone.localdate()
    second = person("investigator3", Role.INVESTIGATOR, drive.cast.force, drive.cast.unit)
    form = {"suspect": "S1", "kind": "arrested", **day("on", today)}
    as_user(second).post(reverse("milestone_add", kwargs={"urn": case.urn}), form)
    duty = VictimContact.objects.select_related("process", "case_file").get(topic="arrest")
    owed = Obligation.objects.open().select_related("case_file").get(subject=duty.pk)
    browser, other = as_user(drive.cast.investigator), as_user(second)
    tried, told = at_once(turning(other, duty, "attempt-police"), ending(browser, owed, "contact"))
    assert (tried.status_code, told.status_code) in {(302, 302), (409, 302)}
    duty.refresh_from_db()
    assert duty.position == "told"
    assert ContactEntry.objects.filter(reached=True).count() == 1
    assert not Obligation.objects.open().filter(subject=duty.pk).exists()


ROUNDS = 5


def deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


def test_a_hearing_that_moves_while_what_hangs_on_it_is_answered_never_locks_up(drive, as_user):
    case, today, before = drive.case(victims=2), timezone.localdate(), deadlocks()
    drive.do(case, "vps_offer.offer offer", "vps_offer.answer decline", *TO_CHARGE)
    drive.list_hearing(case, "trial", today + timedelta(days=200))
    manager = as_user(drive.cast.manager)
    for number in range(ROUNDS):
        offer = Obligation.objects.open().filter(case_file=case, kind="vps_checkpoint.offer")
        owed = offer.select_related("case_file", "owner").order_by("due_on").last()
        later = day("on", working_days_after(today, 150 + number))
        mover = turning(manager, trial(case), "relist", **later)
        holder = as_user(owed.owner or drive.cast.working(owed.role))
        moved, answered = at_once(mover, ending(holder, owed, "no_change"))
        assert (moved.status_code, answered.status_code in (302, 409)) == (302, True)
        assert "is changing this case" not in answered.content.decode()
        open_ones = offer.values_list("subject", flat=True)
        assert len(open_ones) == len(set(open_ones))
    assert (deadlocks(), Incident.objects.count()) == (before, 0)
