"""The queue page with the clock and without it, and the report, each as a person gets it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from time import perf_counter
from typing import NamedTuple
from unittest import mock

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import browsers
from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation
from casework.people.models import User
from casework.people.roles import OVERSEEING_ROLES


class Report(NamedTuple):
    role: str
    cases: int
    queries: int
    seconds: float


def signed_in(person: User) -> Client:
    browser = browsers.signed_in(person)
    browser.get(reverse("queue"))
    return browser


def page_with(browser: Client) -> float:
    return _seconds(browser, "queue")


def page_without(browser: Client) -> float:
    def none(rows: Iterable[Obligation]) -> defaultdict[object, None]:
        return defaultdict(lambda: None)

    with mock.patch("workflows.queues.views.clocks_of_work", none):
        return _seconds(browser, "queue")


def report_of(person: User) -> Report | None:
    """None for who has no report."""
    if not person.holds(*OVERSEEING_ROLES):
        return None
    browser = signed_in(person)
    with CaptureQueriesContext(connection) as captured:
        _seconds(browser, "whose_clock")
    # Counted before another request clears them.
    queries, cases = len(captured), CaseFile.objects.visible_to(person).count()
    return Report(person.memberships_held[0].role, cases, queries, _seconds(browser, "whose_clock"))


def _seconds(browser: Client, name: str) -> float:
    began = perf_counter()
    response = browser.get(reverse(name))
    assert response.status_code == 200, response.status_code
    return perf_counter() - began
