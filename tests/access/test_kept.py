"""Whoever is barred from a case, or not on the list of a restricted one: it is not there for them."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from casework.access.bars import BARRING_ROLES, bar_lift
from casework.access.models import CaseAdmission, CaseBar, CaseRestriction
from casework.access.policy import actor_on, administrator_of, cases_administered_by, sides_read
from casework.access.restrictions import RESTRICTING_ROLES, admissions_of, case_admit, case_open_again
from casework.casefiles.amend import case_file_amend
from casework.casefiles.forms import CaseAmendForm
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.file_review.models import FileSubmission
from casework.obligations.models import Obligation
from casework.people.choices import people_over
from casework.people.models import User
from casework.people.roles import Role
from casework.routes.forms import AcceptForm
from tests.access.keeping import barred, restricted
from tests.cast import TO_DECISION
from workflows.engine import work
from workflows.incidents.orphaned import empty_pools

pytestmark = pytest.mark.django_db
EVERY_ROLE = list(Role)


def anew(person: User) -> User:
    return User.objects.get(pk=person.pk)


def does(case: CaseFile, by: User, verb, roles=RESTRICTING_ROLES, **about):
    return work.act_on_case(case=case, by=anew(by), roles=roles, at=timezone.now(), verb=verb, **about)


def nothing_of(case: CaseFile, person: User) -> bool:
    """Whether the case is nowhere that the domain lets the person look."""
    person = anew(person)
    asked = (
        CaseFile.objects.visible_to(person).filter(pk=case.pk).exists(),
        Obligation.objects.workable_by(person).filter(case_file=case).exists(),
        Obligation.objects.led_by(person).filter(case_file=case).exists(),
        CaseFile.objects.filter(cases_administered_by(person), pk=case.pk).exists(),
        actor_on(case, person, EVERY_ROLE),
        administrator_of(case, person),
        sides_read(case, person),
        any(person in people_over(case, role) for role in EVERY_ROLE),
    )
    return not any(asked)


EVERYBODY_ON_IT = (
    *("investigator", "investigator2", "supervisor", "gatekeeper", "gatekeeper2"),
    *("prosecutor", "manager", "liaison", "auditor", "administrator"),
)


@pytest.mark.parametrize("who", EVERYBODY_ON_IT)
def test_somebody_barred_has_nothing_of_the_case_in_any_role(drive, cast, as_user, who):
    case, other = drive.case(), drive.case()
    for each in (case, other):
        drive.do(each, *TO_DECISION)
    person = getattr(cast, who)
    assert not nothing_of(case, person)
    barred(case, person, by=cast.supervisor if who != "supervisor" else cast.manager)
    assert nothing_of(case, person)
    assert not nothing_of(other, person)
    for name in ("case", "case_people", "case_activity", "documents", "victims", "case_clock"):
        assert as_user(anew(person)).get(reverse(name, kwargs={"urn": case.urn})).status_code == 404


@pytest.mark.parametrize("who", EVERYBODY_ON_IT)
def test_a_restricted_case_is_there_for_those_on_its_list_alone(drive, cast, who):
    case = drive.case()
    drive.do(case, *TO_DECISION)
    restricted(case, cast.gatekeeper, cast.prosecutor, by=cast.supervisor)
    listed = {"investigator", "supervisor", "gatekeeper", "prosecutor"}
    assert nothing_of(case, getattr(cast, who)) is (who not in listed)


def test_whoever_is_kept_from_the_case_is_neither_made_its_officer_nor_offered_as_its_prosecutor(drive, cast):
    case = drive.case()
    drive.do(case, *TO_DECISION[:-1])
    assert cast.prosecutor in people_over(case, Role.PROSECUTOR)
    for person in (cast.investigator2, cast.prosecutor):
        barred(case, person, by=cast.supervisor)
    change = partial(does, case, cast.supervisor, case_file_amend)
    # In the words for who cannot have any case of the force: who is barred is not told.
    with pytest.raises(RuleBroken, match="must be an investigator of West Midlands Police"):
        change(officer_in_case=anew(cast.investigator2))
    offered = CaseAmendForm(case=case).fields["officer_in_case"].choices
    assert {str(cast.investigator.pk)} <= {key for key, _ in offered}
    assert str(cast.investigator2.pk) not in dict(offered)
    form = AcceptForm(record=FileSubmission.objects.get(case_file=case))
    assert str(cast.prosecutor.pk) not in dict(form.fields["prosecutor"].choices)


def test_a_bar_beats_the_list_of_a_restricted_case(drive, cast):
    case = restricted(drive.case(), cast.gatekeeper, by=cast.supervisor)
    barred(case, cast.gatekeeper, by=cast.supervisor)
    assert nothing_of(case, cast.gatekeeper)


def test_being_on_the_list_gives_no_role(drive, cast):
    case = restricted(drive.case(), cast.outsider, cast.administrator, by=cast.supervisor)
    assert actor_on(case, anew(cast.outsider), EVERY_ROLE) is None
    assert not CaseFile.objects.visible_to(anew(cast.outsider)).exists()
    assert not CaseFile.objects.visible_to(anew(cast.administrator)).exists()


def test_the_work_of_somebody_barred_goes_back_to_its_pool(drive, cast):
    case, other = drive.case(), drive.case()
    held = Obligation.objects.open().filter(owner=cast.investigator)
    before = held.filter(case_file=other).count()
    assert held.filter(case_file=case).count() == before > 0
    barred(case, cast.investigator, by=cast.supervisor)
    assert (held.filter(case_file=case).count(), held.filter(case_file=other).count()) == (0, before)
    assert case.events.filter(verb="released", handed_from=cast.investigator).count() == before


def test_work_on_a_restricted_case_stays_with_those_on_the_list(drive, cast):
    case = drive.case()
    task = drive.open_work(case, "vps_offer.offer").task
    work.assign(
        task=task_of(task), to=cast.investigator2, by=cast.supervisor, at=timezone.now(),
        seen=cast.investigator.pk,
    )  # fmt: skip
    restricted(case, by=cast.supervisor)
    owners = set(Obligation.objects.open().filter(case_file=case).values_list("owner", flat=True))
    assert owners == {None, cast.investigator.pk}
    with pytest.raises(work.WorkRefused, match="cannot do this work"):
        give(task, cast.investigator2, by=cast.supervisor)
    does(case, cast.supervisor, case_admit, person=cast.investigator2, reason="Takes the statements")
    give(task, anew(cast.investigator2), by=cast.supervisor)
    admission = admissions_of(case).get(person=cast.investigator2)
    does(case, cast.supervisor, work.take_off, admission=admission, reason="No longer needed")
    assert drive.open_work(case, "vps_offer.offer").owner is None
    assert nothing_of(case, cast.investigator2)


def task_of(key: int):
    from viewflow.workflow.models import Task

    return Task.objects.select_related("process__caseprocess").get(pk=key)


def give(task: int, to: User, by: User) -> None:
    work.assign(task=task_of(task), to=anew(to), by=anew(by), at=timezone.now())


def test_a_pool_of_a_restricted_case_without_anybody_on_the_list_is_reported(drive, cast):
    case = drive.case()
    drive.do(case, "early_advice.consider request")
    restricted(case, by=cast.supervisor)
    found = empty_pools(CaseFile.objects.filter(pk=case.pk), timezone.localdate())
    assert "Prosecutor" in str(found) or "Gatekeeper" in str(found)


def test_a_case_is_opened_again_to_everybody(drive, cast):
    case = restricted(drive.case(), by=cast.supervisor)
    does(case, cast.supervisor, case_open_again, reason="The officer was cleared")
    assert not nothing_of(case, cast.gatekeeper)
    assert not admissions_of(case)
    again = partial(does, case, cast.supervisor, case_open_again, reason="Twice")
    with pytest.raises(RuleBroken, match="is not restricted"):
        again()


def test_a_bar_is_lifted_by_somebody_else_once(drive, cast):
    case = drive.case()
    bar = barred(case, cast.gatekeeper, by=cast.supervisor)
    with pytest.raises(RuleBroken, match="barred from this case already"):
        barred(case, cast.gatekeeper, by=cast.supervisor)
    lift = partial(does, case, cast.supervisor, bar_lift, BARRING_ROLES, bar=bar)
    with pytest.raises(RuleBroken, match="Enter a reason"):
        lift(reason=" ")
    lift(reason="Another person of that name")
    assert not nothing_of(case, cast.gatekeeper)
    with pytest.raises(RuleBroken, match="ended already"):
        lift(reason="Again")


def test_whoever_is_barred_cannot_lift_it(drive, cast):
    case = drive.case()
    bar = barred(case, cast.supervisor, by=cast.supervisor)
    with pytest.raises(work.NotAllowed):
        does(case, cast.supervisor, bar_lift, BARRING_ROLES, bar=bar, reason="Not me")


def test_whom_a_bar_is_on_and_why_is_on_no_page_of_the_case(drive, cast, as_user):
    case = drive.case()
    barred(case, cast.gatekeeper2, by=cast.supervisor)
    body = as_user(cast.supervisor).get(reverse("case_activity", kwargs={"urn": case.urn})).content.decode()
    assert "Somebody barred from the case" in body
    assert "cousin" not in body
    assert cast.gatekeeper2.signature not in body


@pytest.mark.parametrize("model", [CaseBar, CaseRestriction, CaseAdmission])
def test_the_rows_end_once_and_are_never_removed_or_changed(drive, cast, model):
    case = restricted(drive.case(), by=cast.supervisor)
    barred(case, cast.gatekeeper, by=cast.supervisor)
    row = model.objects.first()
    ended = {"ended_at": timezone.now(), "ended_by": cast.supervisor, "ended_because": "So"}
    refused(lambda: model.objects.filter(pk=row.pk).update(reason="Another"))
    refused(lambda: model.objects.filter(pk=row.pk).update(reason="Another", **ended))
    refused(lambda: model.objects.filter(pk=row.pk).delete())
    assert model.objects.filter(pk=row.pk).update(**ended) == 1
    refused(lambda: model.objects.filter(pk=row.pk).update(ended_at=None, ended_by=None))


def refused(act) -> None:
    with pytest.raises(ProgrammingError, match="only ends"), transaction.atomic():
        act()


def test_to_be_kept_from_cases_costs_no_query(drive, cast, django_assert_num_queries):
    for _ in range(3):
        barred(drive.case(), cast.gatekeeper, by=cast.supervisor)
    drive.case()
    person = anew(cast.gatekeeper)
    with django_assert_num_queries(2):
        assert CaseFile.objects.visible_to(person).count() == 1
