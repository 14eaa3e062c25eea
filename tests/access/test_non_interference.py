"""Nothing that somebody is shown differs when there are more cases that they may not see.

Two places, each with cases of its own: cases of the other, and cases of their own place from which they are
kept, are added at random. Every list, number and report of theirs is then the same, byte for byte, and costs
as many queries: what takes as long tells as little.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.casefiles.models import CaseFile
from casework.file_review.models import FileSubmission
from casework.file_review.state import FileState, file_state
from casework.people.models import User
from casework.people.roles import Role
from tests.access.keeping import barred, restricted
from tests.cast import TO_DECISION, TO_GATEKEEPER, Driver, person

pytestmark = pytest.mark.django_db
VIEWERS = (
    *("investigator2", "supervisor", "gatekeeper", "prosecutor", "manager"),
    *("liaison", "auditor", "administrator", "witness_care"),
)
# What lists, counts, sums up or foretells, for whatever cases there are.
PAGES = (
    *("overview", "queue", "cases", "notices", "team_load", "give_out", "files_returned", "record"),
    *("agenda", "rehearsal", "foreseen", "foreseen_numbers", "incidents", "mails", "away", "people"),
    *("whose_clock", "whose_clock_export", "statements_report", "statements_report_export"),
    *("emergency_access", "retention", "audit"),
    *("voice_report", "clinics", "clinic_figures", "clinic_figures_export"),
)
WAYS = ((), ("early_advice.consider request",), TO_GATEKEEPER, TO_DECISION)
HIDDEN = st.lists(
    st.tuples(st.sampled_from(["foreign", "barred", "restricted"]), st.sampled_from(WAYS)),
    min_size=1,
    max_size=3,
)


class Shown(NamedTuple):
    """What somebody can see of an answer, and what stands for the time that it took."""

    status: int
    page: str
    queries: int


def shown(viewer: User) -> dict[str, Shown]:
    browser = Client()
    browser.force_login(viewer)
    return {name: read(browser, reverse(name)) for name in PAGES}


def read(browser: Client, address: str) -> Shown:
    """The page but for the token against forged requests, which differs each time, and its own address."""
    with CaptureQueriesContext(connection) as captured:
        response = browser.get(address)
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return Shown(response.status_code, page.replace(address, ""), len(captured))


def add(drive: Driver, viewer: User, lead: User, kind: str, way: tuple[str, ...]) -> CaseFile:
    """A case that the viewer may not see: the verb that keeps them from it is done by another lead."""
    if kind == "foreign":
        return elsewhere(drive).case()
    case = drive.case()
    drive.do(case, *way)
    if kind == "barred":
        barred(case, viewer, by=lead)
        return case
    return restricted(case, by=lead)


def elsewhere(drive: Driver) -> Driver:
    """The same by the people of the other place."""
    officer = drive.cast.outsider.memberships.select_related("organisation", "unit").get()
    return Driver(
        replace(drive.cast, force=officer.organisation, unit=officer.unit, investigator=drive.cast.outsider)
    )


@pytest.fixture
def lead(cast) -> User:
    return person("supervisor2", Role.SUPERVISOR, cast.force, cast.unit)


@given(who=st.sampled_from(VIEWERS), hidden=HIDDEN)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_shown_differs_for_cases_that_they_may_not_see(drive, cast, lead, who, hidden):
    with time_machine.travel(timezone.now(), tick=False), transaction.atomic():
        drive.do(drive.case(), *TO_DECISION)
        viewer = getattr(cast, who)
        # What a process reads once and keeps is read.
        shown(viewer)
        before = shown(viewer)
        cases = [add(drive, viewer, lead, *each) for each in hidden]
        after = shown(viewer)
        seen = CaseFile.objects.visible_to(User.objects.get(pk=viewer.pk))
        found = seen.filter(pk__in=[case.pk for case in cases]).exists()
        transaction.set_rollback(True)
    assert not found
    assert {name for name in PAGES if before[name] != after[name]} == set()
    assert {each.status for each in before.values()} <= {200, 403}


def pages_of_a_case() -> list[str]:
    """The addresses that hold a URN and nothing else."""
    found = get_resolver().reverse_dict
    named = {name: found.getlist(name)[0][0] for name in found if isinstance(name, str)}
    return sorted(name for name, ways in named.items() if [takes for _, takes in ways] == [["urn"]])


@pytest.mark.parametrize("who", ["investigator2", "gatekeeper", "prosecutor", "auditor"])
def test_a_urn_that_is_hidden_foreign_or_nobodys_is_answered_alike(drive, cast, lead, who):
    viewer = getattr(cast, who)
    cases = [add(drive, viewer, lead, kind, TO_GATEKEEPER) for kind in ("foreign", "barred", "restricted")]
    browser = Client()
    browser.force_login(viewer)
    names = pages_of_a_case()
    assert len(names) > 20
    for name in names:
        urns = ["20AA9999926", *(case.urn for case in cases)]
        nothing, *hidden = (read(browser, reverse(name, kwargs={"urn": urn})) for urn in urns)
        assert nothing.status in {403, 404, 405}, name
        assert hidden == [nothing] * len(cases), name


def test_a_file_says_nothing_of_the_same_crime_number_or_suspect_in_a_restricted_case(drive, cast):
    case, other = drive.case(), drive.case()
    born = timezone.localdate().replace(year=1990, day=1)
    for each in (case, other):
        CaseFile.objects.filter(pk=each.pk).update(crime_number="20/1/26")
        each.suspects.update(date_of_birth=born)
    file = FileSubmission.objects.get(case_file=case)
    assert said_of_others(file_state(file)) == (True, [True])
    restricted(other, by=cast.supervisor)
    assert said_of_others(file_state(file)) == (False, [False])


def said_of_others(state: FileState) -> tuple[bool, list[bool]]:
    return state.crime_number_elsewhere, [suspect.elsewhere for suspect in state.suspects]
