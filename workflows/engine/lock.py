"""One lock a case: whoever changes any route of it holds its row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import OperationalError, transaction
from viewflow.workflow import FlowLockFailed

from casework.casefiles.models import CaseFile
from casework.database import is_lock_timeout
from casework.rows import row_get
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
            case_locked(CaseProcess.objects.values_list("case_file", flat=True).get(pk=process_pk))
            yield


def case_locked(case: UUID) -> CaseFile:
    """The case with this key as it is under its lock, which is held until the transaction ends.

    One query. Raises FlowLockFailed when somebody holds it for too long, CaseFile.DoesNotExist
    for no case.
    """
    try:
        return row_get(CaseFile, case, lock=True)
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
        raise FlowLockFailed("the case is busy") from error
