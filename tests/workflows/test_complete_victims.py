"""A victim who was recorded before every victim had some record gets it, once."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.file_review.models import FileSubmission
from casework.obligations.models import Obligation
from casework.special_measures.models import SpecialMeasures
from workflows.incidents.selectors import troubles
from workflows.models import CaseProcess
from workflows.queues import check
from workflows.queues.check import differences

pytestmark = pytest.mark.django_db
ASSESSMENT = "special_measures.assess"


@pytest.fixture
def old(drive):
    """A case whose victims were recorded before there was an assessment for special measures."""
    case = drive.case(victims=2)
    carrying = CaseProcess.objects.filter(special_measures__isnull=False)
    Obligation.objects.filter(kind=ASSESSMENT).delete()
    Task.objects.filter(process__in=carrying.values("pk")).delete()
    carrying.delete()
    SpecialMeasures.objects.all().delete()
    return case


def completed(by) -> str:
    told = StringIO()
    call_command("complete_victims", by=by.username, stdout=told, stderr=told)
    return told.getvalue()


def test_the_check_names_it_and_the_command_opens_the_work(old, drive, cast):
    assert {(found.what, found.about) for found in differences()} == {
        (check.LACKING, "V1"),
        (check.LACKING, "V2"),
    }
    assert completed(cast.administrator) == "1 cases completed, 0 not\n"
    assert differences() == []
    owed = Obligation.objects.open().filter(case_file=old, kind=ASSESSMENT)
    assert sorted(owed.values_list("about", flat=True)) == ["V1", "V2"]


def test_a_second_time_it_changes_nothing(old, cast):
    completed(cast.administrator)
    assert completed(cast.administrator) == "0 cases completed, 0 not\n"
    assert SpecialMeasures.objects.count() == 2


def test_an_administrator_finds_it_among_what_is_stuck(old, cast):
    found = troubles(cast.administrator, timezone.localdate())
    assert {each.words for each in found} == {"A victim lacks what every victim has"}
    completed(cast.administrator)


@pytest.mark.queue_differs
def test_who_administers_another_force_is_refused(old, cast):
    with pytest.raises(CommandError) as refused:
        completed(cast.investigator)
    assert refused.value.returncode == 1
    assert not SpecialMeasures.objects.exists()


@pytest.mark.queue_differs
def test_nothing_is_begun_in_a_case_that_the_police_have_ended(old):
    FileSubmission.objects.filter(case_file=old).update(position="ended")
    assert check.LACKING not in {found.what for found in differences()}
