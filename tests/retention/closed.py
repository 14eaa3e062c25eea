"""Cases that are closed, and old enough, for the tests of how long they are kept."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation
from casework.people.models import User
from casework.people.roles import Role
from casework.retention.erasure import erasure_propose, erasure_withdraw
from casework.retention.models import CaseRetention
from casework.retention.services import case_keep, hold_end, hold_set, retention_set
from tests.cast import NOT_CHARGED, TO_DECISION, Cast, Driver, person

TO_NOTHING = (*TO_DECISION, "bad_character.review review", *NOT_CHARGED)


def closed_case(drive: Driver, **made: int) -> CaseFile:
    """A case that ended with no further action, of which nothing is left to do."""
    case = drive.case(**made)
    drive.do(case, *TO_NOTHING)
    work_close(case)
    return CaseFile.objects.get(pk=case.pk)


def work_close(case: CaseFile) -> None:
    open_work = Obligation.objects.open().filter(case_file=case)
    open_work.update(closed_at=timezone.now(), act_after=None, held_until=None)


def keeper(cast: Cast) -> Actor:
    return Actor(cast.administrator, Role.ADMINISTRATOR, cast.force)


def keeper_of_cps(cast: Cast) -> Actor:
    found = User.objects.filter(username="cps_administrator").first()
    return Actor(
        found or person("cps_administrator", Role.ADMINISTRATOR, cast.area), Role.ADMINISTRATOR, cast.area
    )


def colleague(cast: Cast) -> Actor:
    """Another administrator of the force, who has been one for long."""
    name, role = "second_administrator", Role.ADMINISTRATOR
    found = User.objects.filter(username=name).first()
    return Actor(found or person(name, role, cast.force), role, cast.force)


def of_the_force_alone(case: CaseFile) -> CaseFile:
    """The same case, as if the CPS had never had it."""
    CaseFile.objects.filter(pk=case.pk).update(shared_with_cps_at=None)
    return CaseFile.objects.get(pk=case.pk)


def classed(case: CaseFile, cast: Cast, kind: str = "serious") -> CaseRetention:
    return retention_set(case=case, kind=kind, by=keeper(cast), at=timezone.now())


def after(kept: CaseRetention, days: int = 0) -> datetime:
    """A moment of the day of its review, or so many days later."""
    day: date = kept.review_on + timedelta(days=days)
    return datetime.combine(day, time(12), timezone.get_default_timezone())


def database_is_later(days: int) -> None:
    """The database reckons with a day so much later, to the end of the test's transaction."""
    _database_clock(f"now() + interval '{days} days'")


def database_is_on_time() -> None:
    _database_clock("now()")


def _database_clock(now: str) -> None:
    clock = "CREATE OR REPLACE FUNCTION casework_now() RETURNS timestamptz LANGUAGE sql STABLE AS"
    with connection.cursor() as cursor:
        cursor.execute(f"{clock} $$ SELECT {now} $$")


def keep_in_every_way(drive: Driver) -> None:
    """A class, a review by which the case is kept, a hold and its end, a proposal and its withdrawal."""
    case, by, now = closed_case(drive), keeper(drive.cast), timezone.now()
    due = after(classed(case, drive.cast))
    hold = hold_set(case=case, reason="A claim", by=by, at=now)
    hold_end(case=case, hold=hold, reason="Settled", by=by, at=now)
    erasure_propose(case=case, reason="Not needed", by=by, at=due)
    erasure_withdraw(case=case, reason="Needed", by=by, at=due)
    case_keep(case=case, by=by, at=due)
