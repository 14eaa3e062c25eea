"""What cases of an earlier release lack under this one is opened, once."""

from __future__ import annotations

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.deadlines.calendar import working_days_after
from casework.file_review.models import FileSubmission
from casework.hearings.models import Hearing
from casework.obligations.models import Obligation
from casework.special_measures.models import SpecialMeasures
from tests.cast import TO_CHARGE
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


def completed() -> str:
    told = StringIO()
    call_command("complete_cases", stdout=told, stderr=told)
    return told.getvalue()


def test_the_check_names_it_and_the_command_opens_the_work(old, drive, cast):
    assert {(found.what, found.about) for found in differences()} == {
        (check.LACKING, "V1"),
        (check.LACKING, "V2"),
    }
    assert completed() == "1 cases completed, 0 not\n"
    assert differences() == []
    owed = Obligation.objects.open().filter(case_file=old, kind=ASSESSMENT)
    assert sorted(owed.values_list("about", flat=True)) == ["V1", "V2"]


def test_a_second_time_it_changes_nothing(old, cast):
    completed()
    assert completed() == "0 cases completed, 0 not\n"
    assert SpecialMeasures.objects.count() == 2


def test_an_administrator_finds_it_among_what_is_stuck(old, cast):
    found = troubles(cast.administrator, timezone.localdate())
    assert {each.words for each in found} == {"A victim lacks what every victim has"}
    completed()


def test_a_hearing_that_nothing_carries_becomes_work_with_its_date(drive, cast):
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    drive.list_hearing(case, "trial", working_days_after(timezone.localdate(), 50))
    hearing = Hearing.objects.get(case_file=case)
    kept = list(Obligation.objects.filter(subject=hearing.pk).values_list("kind", "due_on", "counted"))
    Obligation.objects.filter(subject=hearing.pk).delete()
    Task.objects.filter(process=hearing.process).delete()
    hearing.process.delete()
    assert completed() == "1 cases completed, 0 not\n"
    assert (
        list(Obligation.objects.filter(subject=hearing.pk).values_list("kind", "due_on", "counted")) == kept
    )


def test_a_hearing_that_was_vacated_before_hearings_were_work_does_not_begin_again(drive):
    case, at = drive.case(), timezone.now()
    vacated = Hearing.objects.create(
        case_file=case,
        kind="trial",
        position="vacated",
        on=at,
        court="crown",
        result_due_on=at,
        **dict.fromkeys(("listed_at", "vacated_at", "opened_at", "moved_at"), at),
    )
    import_module("workflows.migrations.0012_vacated_hearings").carry(apps, None)
    assert CaseProcess.objects.get(hearing=vacated).status == "DONE"
    drive.do(case, *TO_CHARGE)
    assert not Obligation.objects.filter(subject=vacated.pk).exists()


@pytest.mark.queue_differs
def test_nothing_is_begun_in_a_case_that_the_police_have_ended(old):
    FileSubmission.objects.filter(case_file=old).update(position="ended")
    assert check.LACKING not in {found.what for found in differences()}


def test_a_case_that_ended_before_gets_it_when_it_is_reopened(old, drive, cast):
    record = FileSubmission.objects.get(case_file=old)
    FileSubmission.objects.filter(pk=record.pk).update(position="ended")
    assert drive.turn(record, "reopen", cast.supervisor, reason="New evidence").status_code == 302
    assert differences() == []
    assert drive.kinds(old) >= {ASSESSMENT}
