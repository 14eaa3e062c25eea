"""The tables as they were just before a step of a migration, in a schema of their own.

Whole histories take too long to be built for each run. So the tables are made from what Django knows of them
at that step, old rows are put in, and the migration is carried on from there as it will be on the day.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations import RunPython, RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState, StateApps

APPS = ("contenttypes", "auth", "casework", "notifications")


class Before:
    """A migration that waits at the first of its steps that move rows."""

    def __init__(self, app: str, name: str):
        loader = MigrationExecutor(connection).loader
        self.app = app
        self.migration: Migration = loader.get_migration(app, name)
        self.state: ProjectState = loader.project_state([(app, name)], at_end=False)
        steps = self.migration.operations
        at = next(number for number, step in enumerate(steps) if isinstance(step, RunPython | RunSQL))
        for step in steps[:at]:
            step.state_forwards(app, self.state)
        self.left: list[Operation] = steps[at:]
        # The functions and triggers that keep rows from being changed.
        self.sql = [
            step.sql
            for other in loader.graph.forwards_plan((app, name))[:-1]
            for step in loader.graph.nodes[other].operations
            if other[0] in APPS and isinstance(step, RunSQL) and step.sql.lstrip().startswith("CREATE")
        ]

    @property
    def rows(self) -> StateApps:
        """The models as they are at this step."""
        return self.state.apps

    def carry_on(self) -> StateApps:
        """The rest of the migration, in one transaction as `migrate` runs it; the models as they are then."""
        # What was put in is of the day before, and its checks are over.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        with connection.schema_editor() as editor:
            for step in self.left:
                former = self.state.clone()
                step.state_forwards(self.app, self.state)
                step.database_forwards(self.app, editor, former, self.state)
        return self.state.apps


@contextmanager
def before(name: str, *, app: str = "casework") -> Iterator[Before]:
    """Stand before the rows are moved. What is done goes with the transaction of the test."""
    found = Before(app, name)
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA upgrade; SET search_path TO upgrade")
        with connection.schema_editor() as editor:
            for model in _models(found.rows):
                editor.create_model(model)
        for sql in found.sql:
            cursor.execute(sql)
        yield found
        cursor.execute("SET search_path TO public")


def _models(apps: StateApps) -> Iterator[Any]:
    return (model for model in apps.get_models() if model._meta.app_label in APPS and model._meta.managed)
