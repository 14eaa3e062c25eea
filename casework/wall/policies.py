"""What a migration says of a new table that hangs on a case, so that the database keeps it from others.

Migrations of the past use this: what it gives for the same arguments does not change.
"""

from __future__ import annotations

from django.db.migrations import RunSQL


def walled(table: str, column: str, parent: str, key: str = "id") -> RunSQL:
    """A row is there for those for whom that row of `parent` is there whose `key` is in its `column`."""
    return policy(table, f"EXISTS (SELECT FROM {parent} AS parent WHERE parent.{key} = {table}.{column})")


def walled_if_any(table: str, column: str, parent: str) -> RunSQL:
    """The same of a table that may name no case: such a row is there for everybody."""
    found = f"EXISTS (SELECT FROM {parent} AS parent WHERE parent.id = {table}.{column})"
    return policy(table, f"{column} IS NULL OR {found}")


def policy(table: str, condition: str) -> RunSQL:
    """The table's owner reads past it; the roles of casework/wall/roles.py do not."""
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; CREATE POLICY wall ON {table} USING ({condition})",
        f"DROP POLICY wall ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    )
