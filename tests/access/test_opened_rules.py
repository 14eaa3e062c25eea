"""The rules of opening a restricted case in an emergency, each asked by itself: behind one stands another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.access.kept import KeptPeople, barred_and_admitted
from casework.access.opened import case_opened, case_to_open, opening_role
from casework.access.restrictions import RESTRICTING_ROLES, admissions_of, case_open_again, case_take_off
from casework.casefiles.models import CaseFile
from casework.people.models import User
from tests.access.keeping import barred, restricted
from tests.break_ins.opening import closed_case, opened
from workflows.engine import work

pytestmark = pytest.mark.django_db


def anew(person: User, **changed: object) -> User:
    User.objects.filter(pk=person.pk).update(**changed or {"is_active": True})
    return User.objects.get(pk=person.pk)


def changed(case: CaseFile, by: User, verb: Callable, **about: object) -> None:
    at = timezone.now()
    work.act_on_case(case=case, by=by, roles=RESTRICTING_ROLES, at=at, verb=verb, reason="So", **about)


def test_whose_account_is_closed_finds_no_case_and_opens_it_in_no_role(drive, cast):
    case = closed_case(drive, cast)
    assert case_to_open(anew(cast.investigator2), case.urn) == case
    closed = anew(cast.investigator2, is_active=False)
    assert (case_to_open(closed, case.urn), opening_role(case, closed)) == (None, None)


def test_who_looks_after_victims_finds_none(drive, cast):
    case = closed_case(drive, cast)
    case.open_to_witness_care_at = timezone.now()
    case.save(update_fields=["open_to_witness_care_at"])
    assert case_to_open(cast.witness_care, case.urn) is None


def test_a_case_that_is_restricted_no_more_is_none_to_open(drive, cast):
    case = closed_case(drive, cast)
    changed(case, cast.supervisor, case_open_again)
    assert case_to_open(anew(cast.investigator2), case.urn) is None


def test_who_is_on_the_list_of_another_case_or_barred_from_it_opens_this_one(drive, cast):
    restricted(drive.case(), cast.investigator2, by=cast.supervisor)
    barred(drive.case(), cast.investigator2, by=cast.supervisor)
    case = closed_case(drive, cast)
    assert case_to_open(anew(cast.investigator2), case.urn) == case


def test_a_case_that_was_opened_knows_until_when_and_costs_nothing_to_who_opens_none(drive, cast):
    case = closed_case(drive, cast)
    made = opened(case, cast.investigator2)
    found = case_opened(anew(cast.investigator2), case.urn, timezone.now())
    assert (found, found.opened_until) == (case, made.ends_at)
    assert case_opened(AnonymousUser(), case.urn, timezone.now()) is None
    nobody = anew(cast.investigator2, is_active=False), anew(cast.liaison)
    for person in nobody:
        assert person.memberships_held
        with CaptureQueriesContext(connection) as asked:
            assert case_opened(person, case.urn, timezone.now()) is None
        assert len(asked) == 0


def test_a_case_is_opened_for_nobody_but_who_opened_it(drive, cast):
    case = closed_case(drive, cast)
    opened(case, cast.investigator2)
    assert case_opened(anew(cast.gatekeeper), case.urn, timezone.now()) is None


def test_who_was_taken_off_the_list_opens_the_case_like_anybody(drive, cast):
    case = restricted(drive.case(), cast.investigator2, cast.manager, by=cast.supervisor)
    assert case_to_open(anew(cast.investigator2), case.urn) is None
    admission = admissions_of(case).get(person=cast.investigator2)
    changed(case, cast.supervisor, case_take_off, admission=admission)
    assert case_to_open(anew(cast.investigator2), case.urn) == case


def test_of_an_erased_case_that_was_open_again_there_is_no_list(drive, cast):
    case = closed_case(drive, cast)
    changed(case, cast.supervisor, case_open_again)
    assert barred_and_admitted(case) == ([], None)


def test_of_an_erased_case_who_was_barred_and_who_was_on_its_list_is_kept(drive, cast):
    open_case, case = drive.case(), closed_case(drive, cast)
    for each in (open_case, case):
        barred(each, cast.gatekeeper2, by=cast.supervisor)
    assert barred_and_admitted(open_case) == ([cast.gatekeeper2.pk], None)
    people, admitted = barred_and_admitted(case)
    assert (people, set(admitted)) == (
        [cast.gatekeeper2.pk],
        {cast.investigator.pk, cast.supervisor.pk, cast.manager.pk},
    )
    kept = KeptPeople([case.pk, open_case.pk])
    assert kept.not_barred(case.pk, [cast.gatekeeper2.pk, cast.gatekeeper.pk]) == {cast.gatekeeper.pk}
