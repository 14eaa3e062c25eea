"""What a verb did to records beside its own, followed by the engine in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from casework.casefiles.models import CaseFile
from casework.routes.made import records_noted
from workflows.engine.routes import routes_start
from workflows.engine.standing import stand


@contextmanager
def following(case: CaseFile) -> Iterator[None]:
    """Start the flows of the records that are made inside, and let the engine agree with those moved.

    Call it under the case's lock. No query where there are none of either.
    """
    with records_noted() as noted:
        yield
    for record in noted.moved.values():
        record.case_file = case
        stand(record)
    if noted.made:
        routes_start(case, *sorted(noted.made))
