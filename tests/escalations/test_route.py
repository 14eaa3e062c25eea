"""A matter that is stuck goes up by rank until it is settled."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.casefiles.models import CaseFile
from casework.escalations.models import Escalation
from casework.escalations.services import escalation_post_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(drive):
    return drive.case()


def test_the_supervisor_settles_what_the_officer_escalates(case, drive, cast):
    assert drive.escalate(case, cast.investigator).status_code == 302
    drive.do(case, "escalation.supervisor settle")
    settled = Escalation.objects.get(case_file=case)
    assert (settled.position, settled.agreed) == ("settled", "The download comes first")
    assert case.events.filter(route="escalations").count() == 2


def test_police_ranks_one_after_the_other_to_the_meeting(case, drive, cast):
    drive.escalate(case, cast.investigator)
    drive.do(
        case, "escalation.supervisor further", "escalation.gatekeeper further", "escalation.meeting settle"
    )
    assert Escalation.objects.get(case_file=case).agreed


def test_put_to_the_cps_it_lets_the_cps_see_the_case(case, drive, cast, as_user):
    assert as_user(cast.manager).get(reverse("case", kwargs={"urn": case.urn})).status_code == 404
    drive.escalate(case, cast.investigator, to="unit_head")
    assert CaseFile.objects.get(pk=case.pk).shared_with_cps_at
    drive.do(case, "escalation.unit_head further", "escalation.chief further", "escalation.meeting settle")


def test_it_says_which_work_it_is_about(case, drive, cast):
    owed = drive.open_work(case, "early_advice.consider")
    drive.escalate(case, cast.investigator, about=str(owed.pk))
    made = Escalation.objects.get(case_file=case)
    assert (made.work, made.subject) == ("Consider early advice", owed.subject)


def test_the_same_matter_is_escalated_once_at_a_time(case, drive, cast):
    drive.escalate(case, cast.investigator)
    again = drive.escalate(case, cast.supervisor, to="unit_head")
    assert again.status_code == 422
    assert "This has been escalated already" in again.content.decode()
    drive.do(case, "escalation.supervisor settle")
    assert drive.escalate(case, cast.supervisor, to="unit_head").status_code == 302


def test_each_side_escalates_the_same_matter(case, drive, cast):
    drive.escalate(case, to="unit_head")
    assert drive.escalate(case, by=cast.prosecutor).status_code == 302


def test_nothing_is_put_to_the_cps_before_the_officer_says_that_it_may_see_the_case(case, drive, cast):
    page = drive.escalate(case, to="unit_head", share="")
    assert "Confirm that the CPS may see the case from now on" in page.content.decode()
    assert CaseFile.objects.get(pk=case.pk).shared_with_cps_at is None


def test_what_a_side_has_among_itself_the_other_does_not_read(case, drive, cast, as_user):
    drive.do(case, "early_advice.consider request")
    drive.escalate(case, why="The sergeant does not answer")
    for address in (f"/cases/{case.urn}/routes/escalations/", f"/cases/{case.urn}/activity/"):
        assert "sergeant" not in as_user(cast.prosecutor).get(address).content.decode()
    own = as_user(cast.supervisor).get(f"/cases/{case.urn}/routes/escalations/").content.decode()
    assert "The sergeant does not answer" in own
    drive.do(case, "escalation.supervisor further", "escalation.gatekeeper further")
    shared = as_user(cast.prosecutor).get(f"/cases/{case.urn}/routes/escalations/").content.decode()
    assert "The sergeant does not answer" in shared


def test_the_other_side_withdraws_nothing(case, drive, cast, as_user):
    drive.escalate(case, to="unit_head")
    step = {"urn": case.urn, "task": drive.open_work(case, "escalation.unit_head").task}
    page = as_user(cast.manager).post(reverse("step_withdraw", kwargs=step), {"reason": "Not wanted"})
    assert "Only the side that raised an escalation withdraws it" in page.content.decode()
    done = as_user(cast.supervisor).post(reverse("step_withdraw", kwargs=step), {"reason": "Answered"})
    assert done.status_code == 302


def test_nobody_settles_what_they_raised(case, drive, cast):
    drive.escalate(case, by=cast.supervisor)
    page = drive.send(case, "escalation.supervisor", "settle")
    assert page.status_code == 422
    assert "You raised this escalation, so somebody else must settle it" in page.content.decode()
    drive.do(case, "escalation.supervisor further")


def test_it_comes_to_whom_the_force_has_named(case, drive, cast):
    escalation_post_name(
        organisation=cast.force, rung="gatekeeper", post="DI", person=cast.gatekeeper2, former=None
    )
    drive.escalate(case, cast.investigator)
    drive.do(case, "escalation.supervisor further")
    assert drive.open_work(case, "escalation.gatekeeper").owner == cast.gatekeeper2


@pytest.mark.parametrize(
    ("who", "status"), [("outsider", 404), ("outside_prosecutor", 404), ("auditor", 403)]
)
def test_others_escalate_nothing(case, drive, cast, who, status):
    assert drive.escalate(case, getattr(cast, who)).status_code == status
    assert not Escalation.objects.exists()


def test_an_empty_form_says_what_to_do(case, cast, as_user):
    page = as_user(cast.investigator).post(reverse("escalate", kwargs={"urn": case.urn}), {})
    for words in (
        "Select what it is about",
        "Select who should answer it",
        "Enter why you are escalating it",
    ):
        assert words in page.content.decode()
