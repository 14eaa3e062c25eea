"""Every table that hangs on a case is behind the wall, and no role may more than its work needs."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from casework.audit.models import AuditEntry
from casework.audit.who import Acting, acting_as
from casework.casefiles.models import CaseFile
from casework.wall.roles import CALLED, CALLED_BY_PAGES, DELETED_FROM, ROLES, WEB, WORKER
from tests.wall.role import acting_as_role, roles_require

pytestmark = pytest.mark.django_db
# Why a table from which a way leads to a case is not behind the wall.
OPEN = {
    "casework_clinicbooking": "that a slot is taken is seen by all of the day; it names the case by its key",
}
APPEND_ONLY = (
    "casework_auditentry",
    "casework_audithead",
    "casework_event",
    "casework_roleevent",
    "casework_victimpersonalstatement",
)
NEVER = [
    *(f"UPDATE {table} SET id = id" for table in APPEND_ONLY if table != "casework_audithead"),  # noqa: S608
    *(f"DELETE FROM {table}" for table in (*APPEND_ONLY, "casework_casefile", "casework_user")),  # noqa: S608
    *(f"TRUNCATE {table} CASCADE" for table in (*APPEND_ONLY, "casework_casefile", "django_session")),
    "UPDATE casework_audithead SET number = 0",
    "ALTER TABLE casework_casefile DISABLE ROW LEVEL SECURITY",
    "DROP POLICY wall ON casework_casefile",
    "ALTER TABLE casework_auditentry DISABLE TRIGGER audit_append_only",
    "SET session_replication_role = replica",
    "CREATE TABLE public.anything (id int)",
    "CREATE TEMP TABLE anything (id int)",
    "CREATE TRIGGER x AFTER INSERT ON casework_draft FOR EACH ROW EXECUTE FUNCTION casework_append_only()",
    "CREATE FUNCTION public.anything() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "DROP TABLE casework_draft",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('casework', 'x', now())",
    "ALTER ROLE rasso_web BYPASSRLS",
]


@pytest.fixture(autouse=True)
def roles(db) -> None:
    roles_require()


def of_a_case() -> set[str]:
    """The tables of all models from which foreign keys lead to a case."""
    found: set[type[models.Model]] = {CaseFile}
    while more := {model for model in apps.get_models() if model not in found and points_into(model, found)}:
        found |= more
    return {model._meta.db_table for model in found}


def points_into(model: type[models.Model], found: set[type[models.Model]]) -> bool:
    return any(field.related_model in found for field in model._meta.get_fields() if field.concrete)


def rows(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def walled() -> set[str]:
    """With a policy for everybody, that holds for reading and for writing."""
    found = "SELECT relname FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid WHERE relrowsecurity"
    return {name for (name,) in rows(f"{found} AND polname = 'wall' AND polcmd = '*' AND polroles = '{{0}}'")}


def test_the_record_of_who_saw_what_is_there_for_auditors_alone(drive, cast):
    drive.case()
    found = {}
    for who in (cast.auditor, cast.supervisor, cast.administrator):
        with acting_as(Acting(person=who.pk)), acting_as_role():
            found[who.username] = AuditEntry.objects.exists()
    assert found == {"auditor": True, "supervisor": False, "administrator": False}


def test_every_table_with_a_way_to_a_case_is_behind_the_wall_or_says_why():
    assert of_a_case() - walled() == set(OPEN)
    assert len(walled()) > 80


def test_the_worker_passes_the_wall_everywhere_and_the_pages_nowhere():
    found = rows(
        "SELECT relname, polroles::regrole[]::text FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid "
        "WHERE polname NOT IN ('wall', 'writing', 'watching', 'told', 'reading')"
    )
    assert {name for name, _ in found} == walled() | {"casework_auditentry"}
    assert {roles for _, roles in found} == {f"{{{WORKER}}}"}


def test_neither_role_is_more_than_a_role_that_signs_in():
    marks = "rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
    found = rows(f"SELECT {marks} FROM pg_roles WHERE rolname IN {ROLES}")  # noqa: S608
    assert found == [(True, False, False, False, False, False)] * 2


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("statement", NEVER)
def test_no_role_may_what_nobody_of_the_product_does(role, statement):
    with acting_as_role(role), pytest.raises(DatabaseError) as refused, transaction.atomic():
        rows(statement)
    assert refused.value.__cause__.sqlstate == "42501"


@pytest.mark.parametrize("role", ROLES)
def test_rows_of_a_few_tables_are_removed_and_nothing_else(role):
    may = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND "
    found = rows(f"{may} has_table_privilege('{role}', oid, 'DELETE')")
    assert {name for (name,) in found} == set(DELETED_FROM)
    assert rows(f"{may} has_table_privilege('{role}', oid, 'TRUNCATE, TRIGGER, REFERENCES')") == []


@pytest.mark.parametrize("role", ROLES)
def test_a_few_functions_are_called_and_no_other(role):
    ours = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND "
    found = rows(f"{ours} has_function_privilege('{role}', oid, 'EXECUTE')")
    assert {name for (name,) in found} == {*CALLED, *(CALLED_BY_PAGES if role == WEB else ())}


@pytest.mark.parametrize("role", ROLES)
def test_a_table_of_ones_own_runs_nothing_of_its_owner(role):
    """Where nobody has taken the right to make temporary ones."""
    connection.cursor().execute(f"GRANT TEMPORARY ON DATABASE {connection.settings_dict['NAME']} TO {role}")
    table = "CREATE TEMP TABLE mine (id text)"
    trigger = "CREATE TRIGGER x AFTER INSERT ON mine EXECUTE FUNCTION casework_audit_alteration('')"
    with acting_as_role(role), pytest.raises(DatabaseError) as refused, transaction.atomic():
        connection.cursor().execute(f"{table}; {trigger}")
    assert refused.value.__cause__.sqlstate == "42501"
    assert "casework_audit_alteration" in str(refused.value)


def test_what_runs_with_its_owners_rights_names_where_it_looks():
    """So that nobody can put a table or a function of their own before those that it means."""
    found = rows(
        "SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    )
    assert {name for name, _ in found} >= {"casework_wall", "casework_kept_in", "casework_case_refused"}
    assert {tuple(where) for _, where in found} == {("search_path=public, pg_temp",)}
