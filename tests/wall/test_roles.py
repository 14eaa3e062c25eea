"""An installation has the roles, or works without them and says so."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from casework.wall import signals
from casework.wall.checks import pages_are_behind_the_wall
from casework.wall.roles import WEB, WORKER
from tests.wall.role import acting_as_role, roles_require

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_roles(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a server on which nobody has created them."""
    monkeypatch.setattr("casework.wall.roles.EXIST", "SELECT rolname FROM pg_roles WHERE %s IS NULL")


def command(**options: bool) -> str:
    said = StringIO()
    call_command("database_roles", stdout=said, **options)
    return said.getvalue()


def test_the_deployment_check_warns_of_pages_that_read_past_the_wall():
    roles_require()
    assert [each.id for each in pages_are_behind_the_wall()] == ["casework.W003"]
    with acting_as_role(WORKER):
        # It is bound too, by a policy that lets it pass.
        assert pages_are_behind_the_wall() == []
    with acting_as_role(WEB):
        assert pages_are_behind_the_wall() == []


@pytest.mark.parametrize(
    ("table", "right", "may", "by_hand"),
    [
        ("casework_casefile", "SELECT", True, "REVOKE {} FROM"),
        ("casework_event", "DELETE", False, "GRANT {} TO"),
    ],
)
def test_rights_that_somebody_took_or_gave_by_hand_are_put_right(table, right, may, by_hand):
    roles_require()
    with connection.cursor() as cursor:
        cursor.execute(f"{by_hand.format(f'{right} ON {table}')} {WEB}")
        assert command() == "rasso_web and rasso_worker have their rights.\n"
        cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [WEB, table, right])
        assert cursor.fetchone() == (may,)


def test_without_the_roles_the_command_says_what_to_do_and_migrate_goes_on(no_roles):
    with pytest.raises(CommandError, match="CREATE ROLE rasso_web LOGIN NOSUPERUSER NOBYPASSRLS") as said:
        command()
    assert "REVOKE TEMPORARY ON DATABASE" in str(said.value)
    signals.rights_follow(using="default", plan=[])


def test_the_statements_can_be_read_before_they_are_said():
    shown = command(show=True)
    assert "GRANT SELECT, INSERT ON casework_event TO rasso_web, rasso_worker;" in shown
    assert "GRANT SELECT, INSERT, UPDATE, DELETE ON casework_draft TO rasso_web, rasso_worker;" in shown
