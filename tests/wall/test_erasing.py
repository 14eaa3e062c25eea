"""Whoever has the pages say SQL of their own erases no case within the day, whatever rows they write."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from casework.access.models import Spell
from casework.casefiles.models import CaseFile
from casework.people.models import Membership
from casework.people.roles import Role
from casework.retention.models import CaseRetention, ErasedCase, ErasureProposal, LegalHold
from casework.wall.roles import WEB, WORKER
from tests.cast import Cast
from tests.retention.closed import database_is_later
from tests.wall.role import acting_as_role, roles_require

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]


@pytest.fixture
def case(drive) -> CaseFile:
    roles_require()
    for person in (drive.cast.supervisor, drive.cast.gatekeeper):
        Membership.objects.create(
            person=person,
            role=Role.ADMINISTRATOR,
            organisation=drive.cast.force,
            starts_on=date(2020, 1, 1),
        )
    return drive.case()


def class_written(case: CaseFile, cast: Cast, days: int = 0) -> None:
    today = timezone.localdate()
    CaseRetention.objects.create(
        case_file=case,
        kind="other",
        closed_on=today,
        review_on=today + timedelta(days=days),
        set_at=timezone.now(),
        set_by=cast.supervisor,
    )


def spell_written(model: type[Spell], case: CaseFile, cast: Cast, **ended: object) -> None:
    of = {"case_file": case, "organisation": cast.force, "reason": "So"}
    long_ago = timezone.now() - timedelta(days=1000)
    model._default_manager.create(begun_at=long_ago, begun_by=cast.supervisor, **of, **ended)


def erased_by_sql(case: CaseFile, cast: Cast, role: str = WEB) -> None:
    """As the pages would, past all that they ask."""
    with acting_as_role(role), transaction.atomic(), connection.cursor() as cursor:
        ErasedCase.objects.create(
            id=case.pk,
            urn=case.urn,
            force=cast.force,
            kind="other",
            closed_on=timezone.localdate(),
            review_on=timezone.localdate(),
            proposed_by=cast.supervisor,
            erased_by=cast.gatekeeper,
            erased_at=timezone.now(),
            written_in=0,
        )
        cursor.execute("SELECT casework_case_erase(%s)", [case.pk])


def refused(case: CaseFile, cast: Cast, role: str = WEB) -> bool:
    with pytest.raises(DatabaseError) as said:
        erased_by_sql(case, cast, role)
    return said.value.__cause__.sqlstate == "42501"


def test_a_case_that_nobody_proposed_and_one_of_no_class_stay(case, cast):
    assert refused(case, cast)
    class_written(case, cast)
    database_is_later(days=2)
    assert refused(case, cast)
    spell_written(ErasureProposal, case, cast, ended_at=timezone.now(), ended_by=cast.supervisor)
    database_is_later(days=4)
    assert refused(case, cast)


def test_one_before_its_review_stays(case, cast):
    class_written(case, cast, days=3)
    spell_written(ErasureProposal, case, cast)
    database_is_later(days=2)
    assert refused(case, cast)


def test_what_is_written_now_and_dated_back_stands_for_a_day_first(case, cast):
    class_written(case, cast)
    spell_written(ErasureProposal, case, cast)
    spell_written(LegalHold, case, cast, ended_at=timezone.now(), ended_by=cast.supervisor)
    assert refused(case, cast)
    database_is_later(days=1)
    assert refused(case, cast, WORKER)
    erased_by_sql(case, cast)
    assert not CaseFile.objects.filter(pk=case.pk).exists()


def test_what_removes_the_rows_is_called_by_nobody(case):
    for function in ("casework_case_remove", "casework_case_gather", "casework_may_be_erased"):
        with acting_as_role(), pytest.raises(DatabaseError) as said, transaction.atomic():
            connection.cursor().execute(f"SELECT {function}(%s)", [case.pk])
        assert said.value.__cause__.sqlstate == "42501"
