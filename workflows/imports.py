"""Importing a records export, and starting the routes of what it brought."""

from __future__ import annotations

from datetime import datetime

from casework.access.policy import Actor
from casework.imports.report import ImportReport
from casework.imports.services import records_import
from workflows.engine.moment import acting
from workflows.engine.routes import routes_start


def import_and_start(*, content: bytes, name: str, by: Actor, at: datetime, atomic: bool) -> ImportReport:
    """Import as `records_import` does; each case's routes start in the transaction that brought it."""
    with acting(by, at):
        return records_import(content=content, name=name, by=by, at=at, atomic=atomic, then=routes_start)
