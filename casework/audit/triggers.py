"""What a migration says of a new table with personal or case data, so that its changes are written down.

Migrations of the past use this: what it gives for the same arguments does not change.
"""

from __future__ import annotations

from django.db.migrations import RunSQL


def watched(table: str, column: str, path: str = "") -> RunSQL:
    """Every row made, changed or removed is an entry in the stream of its case.

    `column` holds the case's key; or a key with which `path`, a SELECT with $1, finds it.
    """
    return _trigger(table, "case", column, path)


def watched_of_person(table: str, column: str) -> RunSQL:
    """The same of a table that is of no case: in the stream of the person whose key the column holds."""
    return _trigger(table, "person", column, "")


def _trigger(table: str, kind: str, column: str, path: str) -> RunSQL:
    arguments = ", ".join(f"'{each}'" for each in (kind, column, path))
    return RunSQL(
        f"CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION casework_audit_alteration({arguments})",
        f"DROP TRIGGER audit ON {table}",
    )
