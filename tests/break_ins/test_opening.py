"""Opening a restricted case in an emergency: by whom, which case, until when, and that nobody acts in it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow import FlowLockFailed

from casework.access.opened import OPENING_ROLES
from casework.access.policy import actor_on, sides_read
from casework.access.restrictions import case_admit
from casework.break_ins.models import BreakIn, BreakInAttempt
from casework.break_ins.ranks import ranks_over
from casework.break_ins.services import NOTHING_TO_OPEN
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.obligations.models import Obligation
from casework.people.models import Membership, User
from casework.people.roles import UNIT_ROLES, Role
from tests.access.keeping import barred, restricted
from tests.break_ins.opening import REASON, closed_case, opened
from tests.cast import TO_DECISION, person
from workflows.engine import work

pytestmark = pytest.mark.django_db
CANNOT = ("witness_care", "liaison", "auditor", "administrator", "outsider", "outside_prosecutor")
CAN = ("investigator2", "gatekeeper", "prosecutor")


def anew(person: User) -> User:
    return User.objects.get(pk=person.pk)


def status(browser, case: CaseFile, name: str = "case") -> int:
    return browser.get(reverse(name, kwargs={"urn": case.urn})).status_code


def refusal(urn: str, by: User, reason: str = REASON) -> str:
    with pytest.raises(RuleBroken) as refused:
        work.break_in(urn=urn, by=anew(by), reason=reason, at=timezone.now())
    return refused.value.message


@pytest.mark.parametrize("who", CAN)
def test_who_works_on_cases_opens_one_that_their_role_would_reach(drive, cast, as_user, who):
    case, other = closed_case(drive, cast, *TO_DECISION), closed_case(drive, cast, *TO_DECISION)
    browser = as_user(getattr(cast, who))
    assert status(browser, case) == 404
    opened(case, getattr(cast, who))
    assert (status(browser, case), status(browser, other)) == (200, 404)
    for name in ("case_people", "case_activity", "documents", "victims", "case_clock", "milestones"):
        assert status(browser, case, name) == 200


@pytest.mark.parametrize(
    ("second", "opens_as"),
    [(Role.SUPERVISOR, "supervisor"), (Role.GATEKEEPER, "gatekeeper"), (Role.PROSECUTOR, "investigator")],
)
def test_who_holds_two_roles_opens_it_in_the_higher_one_of_a_side(drive, cast, second, opens_as):
    """Or they would be the rank above themselves, and nobody else would hear of it."""
    case = closed_case(drive, cast)
    home = cast.area if second == Role.PROSECUTOR else cast.force
    unit = cast.unit if second == Role.SUPERVISOR else None
    cast.investigator2.memberships.create(
        role=second, organisation=home, unit=unit, starts_on=timezone.localdate()
    )
    assert opened(case, cast.investigator2).role == opens_as


@pytest.mark.parametrize("who", CANNOT)
def test_nobody_else_opens_any(drive, cast, who):
    case = closed_case(drive, cast, *TO_DECISION)
    assert refusal(case.urn, getattr(cast, who)) == NOTHING_TO_OPEN
    assert not BreakIn.objects.exists()


def test_a_prosecutor_opens_no_case_that_the_police_have_not_sent(drive, cast):
    assert refusal(closed_case(drive, cast).urn, cast.prosecutor) == NOTHING_TO_OPEN


def test_an_investigator_of_another_unit_opens_none(drive, cast):
    other = cast.force.units.create(code="ZZ", name="Another unit")
    stranger = person("stranger", Role.INVESTIGATOR, cast.force, other)
    assert refusal(closed_case(drive, cast).urn, stranger) == NOTHING_TO_OPEN


def test_an_unknown_number_and_whatever_is_not_to_be_opened_get_the_same_answer(drive, cast):
    barred_from, unrestricted = closed_case(drive, cast), drive.case()
    listed = restricted(drive.case(), cast.investigator2, by=cast.supervisor)
    barred(barred_from, cast.investigator2, by=cast.supervisor)
    for urn in ("20AA9999926", unrestricted.urn, listed.urn, barred_from.urn):
        assert refusal(urn, cast.investigator2) == NOTHING_TO_OPEN
    assert BreakInAttempt.objects.filter(person=cast.investigator2).count() == 4


def test_to_be_told_that_there_is_none_takes_as_much_for_every_number(drive, cast):
    barred_from = closed_case(drive, cast)
    barred(barred_from, cast.investigator2, by=cast.supervisor)
    asked = []
    for urn in ("20AA9999926", barred_from.urn, drive.case().urn):
        with CaptureQueriesContext(connection) as queries:
            refusal(urn, cast.investigator2)
        asked.append(len(queries))
    assert len(set(asked)) == 1


def test_numbers_cannot_be_guessed(drive, cast, settings):
    settings.CASEWORK_BREAK_IN_ATTEMPTS = 3
    case, at = closed_case(drive, cast), timezone.now()
    for number in range(3):
        assert refusal(f"20AA999{number}926", cast.investigator2) == NOTHING_TO_OPEN
    assert "too often within the hour" in refusal(case.urn, cast.investigator2)
    assert BreakInAttempt.objects.count() == 3
    with time_machine.travel(at + timedelta(hours=1, minutes=1)):
        opened(case, cast.investigator2)


@pytest.mark.parametrize("reason", ["", " ", "Urgent", "a" * 10 + " " * 30])
def test_a_reason_must_say_something(drive, cast, reason):
    case = closed_case(drive, cast)
    assert refusal(case.urn, cast.investigator2, reason) == "Enter a reason of 20 characters or more"
    assert not BreakInAttempt.objects.exists()


def test_one_case_at_a_time(drive, cast):
    first, second = closed_case(drive, cast), closed_case(drive, cast)
    running = opened(first, cast.investigator2)
    assert refusal(second.urn, cast.investigator2).startswith("You have opened a case already")
    opened(second, cast.gatekeeper)
    with time_machine.travel(running.ends_at):
        opened(second, cast.investigator2)


def test_it_ends_exactly_at_its_end_in_an_open_session_too(drive, cast, as_user):
    case, browser = closed_case(drive, cast), as_user(cast.investigator2)
    begun = timezone.now()
    with time_machine.travel(begun, tick=False):
        made = opened(case, cast.investigator2)
        assert made.ends_at == begun + timedelta(minutes=60)
    for seconds, expected in ((-3600, 200), (-1, 200), (0, 404), (1, 404)):
        with time_machine.travel(made.ends_at + timedelta(seconds=seconds), tick=False):
            assert status(browser, case) == status(browser, case, "documents") == expected


def test_how_long_it_lasts_is_a_setting(drive, cast, settings):
    settings.CASEWORK_BREAK_IN_MINUTES = 15
    made = opened(closed_case(drive, cast), cast.investigator2)
    assert made.ends_at - made.opened_at == timedelta(minutes=15)


def test_it_is_in_no_list_and_no_number(drive, cast, as_user):
    case, browser = closed_case(drive, cast, *TO_DECISION), as_user(cast.gatekeeper)
    opened(case, cast.gatekeeper)
    user = anew(cast.gatekeeper)
    assert not CaseFile.objects.visible_to(user).exists()
    assert not Obligation.objects.workable_by(user).filter(case_file=case).exists()
    pages = {
        name: browser.get(reverse(name))
        for name in ("overview", "cases", "queue", "agenda", "files_returned", "whose_clock", "notices")
    }
    assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(pages, 200)
    assert [name for name, page in pages.items() if case.urn in page.text] == []
    assert "Cases (0)" in pages["cases"].text
    assert "You can see 0 cases" in pages["overview"].text


def test_who_reads_it_acts_in_nothing(drive, cast):
    case = closed_case(drive, cast, *TO_DECISION)
    opened(case, cast.gatekeeper)
    user = anew(cast.gatekeeper)
    seen = CaseFile.objects.get(pk=case.pk)
    seen.opened_until = timezone.now()
    assert actor_on(seen, user, list(Role)) is None
    assert sides_read(seen, user) == {"police"}
    task = drive.open_work(case, "charging_decision.review")
    assert task.role == Role.PROSECUTOR
    with pytest.raises(work.NotAllowed):
        work.act_on_case(
            case=case,
            by=user,
            roles=tuple(Role),
            at=timezone.now(),
            verb=case_admit,
            person=user,
            reason="So",
        )


def test_nobody_opens_a_case_in_a_role_over_which_they_stand_themselves(drive, cast):
    case = closed_case(drive, cast)
    for role in (Role.SUPERVISOR, Role.GATEKEEPER):
        boss = person(f"boss_{role}", Role.INVESTIGATOR, cast.force, cast.unit)
        unit = cast.unit if role in UNIT_ROLES else None
        Membership.objects.create(
            person=boss, role=role, organisation=cast.force, unit=unit, starts_on=date(2020, 1, 1)
        )
        assert opened(case, boss).role == role


def test_of_two_roles_that_open_a_case_the_higher_one_comes_first():
    for role, later in combinations(OPENING_ROLES, 2):
        assert later not in ranks_over(role)


def test_a_bar_that_comes_meanwhile_ends_it(drive, cast, as_user):
    case, browser = closed_case(drive, cast), as_user(cast.investigator2)
    opened(case, cast.investigator2)
    barred(case, cast.investigator2, by=cast.supervisor)
    assert status(browser, case) == 404


def test_so_does_the_end_of_the_role(drive, cast, as_user):
    case, browser = closed_case(drive, cast), as_user(cast.investigator2)
    opened(case, cast.investigator2)
    gone = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(person=cast.investigator2).update(ends_on=gone)
    assert status(browser, case) == 404


@pytest.mark.queue_differs
def test_its_row_is_reviewed_once_and_never_changed_or_removed(drive, cast):
    made = opened(closed_case(drive, cast), cast.investigator2)
    rows = BreakIn.objects.filter(pk=made.pk)
    kept(lambda: rows.update(reason="Another"))
    kept(lambda: rows.update(ends_at=made.ends_at + timedelta(hours=1)))
    kept(lambda: rows._raw_delete("default"))
    kept(lambda: BreakInAttempt.objects.update(at=timezone.now()))
    reviewed = {"position": "justified", "reviewed_at": timezone.now(), "found": "So"}
    for wrong in ({**reviewed, "reviewed_by": cast.investigator2}, {"position": "justified"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    assert rows.update(**reviewed, reviewed_by=cast.supervisor) == 1
    kept(lambda: rows.update(position="not_justified"))


def kept(act) -> None:
    with pytest.raises(ProgrammingError, match=r"only reviewed|append-only"), transaction.atomic():
        act()


@pytest.mark.parametrize("error", [FlowLockFailed, CaseFile.DoesNotExist])
def test_a_case_that_somebody_else_holds_or_has_erased_is_no_other_answer(drive, cast, monkeypatch, error):
    def gone(key):
        raise error

    case = closed_case(drive, cast)
    monkeypatch.setattr("workflows.engine.work.breaking_in.case_locked", gone)
    assert refusal(case.urn, cast.investigator2) == NOTHING_TO_OPEN
