"""Importing a records export, and starting the routes of what it brought."""

from __future__ import annotations

from datetime import datetime

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.imports.report import ImportReport
from casework.imports.services import records_import
from casework.people.models import User
from workflows.engine.handover import work_follow_officer
from workflows.engine.moment import acting
from workflows.engine.routes import routes_start


def import_and_start(*, content: bytes, name: str, by: Actor, at: datetime, atomic: bool) -> ImportReport:
    """Import as `records_import` does, and have the work on each case go on in the transaction that wrote it.

    Its routes start, and a new officer in the case gets the work that the former one held.
    """
    with acting(by, at):
        return records_import(content=content, name=name, by=by, at=at, atomic=atomic, then=_go_on)


def _go_on(case: CaseFile, former: User | None) -> None:
    routes_start(case)
    if former is not None and former != case.officer_in_case:
        work_follow_officer(case=case, former=former)
