"""Every opening is reviewed by somebody else, by a day; what is not done then is overdue."""

from __future__ import annotations

import pytest
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.access.restrictions import RESTRICTING_ROLES, case_admit
from casework.break_ins.models import BreakIn
from casework.deadlines.rules import due_on
from casework.directions.models import DateDirection
from casework.events.models import Event
from casework.obligations.models import Obligation
from casework.people.models import User
from casework.people.roles import Role
from tests.access.keeping import restricted
from tests.break_ins.opening import closed_case, opened
from tests.cast import TO_DECISION, person
from workflows.engine import work

pytestmark = pytest.mark.django_db


def test_the_review_is_work_with_a_date_of_a_supervisor_on_the_case(drive, cast):
    case = closed_case(drive, cast)
    made = opened(case, cast.investigator2)
    owed = drive.open_work(case, "break_in.review")
    assert (owed.subject, owed.role, owed.unit, owed.about) == (made.pk, "supervisor", cast.unit, "Opening 1")
    assert owed.due_on == due_on("BREAK_IN_REVIEW", timezone.localdate())
    assert owed in Obligation.objects.workable_by(cast.supervisor)


def test_what_a_prosecutor_opened_a_district_crown_prosecutor_reviews(drive, cast):
    case = closed_case(drive, cast, *TO_DECISION)
    opened(case, cast.prosecutor)
    assert drive.open_work(case, "break_in.review_cps").role == Role.PROSECUTION_MANAGER
    drive.do(case, "break_in.review_cps condemn")
    assert BreakIn.objects.get().position == "not_justified"


def test_it_goes_to_the_other_side_where_nobody_of_their_own_is_on_the_list(drive, cast):
    case = drive.case()
    drive.do(case, *TO_DECISION)
    restricted(case, by=cast.manager)
    assert opened(case, cast.investigator2).position == "review_cps"


def test_it_does_not_share_the_case_with_the_cps(drive, cast):
    case = restricted(drive.case(), by=cast.supervisor)
    User.objects.filter(pk=cast.supervisor.pk).update(is_active=False)
    assert opened(case, cast.investigator2).position == "review"
    case.refresh_from_db()
    assert case.shared_with_cps_at is None
    User.objects.filter(pk=cast.supervisor.pk).update(is_active=True)


@pytest.mark.parametrize(("outcome", "position"), [("justify", "justified"), ("condemn", "not_justified")])
def test_the_review_says_who_found_what_in_words(drive, cast, outcome, position):
    case = closed_case(drive, cast)
    opened(case, cast.investigator2)
    assert drive.send(case, "break_in.review", outcome, found=" ").status_code == 422
    drive.do(case, f"break_in.review {outcome}")
    made = BreakIn.objects.get()
    assert (made.position, made.reviewed_by) == (position, cast.supervisor)
    event = Event.objects.get(subject=made.pk, verb__startswith="break_in_")
    assert event.reason == made.found != ""
    assert not drive.kinds(case) & {"break_in.review", "break_in.review_cps"}


def test_whoever_opened_it_never_reviews_it(drive, cast):
    case = closed_case(drive, cast)
    off_list = person("supervisor2", Role.SUPERVISOR, cast.force, cast.unit)
    opened(case, off_list)
    assert drive.send(case, "break_in.review", "justify", by=off_list).status_code == 403
    about = {"person": off_list, "reason": "Needed from now on"}
    by = {"by": cast.supervisor, "roles": RESTRICTING_ROLES, "at": timezone.now()}
    work.act_on_case(case=case, verb=case_admit, **by, **about)
    refused = drive.send(case, "break_in.review", "justify", by=off_list)
    assert "somebody else must review it" in refused.content.decode()
    assert BreakIn.objects.get().position == "review"


def test_nobody_withdraws_it_or_moves_its_date(drive, cast, as_user):
    from django.urls import reverse

    case = closed_case(drive, cast)
    opened(case, cast.investigator2)
    task = drive.open_work(case, "break_in.review").task
    with pytest.raises(work.WorkRefused):
        work.cancel(task=Task.objects.get(pk=task), by=cast.supervisor, at=timezone.now(), reason="So")
    where = {"urn": case.urn, "task": task, "clock": "BREAK_IN_REVIEW"}
    assert as_user(cast.supervisor).get(reverse("date_direct", kwargs=where)).status_code == 404
    assert not DateDirection.objects.exists()


def test_it_outlives_the_restriction_and_the_end_of_the_case(drive, cast):
    case = closed_case(drive, cast)
    opened(case, cast.investigator2)
    drive.do(case, "early_advice.consider not_sought", "file_submission end")
    assert "break_in.review" in drive.kinds(case)
    drive.do(case, "break_in.review justify")


def test_two_openings_of_a_case_are_told_apart_and_each_is_reviewed(drive, cast):
    case = closed_case(drive, cast)
    opened(case, cast.investigator2)
    opened(case, cast.gatekeeper)
    reviews = Obligation.objects.open().filter(case_file=case, kind="break_in.review")
    assert set(reviews.values_list("about", flat=True)) == {"Opening 1", "Opening 2"}
    drive.do(case, "break_in.review justify")
    assert reviews.count() == 1
