"""Somebody keeps the list of a restricted case: nobody bars the last of them, and who left is replaced."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from casework.access.keepers import keepers_of
from casework.access.models import CaseAdmission, CaseBar
from casework.access.restrictions import admissions_of
from casework.casefiles.models import CaseFile
from casework.people.models import User
from casework.people.roles import Role
from tests.access.keeping import barred, restricted
from tests.cast import TO_DECISION, person

pytestmark = pytest.mark.django_db
HANDED_OVER = "The supervisor has left the force"


def bars(browser, case, whom: User):
    address = reverse("case_access_change", kwargs={"urn": case.urn, "what": "bar"})
    return browser.post(address, {"person": whom.username, "kind": "relative", "reason": "A cousin"})


def anew(case):
    return type(case).objects.get(pk=case.pk)


def leaves(user: User) -> None:
    user.memberships.update(ends_on=timezone.localdate() - timedelta(days=1))


@pytest.fixture
def second(cast) -> User:
    return person("supervisor2", Role.SUPERVISOR, cast.force, cast.unit)


@pytest.mark.behind_wall
def test_the_last_who_keeps_a_list_bars_themselves_once_somebody_else_does(drive, cast, as_user, second):
    case, browser = restricted(drive.case(), cast.gatekeeper, by=cast.supervisor), as_user(cast.supervisor)
    refused = bars(browser, case, cast.supervisor)
    assert (refused.status_code, CaseBar.objects.count()) == (422, 0)
    assert "Nobody else on the list can keep it" in refused.content.decode()
    admit = reverse("case_access_change", kwargs={"urn": case.urn, "what": "admit"})
    assert browser.post(admit, {"person": second.username, "reason": HANDED_OVER}).status_code == 302
    assert bars(browser, case, cast.supervisor).status_code == 302
    assert keepers_of(anew(case)) == [second]


def test_the_cps_keeps_no_list_before_it_has_the_case(drive, cast, as_user):
    case = restricted(drive.case(), cast.manager, by=cast.supervisor)
    assert bars(as_user(cast.supervisor), case, cast.supervisor).status_code == 422
    sent = drive.case()
    drive.do(sent, *TO_DECISION)
    restricted(sent, cast.manager, by=cast.supervisor)
    assert bars(as_user(cast.supervisor), sent, cast.supervisor).status_code == 302
    assert keepers_of(anew(sent)) == [cast.manager]


def test_whoever_leads_on_an_open_case_bars_themselves(drive, cast, as_user):
    assert bars(as_user(cast.supervisor), drive.case(), cast.supervisor).status_code == 302


def admit(case, who: User, by: User, reason: str = HANDED_OVER) -> None:
    call_command("admit", case.urn, person=who.username, by=by.username, reason=reason)


def unkept(capsys) -> list[str]:
    capsys.readouterr()
    call_command("admit")
    return capsys.readouterr().out.split()


def test_a_supervisor_is_put_on_a_list_that_nobody_keeps_any_more(drive, cast, capsys, second):
    case, kept = (restricted(drive.case(), by=cast.supervisor) for _ in range(2))
    CaseAdmission.objects.create(
        case_file=kept, person=second, reason="So", begun_at=timezone.now(), begun_by=cast.supervisor
    )
    assert unkept(capsys) == []
    leaves(cast.supervisor)
    assert unkept(capsys) == [case.urn]
    admit(case, second, by=cast.administrator)
    assert unkept(capsys) == []
    event = case.events.latest("pk")
    assert (event.route, event.verb, event.handed_to) == ("access", "admitted", second)
    assert (event.actor, event.role, event.reason) == (cast.administrator, Role.ADMINISTRATOR, HANDED_OVER)
    assert {each.person for each in admissions_of(case)} == {cast.investigator, cast.supervisor, second}


@pytest.fixture
def left(drive, cast):
    """A restricted case of which nobody keeps the list."""
    case = restricted(drive.case(), by=cast.supervisor)
    leaves(cast.supervisor)
    return case


def refusal(case, who: User, by: User, **about: str) -> str:
    with pytest.raises(CommandError) as refused:
        admit(case, who, by, **about)
    return str(refused.value)


NOBODY_TO_KEEP_IT = "Name somebody who leads on the case and can have a part in it"


def test_nobody_is_put_on_a_list_that_somebody_keeps_or_of_an_open_case(drive, cast, second):
    case = restricted(drive.case(), by=cast.supervisor)
    assert "Somebody on the list keeps it" in refusal(case, second, cast.administrator)
    leaves(cast.supervisor)
    leaves(second)
    assert "not restricted" in refusal(drive.case(), second, cast.administrator)


def test_only_who_leads_on_the_case_and_may_have_a_part_in_it_is_put_on_it(cast, left, second):
    elsewhere = cast.force.units.exclude(pk=cast.unit.pk).first()
    stranger = person("stranger", Role.SUPERVISOR, cast.force, elsewhere)
    for who in (cast.gatekeeper, cast.outsider, cast.manager, stranger):
        assert refusal(left, who, cast.administrator) == NOBODY_TO_KEEP_IT
    about = {"reason": "So", "begun_at": timezone.now(), "begun_by": cast.investigator}
    CaseBar.objects.create(case_file=left, person=second, kind="witness", **about)
    assert refusal(left, second, cast.administrator) == NOBODY_TO_KEEP_IT
    assert not admissions_of(left).exclude(person__in=[cast.investigator, cast.supervisor]).exists()


def test_only_another_administrator_of_the_place_who_is_not_barred_does_it(cast, left, second):
    away = person("away", Role.ADMINISTRATOR, cast.outsider.memberships.get().organisation)
    for who in (away, cast.investigator, second):
        assert "Only an administrator" in refusal(left, second, who)
    cast.administrator.memberships.create(
        role=Role.SUPERVISOR, organisation=cast.force, unit=cast.unit, starts_on=timezone.localdate()
    )
    assert refusal(left, cast.administrator, cast.administrator) == "Another administrator must do this"
    about = {"reason": "So", "begun_at": timezone.now(), "begun_by": cast.investigator}
    CaseBar.objects.create(case_file=left, person=cast.administrator, kind="witness", **about)
    assert refusal(left, second, cast.administrator) == "Another administrator must do this"


def test_a_reason_a_case_and_people_who_are_there_are_asked_for(cast, left, second):
    assert refusal(left, second, cast.administrator, reason=" ") == "Enter a reason"
    assert "user names" in refusal(left, User(username="nobody"), cast.administrator)
    with pytest.raises(CommandError, match="no case with this URN"):
        admit(CaseFile(urn="20AA9999926"), second, cast.administrator)


def test_a_bar_on_another_leaves_who_sets_it_to_keep_the_list(drive, cast):
    case = restricted(drive.case(), cast.gatekeeper, by=cast.supervisor)
    barred(case, cast.gatekeeper, by=cast.supervisor)
    assert keepers_of(anew(case)) == [cast.supervisor]
