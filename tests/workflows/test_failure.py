"""What is left when something fails that nobody foresaw, and what a step costs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from casework.incidents.models import Incident
from casework.people.models import User
from tests.cast import TO_GATEKEEPER
from tests.workflows.working import now, task_of
from workflows.engine import work

pytestmark = pytest.mark.django_db


class TestFailure:
    @pytest.fixture
    def broken(self, monkeypatch):
        """An automatic that fails, with a name in its message and its variables."""

        def fail(*_: object, **__: object) -> None:
            name = "Suspectname0 Tester"
            raise KeyError(name)

        return fail

    @pytest.mark.queue_differs
    def test_an_automatic_that_fails_leaves_the_persons_step_done_and_an_incident(
        self, drive, broken, monkeypatch
    ):
        case = drive.case()
        drive.do(case, *TO_GATEKEEPER)
        monkeypatch.setattr("workflows.flows.file_review.routes_start", broken)
        drive.do(case, "file_submission.review accept")
        incident = Incident.objects.get()
        failed = Task.objects.get(pk=incident.task)
        assert (failed.status, incident.step, incident.error) == (
            *(STATUS.ERROR, "file_submission.open_charging"),
            "KeyError",
        )
        assert any("workflows/flows/file_review.py" in place for place in incident.places)
        assert failed.data == {}
        assert "Suspectname0" not in str(incident.__dict__)

    def test_a_verb_that_fails_changes_nothing_and_tells_a_reference(self, drive, broken, monkeypatch):
        case = drive.case()
        monkeypatch.setattr("casework.early_advice.services.record_move", broken)
        before = case.events.count()
        response = drive.send(case, "early_advice.consider", "request")
        incident = Incident.objects.get()
        page = response.content.decode()
        assert response.status_code == 500
        assert incident.reference in page
        assert "what you entered is still here" in page
        assert (case.events.count(), incident.step) == (before, "early_advice.consider")


def test_a_step_costs_sixteen_statements_at_most(drive, cast):
    """Lock, read, domain, event, task, open work: whatever the case has behind it."""
    case = drive.case(suspects=3, victims=3)
    drive.do(case, "early_advice.consider request")
    by = User.objects.get(pk=cast.manager.pk)
    assert by.memberships_held
    assert by.stands_in_for == frozenset()
    task = task_of(drive, case, "early_advice.triage")
    with CaptureQueriesContext(connection) as captured:
        work.complete(task=task, by=by, outcome="accept", arguments={"prosecutor": None}, **now())
    assert len(captured) <= 16
