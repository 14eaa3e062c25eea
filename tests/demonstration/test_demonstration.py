"""The demonstration: where its cases stand, who sees what, and that loading it again is harmless."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

import casework.imports
from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.directions.models import DateDirection
from casework.events.models import Event
from casework.imports.checks import Holdings, Judge
from casework.imports.csv_file import read_csv
from casework.imports.json_file import read_json
from casework.obligations.models import Obligation
from casework.obligations.urgency import Urgency
from casework.people.models import User
from casework.people.roles import CPS_ROLES, POLICE_ROLES, Role
from tests.cast import restore_organisations
from tests.demonstration import verbs
from workflows.demonstration import loading
from workflows.demonstration.loading import CASES, demonstration_load
from workflows.demonstration.people import CAST, PASSWORD, cast_make
from workflows.models import SUBJECTS, CaseProcess

# As many as are loaded before the first page is shown; they are ordered to stand everywhere.
FIRST = 24
WORKING_ROLES = POLICE_ROLES | CPS_ROLES
# Their only work is due within two or three working days, and so is never "not due yet".
NEVER_LATER = {Role.SUPERVISOR, Role.GATEKEEPER}


@pytest.fixture(scope="class")
def loaded(django_db_setup, django_db_blocker):
    """The first cases, loaded once for the tests that only read them."""
    with django_db_blocker.unblock(), loading.transaction.atomic():
        restore_organisations()
        demonstration_load(FIRST)
        yield
        loading.transaction.set_rollback(True)


def positions() -> dict[str, set[str]]:
    models = {kind: CaseProcess._meta.get_field(kind).related_model for kind in SUBJECTS}
    return {kind: set(model.objects.values_list("position", flat=True)) for kind, model in models.items()}


def urgencies(owed: object) -> set[tuple[str, str]]:
    return set(owed.with_urgency(timezone.localdate()).values_list("role", "urgency"))


@pytest.mark.usefixtures("loaded")
class TestTheFirstCases:
    @pytest.mark.parametrize("kind", SUBJECTS)
    def test_some_record_stands_in_every_position(self, kind):
        model = CaseProcess._meta.get_field(kind).related_model
        assert positions()[kind] == set(model.Position.values)

    def test_the_table_of_verbs_is_what_the_product_allows(self):
        assert sorted(verbs.allowed() ^ verbs.written()) == []

    def test_the_table_of_verbs_names_every_position(self):
        every = {(kind, position) for kind, found in positions().items() for position in found}
        assert verbs.positions_written() == every

    def test_some_date_was_agreed_in_place_of_that_of_the_rule(self):
        assert DateDirection.objects.filter(kind=DateDirection.Kind.AGREED).exists()

    def test_there_are_second_rounds(self):
        rounds = set(Obligation.objects.open().filter(round__gt=1).values_list("kind", flat=True))
        assert {
            "file_submission.sign_off",
            "file_submission.review",
            "charging_decision.review",
            "plan_item.answer",
        } <= rounds

    def test_every_working_role_has_work_in_every_urgency_that_its_rules_allow(self):
        found = urgencies(Obligation.objects.open())
        late = {role for role, urgency in found if urgency in (Urgency.OVERDUE, Urgency.CRITICAL)}
        assert late == WORKING_ROLES
        assert {role for role, urgency in found if urgency == Urgency.SOON} == WORKING_ROLES
        assert {role for role, urgency in found if urgency == Urgency.LATER} == WORKING_ROLES - NEVER_LATER

    def test_some_work_of_every_pool_is_claimed_and_some_is_not(self):
        owed = Obligation.objects.open()
        claimed = set(owed.filter(owner__isnull=False).values_list("role", flat=True))
        unclaimed = set(owed.filter(owner__isnull=True).values_list("role", flat=True))
        assert claimed == WORKING_ROLES
        assert unclaimed == WORKING_ROLES - {Role.INVESTIGATOR}

    def test_nothing_was_done_in_the_future_or_before_the_case_was_registered(self):
        assert not Event.objects.filter(at__gt=timezone.now()).exists()
        for case in CaseFile.objects.all():
            assert case.registered_at == case.events.earliest("at").at

    def test_every_investigator_of_west_midlands_has_about_as_many_cases(self):
        officers = list(CaseFile.objects.values_list("officer_in_case__username", flat=True))
        counts = {name: officers.count(name) for name in set(officers)}
        assert len(counts) == 5
        assert max(counts.values()) - min(counts.values()) <= 1

    def test_everybody_signs_in_with_the_one_password(self):
        assert User.objects.get(username="gatekeeper").check_password(PASSWORD)

    def test_the_outsider_sees_no_case(self):
        assert not CaseFile.objects.visible_to(User.objects.get(username="outsider")).exists()


def test_the_neighbours_have_cases_in_later_rounds():
    forces = [loading._unit(number).force for number in range(loading.CASES)]
    assert (set(forces), loading.CASES) == ({"20", "21", "10"}, 240)
    assert forces.count("20") > 180


@pytest.mark.django_db(transaction=True)
def test_every_case_comes_to_where_its_story_ends():
    restore_organisations()
    demonstration_load(CASES)
    assert CaseFile.objects.count() == CASES == 240


@pytest.mark.django_db
def test_a_load_that_was_stopped_goes_on_and_a_finished_one_does_nothing(django_assert_max_num_queries):
    assert demonstration_load(1) == 1
    assert demonstration_load(2) == 1
    with django_assert_max_num_queries(4):
        assert demonstration_load(2) == 0
    assert CaseFile.objects.count() == 2


@pytest.mark.django_db
def test_the_command_is_for_development_only():
    with pytest.raises(CommandError, match="RASSO_ENVIRONMENT=development"):
        call_command("load_demonstration")


@pytest.mark.django_db
def test_the_command_loads_the_first_cases(settings, capsys):
    settings.DEMONSTRATION = True
    call_command("load_demonstration", first=1)
    assert capsys.readouterr().out == "1 demonstration cases loaded\n"


@pytest.mark.django_db
def test_the_command_prints_the_sign_ins_and_loads_nothing(settings, capsys):
    settings.DEMONSTRATION = True
    call_command("load_demonstration", sign_ins=True)
    out = capsys.readouterr().out
    assert "Gatekeeper, West Midlands Police" in out
    assert out.count("\n") == len(CAST) + 2
    assert not CaseFile.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("format", ["json", "csv"])
def test_the_example_exports_fit_the_people_of_the_demonstration(format):
    cast_make()
    administrator, today = User.objects.get(username="administrator"), date(2026, 11, 24)
    holdings = Holdings(today)
    text = (Path(casework.imports.__file__).parent / "examples" / f"records.{format}").read_text()
    entries = read_json(text) if format == "json" else read_csv(text)[0]
    assert len(entries) == 240
    for entry in entries:
        force = holdings.forces[str(entry.case.values["urn"])[:2]]
        judge = Judge(Actor(administrator, Role.ADMINISTRATOR, force), today, holdings)
        assert judge.judge(entry)[1] == []
