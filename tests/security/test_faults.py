"""What fails lets nobody in, says nothing of itself, and holds up no casework that does not need it."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core.cache.backends.redis import RedisCacheClient
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.incidents.models import Incident
from casework.obligations.models import Obligation
from tests.access.addresses import status
from tests.access.table import PAGES
from tests.cast import TO_GATEKEEPER
from tests.samples import sample

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
PLACES = rf"/srv/|{re.escape(str(settings.BASE_DIR))}"
INNER = re.compile(
    rf"Traceback|\.py\b|SELECT |psycopg|django\.|line \d+|{PLACES}|Error at|secret", re.IGNORECASE
)


def broken(*_: object, **__: object):
    raise ValueError("secret of the inside at /srv/x.py: SELECT 1")


def with_faults(person) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(person)
    return browser


def test_a_fault_shows_a_reference_alone(drive, cast, monkeypatch):
    browser = with_faults(cast.gatekeeper)
    monkeypatch.setattr("workflows.queues.views.QueueFilters", broken)
    answer = browser.get(reverse("queue"))
    text = answer.content.decode()
    assert answer.status_code == 500
    assert Incident.objects.get().reference in text
    assert INNER.findall(text) == []


@pytest.mark.parametrize("where", ["/cases/%00/", "/no/such/page/", "/people/", "/cases/20AA9999926/"])
def test_a_refusal_says_nothing_of_the_inside(cast, as_user, where):
    assert INNER.findall(as_user(cast.gatekeeper).get(where).content.decode()) == []


@pytest.mark.parametrize(
    "rule",
    ["casework.access.policy.get_case_for", "casework.casefiles.models.CaseFileQuerySet.visible_to"],
)
def test_a_fault_of_the_policy_shows_nobody_anything(address, cast, monkeypatch, rule):
    """Neither a page of the case nor a list: whoever would have been let in meets a fault."""
    where = {name: address(name) for name in PAGES}
    urn = where["case"].split("/")[2]
    browser = with_faults(cast.supervisor)
    everywhere_broken(monkeypatch, rule)
    for name in ("case", "case_people", "case_activity", "documents", "document_download", "case_route"):
        answer = browser.get(where[name])
        assert (status(answer), urn in body(answer)) == (500, False), name
    # A list asks the second rule alone.
    for name in ("cases", "queue", "overview") if rule.endswith("visible_to") else ():
        answer = browser.get(where[name])
        assert (status(answer), urn in body(answer)) == (500, False), name


def everywhere_broken(monkeypatch, rule: str) -> None:
    """In the module of the rule, and wherever it was imported from there by name."""
    import sys

    monkeypatch.setattr(rule, broken)
    name = rule.rpartition(".")[2]
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith(("casework.", "workflows.")) and name in vars(module):
            monkeypatch.setattr(module, name, broken)


def body(answer) -> str:
    return "" if answer.streaming else answer.content.decode()


def test_casework_goes_on_without_the_cache(drive, cast, as_user, monkeypatch, settings):
    """Sessions are read from the database, nobody's pace is counted, and a step is done."""
    case, browser = drive.case(), as_user(cast.gatekeeper)
    drive.do(case, *TO_GATEKEEPER)
    task = drive.open_work(case, "file_submission.review").task
    where = reverse("step", kwargs={"urn": case.urn, "task": task})
    settings.PACE = {"case": 1, "search": 1, "export": 1}

    def away(*_: object, **__: object):
        raise ConnectionError("nobody listens")

    monkeypatch.setattr(RedisCacheClient, "get_client", away)
    form = sample("file_submission.review", "accept", timezone.localdate())
    assert browser.get(where).status_code == 200
    assert browser.post(f"{where}?outcome=accept", form).status_code == 302
    assert not Obligation.objects.open().filter(task=task).exists()
    assert Client().get("/ready").status_code == 503
