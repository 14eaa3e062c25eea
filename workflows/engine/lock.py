"""One lock a case: whoever changes any route of it holds its row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import QuerySet
from viewflow.workflow import FlowLockFailed

from casework.casefiles.models import CaseFile
from casework.database import is_lock_timeout
from workflows.models import CaseProcess


class CaseLock:
    """Viewflow's lock, taken on the row of the process's case.

    Routes of one case meet (an answered action plan resumes a decision), so a lock a
    process could be taken in two orders; one lock a case cannot. A wait is bounded by
    the connection's lock_timeout, after which FlowLockFailed says that the case is busy.
    """

    @contextmanager
    def __call__(self, flow_class: type, process_pk: int) -> Iterator[None]:
        with transaction.atomic():
            case_locked(case_of(process_pk))
            yield


def case_of(process: int) -> QuerySet[Any, Any]:
    """The key of the case of a process, for a query. No query of its own."""
    return CaseProcess.objects.filter(pk=process).values("case_file")


def case_locked(keys: QuerySet[Any, Any]) -> CaseFile:
    """The case whose key the query gives, as it is under its lock, which is held until the transaction ends.

    One query. Raises FlowLockFailed when somebody holds it for too long, CaseFile.DoesNotExist
    for no case.
    """
    # With its officer, for whom half of the steps wait.
    cases = CaseFile.objects.select_for_update(of=("self",)).select_related("officer_in_case")
    try:
        return cases.get(pk__in=keys)
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
        raise FlowLockFailed("the case is busy") from error
