"""What is known of a file when it is looked at: of its own case, and of the others of the force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.access.models import CaseRestriction
from casework.audit.who import Acting, acting_as
from casework.casefiles.models import CaseFile, Suspect
from casework.documents.models import Document
from casework.file_review.findings import file_findings, noticed_in
from casework.file_review.models import FileSubmission
from casework.file_review.state import FileState, file_state
from tests.casework.documented import NOW, version
from tests.cast import CONSIDERED
from tests.wall.role import acting_as_role, roles_require
from tests.workflows.working import task_of
from workflows.engine.work import cancel


@pytest.mark.django_db
def test_the_same_person_of_another_case_is_noticed_by_name_and_date_of_birth(drive):
    case, other = drive.case(), drive.case()
    known = {"family_name": "Smith", "given_names": "Al", "date_of_birth": date(1990, 1, 1)}
    Suspect.objects.filter(case_file=case).update(**known)
    Suspect.objects.filter(case_file=other).update(**{**known, "family_name": "SMITH"})
    assert state_of(case).suspects[0].elsewhere
    Suspect.objects.filter(case_file=other).update(date_of_birth=None)
    assert not state_of(case).suspects[0].elsewhere


@pytest.mark.django_db
@pytest.mark.queue_differs
def test_behind_the_wall_the_same_is_noticed_of_another_unit_and_nothing_of_a_restricted_case(drive, cast):
    roles_require()
    case, other = drive.case(), drive.case()
    known = {"family_name": "Smith", "given_names": "Al", "date_of_birth": date(1990, 1, 1)}
    Suspect.objects.update(**known)
    away = {"unit": cast.force.units.exclude(pk=cast.unit.pk).first(), "officer_in_case": cast.supervisor}
    CaseFile.objects.update(crime_number="20AA/1/26")
    CaseFile.objects.filter(pk=other.pk).update(**away)

    def noticed() -> tuple[bool, bool]:
        with acting_as(Acting(person=cast.investigator.pk)), acting_as_role():
            assert set(CaseFile.objects.values_list("pk", flat=True)) == {case.pk}
            state = state_of(case)
        return state.crime_number_elsewhere, state.suspects[0].elsewhere

    assert noticed() == (True, True)
    begun = {"reason": "So", "begun_at": timezone.now(), "begun_by": cast.supervisor}
    CaseRestriction.objects.create(case_file=other, **begun)
    assert noticed() == (False, False)


@pytest.mark.django_db
def test_what_was_withdrawn_is_neither_asked_for_nor_unanswered(drive, cast):
    case = drive.case()
    drive.do(case, "early_advice.consider request")
    awaited = {"Early advice was asked for, and has not been given yet"}
    unanswered = {"No answer on a victim personal statement is recorded for V1"}
    assert awaited | unanswered <= {each.words for each in noticed_in(state_of(case))}
    for kind in ("early_advice.triage", "vps_offer.offer"):
        cancel(task=task_of(drive, case, kind), by=cast.supervisor, reason="Not wanted", at=timezone.now())
    assert not (awaited | unanswered) & {each.words for each in noticed_in(state_of(case))}


@pytest.mark.django_db
def test_the_same_crime_number_is_noticed_within_the_force(drive):
    case, other = drive.case(), drive.case()
    assert not state_of(case).crime_number_elsewhere
    for each in (case, other):
        each.crime_number = "20AA/1/26"
        each.save(update_fields=["crime_number"])
    assert state_of(case).crime_number_elsewhere


@pytest.mark.django_db
def test_the_newest_version_of_each_kind_of_document_counts(drive, cast):
    case = drive.case()
    for number, day in ((1, 1), (2, 9)):
        document = Document.objects.create(
            case_file=case, number=number, kind="mg3", organisation=cast.force, added_at=NOW
        )
        version(document, cast, NOW - timedelta(days=day))
    assert state_of(case).documents == {"mg3": NOW - timedelta(days=1)}


def state_of(case) -> FileState:
    return file_state(FileSubmission.objects.get(case_file=case))


@pytest.mark.django_db
def test_the_findings_cost_the_same_queries_however_much_there_is(drive):
    small, large = drive.case(), drive.case(suspects=4, victims=5)
    drive.do(large, CONSIDERED[0], *[CONSIDERED[1]] * 4, "file_submission.prepare submit")
    drive.do(large, "file_submission.sign_off return", "file_submission.correct submit")
    counts = []
    for case in (small, large):
        record = FileSubmission.objects.get(case_file=case)
        with CaptureQueriesContext(connection) as captured:
            assert file_findings(record)
        counts.append(len(captured))
    assert counts == [8, 8]
