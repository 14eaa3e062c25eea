"""Work that changes hands: released, returned to its pool, following the officer; and two who act at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.deadlines.rules import due_on
from casework.hearings.models import Hearing
from casework.obligations.models import Obligation
from casework.people.models import Membership, User
from casework.people.roles import Role
from casework.victim_statements.models import VpsCheckpoint
from tests.access.keeping import restricted
from tests.cast import CONSIDERED, TO_CHARGE, person
from tests.samples import listing
from tests.workflows.reading import opened
from tests.workflows.test_races import at_once, poster
from workflows.engine import work

pytestmark = pytest.mark.django_db
YESTERDAY = date(2026, 1, 31)


def release(as_user, case: CaseFile, owed: Obligation, by: User) -> int:
    return as_user(by).post(reverse("step_release", kwargs={"urn": case.urn, "task": owed.task})).status_code


def claimed(drive, as_user, case: CaseFile, kind: str, by: User) -> Obligation:
    owed = drive.open_work(case, kind)
    as_user(by).post(reverse("step_claim", kwargs={"urn": case.urn, "task": owed.task}))
    assert drive.open_work(case, kind).owner == by
    return owed


@pytest.mark.parametrize(("by", "status"), [("investigator2", 409), ("supervisor", 302), ("gatekeeper", 403)])
def test_an_investigators_work_is_released_by_their_supervisor_and_no_colleague(
    drive, cast, as_user, by, status
):
    case = drive.case()
    owed = drive.open_work(case, "vps_offer.offer")
    assert release(as_user, case, owed, getattr(cast, by)) == status
    owed.refresh_from_db()
    assert owed.owner == (None if status == 302 else cast.investigator)
    assert case.events.filter(verb="released").exists() == (status == 302)


@pytest.mark.parametrize(("by", "status"), [("prosecutor2", 409), ("manager", 302), ("liaison", 403)])
def test_a_prosecutors_work_is_released_by_the_manager_and_no_colleague(drive, cast, as_user, by, status):
    case, colleague = drive.case(), person("prosecutor2", Role.PROSECUTOR, cast.area)
    drive.do(case, "bad_character.consider found")
    owed = claimed(drive, as_user, case, "bad_character.review", cast.prosecutor)
    assert release(as_user, case, owed, getattr(cast, by, colleague)) == status
    owed.refresh_from_db()
    assert owed.owner == (None if status == 302 else cast.prosecutor)


def test_a_supervisor_of_another_unit_releases_nothing(drive, cast, as_user):
    case, elsewhere = drive.case(), cast.force.units.exclude(pk=cast.unit.pk).first()
    away = person("away", Role.SUPERVISOR, cast.force, elsewhere)
    assert release(as_user, case, drive.open_work(case, "vps_offer.offer"), away) == 404


def test_the_next_step_of_an_officer_whose_role_ended_waits_in_the_pool(drive, cast):
    case = drive.case()
    drive.do(case, "early_advice.consider request")
    cast.investigator.memberships.update(ends_on=YESTERDAY)
    drive.do(case, "early_advice.triage reject")
    owed = drive.open_work(case, "early_advice.revise")
    assert (owed.owner, owed.role, owed.unit) == (None, Role.INVESTIGATOR, cast.unit)


def test_the_next_step_of_an_officer_whose_account_is_closed_waits_in_the_pool(drive, cast):
    case = drive.case()
    drive.do(case, "early_advice.consider request")
    User.objects.filter(pk=cast.investigator.pk).update(is_active=False)
    drive.do(case, "early_advice.triage reject")
    assert drive.open_work(case, "early_advice.revise").owner is None


def test_a_new_officer_gets_the_work_of_the_former_but_for_what_they_do_in_another_role(drive, cast, as_user):
    case = drive.case()
    supervises = {"role": Role.SUPERVISOR, "organisation": cast.force, "unit": cast.unit}
    Membership.objects.create(person=cast.investigator, **supervises)
    drive.do(case, *CONSIDERED, "file_submission.prepare submit")
    claimed(drive, as_user, case, "file_submission.sign_off", cast.investigator)
    hand_case_to(as_user, case, cast.investigator, cast.investigator2)
    owners = dict(Obligation.objects.open().filter(case_file=case).values_list("kind", "owner__username"))
    assert owners == {
        # Claimed as a supervisor, who they still are.
        "file_submission.sign_off": "investigator",
        "vps_offer.offer": "investigator2",
        "special_measures.assess": "investigator2",
        "victim_contact.tell_by_police": "investigator2",
        "bad_character.review": None,
    }


def hand_case_to(as_user, case: CaseFile, by: User, officer: User) -> None:
    details = {
        "officer_in_case": officer.pk,
        "reported_on-day": case.reported_on.day,
        "reported_on-month": case.reported_on.month,
        "reported_on-year": case.reported_on.year,
    }
    address = reverse("case_change", kwargs={"urn": case.urn})
    response = as_user(by).post(address, details)
    assert response.status_code == 302, response.content.decode()


def end_role(cast, membership: Membership) -> None:
    by = Actor(cast.administrator, Role.ADMINISTRATOR, cast.force)
    work.end_role(membership=membership, by=by, at=timezone.now())


def test_who_leaves_one_unit_keeps_the_work_that_another_role_covers(drive, cast):
    case = drive.case()
    elsewhere = cast.force.units.exclude(pk=cast.unit.pk).first()
    ended = cast.investigator.memberships.get()
    Membership.objects.create(
        person=cast.investigator, role=Role.INVESTIGATOR, organisation=cast.force, unit=elsewhere
    )
    end_role(cast, ended)
    owners = set(Obligation.objects.open().filter(case_file=case).values_list("owner", flat=True))
    assert owners == {cast.investigator.pk}
    assert not case.events.filter(verb="released").exists()


@pytest.mark.behind_wall
def test_who_leaves_gives_back_the_work_of_cases_that_the_administrator_may_not_see(drive, cast, as_user):
    seen, kept = drive.case(), restricted(drive.case(), by=cast.supervisor)
    address = reverse("membership_end", kwargs={"membership": cast.investigator.memberships.get().pk})
    assert as_user(cast.administrator).post(address).status_code == 302
    assert not Obligation.objects.open().filter(owner=cast.investigator).exists()
    for case in (seen, kept):
        assert case.events.filter(verb="released", actor=cast.administrator).exists()


def test_who_keeps_a_role_of_another_kind_gives_back_only_what_it_does_not_cover(drive, cast, as_user):
    case = drive.case()
    supervises = {"role": Role.SUPERVISOR, "organisation": cast.force, "unit": cast.unit}
    Membership.objects.create(person=cast.investigator2, **supervises)
    drive.do(case, *CONSIDERED, "file_submission.prepare submit")
    claimed(drive, as_user, case, "file_submission.sign_off", cast.investigator2)
    end_role(cast, cast.investigator2.memberships.get(role=Role.INVESTIGATOR))
    assert drive.open_work(case, "file_submission.sign_off").owner == cast.investigator2
    end_role(cast, cast.investigator2.memberships.get(role=Role.SUPERVISOR))
    assert drive.open_work(case, "file_submission.sign_off").owner is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_two_listings_of_one_trial_at_once_leave_one_listed(drive, cast, as_user, attempt):
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    address, today = reverse("hearing_list", kwargs={"urn": case.urn}), timezone.localdate()
    days = {who: today + timedelta(days=days) for who, days in ((cast.liaison, 200), (cast.manager, 300))}
    acts = [poster(as_user(who), address, listing("trial", on)) for who, on in days.items()]
    assert sorted(at_once(*acts)) == [302, 422]
    hearings = Hearing.objects.filter(case_file=case)
    assert [hearing.on in days.values() for hearing in hearings] == [True]
    last = VpsCheckpoint.objects.get(case_file=case, kind=VpsCheckpoint.Kind.TRIAL_LAST)
    assert last.due_on == due_on("VPS_BEFORE_TRIAL_LAST", hearings.get(vacated_at=None).on)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_of_two_suspects_added_at_once_one_is_told_and_each_gets_a_reference(drive, cast, as_user, attempt):
    case = drive.case(suspects=0)
    address = reverse("case_add", kwargs={"urn": case.urn, "what": "suspect"})
    browsers = [as_user(one) for one in (cast.investigator, cast.investigator2)]
    # It may be the same suspect: whoever comes second looks before they add theirs.
    forms = [{"family_name": f"Of {number}", **opened(each, address)} for number, each in enumerate(browsers)]
    answers = at_once(*(poster(each, address, form) for each, form in zip(browsers, forms, strict=True)))
    assert sorted(answers) == [302, 409]
    told = answers.index(409)
    assert poster(browsers[told], address, forms[told] | opened(browsers[told], address))() == 302
    assert sorted(case.suspects.values_list("reference", flat=True)) == ["S1", "S2"]
    assert Obligation.objects.open().filter(case_file=case, kind="bad_character.consider").count() == 2
