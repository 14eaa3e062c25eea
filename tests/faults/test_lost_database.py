"""Whenever the database goes away in a request, the person gets an error, and nothing is half done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import psycopg
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.audit.who import Acting, acting_as
from casework.people.roles import Role
from tests.cast import TO_GATEKEEPER, Driver, make_cast
from tests.faults.crash import Fuse
from tests.faults.state import AUDITED, differences, state
from tests.faults.verbs import Scene, ends
from tests.faults.verdict import moved_rightly, what_it_leads_to
from tests.samples import sample

pytestmark = pytest.mark.django_db(transaction=True)
KIND, OUTCOME = "file_submission.review", "accept"


@pytest.fixture
def ends_connection() -> Iterator[Callable[[], None]]:
    """What an operator does, or a database that is restarted, from a connection of its own."""
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as operator:

        def end() -> None:
            ours = connection.connection.info.backend_pid
            operator.execute("SELECT pg_terminate_backend(%s, 5000)", [ours])

        yield end


@time_machine.travel(timezone.now(), tick=False)
def test_a_request_whose_connection_ends_at_any_point_leaves_the_state_before_or_after(ends_connection):
    drive = Driver(make_cast())
    scene = Scene(drive, drive.case(), timezone.now())
    drive.do(scene.case, *TO_GATEKEEPER)
    verb, post = ends(f"{KIND} {OUTCOME}"), poster(scene, drive.cast.gatekeeper)
    # The record names who did it, and where.
    with acting_as(Acting("step", drive.cast.gatekeeper.pk, drive.cast.force.pk, Role.GATEKEEPER)):
        before, whole = what_it_leads_to(scene, verb)
    for point in count(1):
        with Fuse(point, ends_connection).laid():
            assert post() == 500, point
        if (now := state()) != before:
            break
    moved_rightly(differences(before, now), whole, verb, last=True)
    assert post() == 409
    # What the refused page showed is written down, and nothing else changes.
    assert differences(now, state()).keys() <= AUDITED


def poster(scene: Scene, by) -> Callable[[], int]:
    browser = Client(raise_request_exception=False)
    browser.force_login(by)
    address = reverse("step", kwargs={"urn": scene.case.urn, "task": scene.latest(KIND).task})
    form = sample(KIND, OUTCOME, scene.today)

    def post() -> int:
        try:
            return browser.post(f"{address}?outcome={OUTCOME}", form).status_code
        finally:
            # A server does this at the end of a request, which Django's test client leaves out.
            connection.close_if_unusable_or_obsolete()

    return post
