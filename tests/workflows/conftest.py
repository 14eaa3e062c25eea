"""A case as it is opened, and two pieces of its work that the officer has."""

from __future__ import annotations

import pytest

from casework.obligations.models import Obligation
from tests.workflows.reading import step_of
from tests.workflows.task_pages import KIND
from tests.workflows.typed import CONSIDER


@pytest.fixture
def case(drive):
    return drive.case()


@pytest.fixture
def owed(drive, case) -> Obligation:
    """To offer the victim a statement."""
    return drive.open_work(case, KIND)


@pytest.fixture
def request_page(drive, case) -> str:
    """Where early advice is requested."""
    return f"{step_of(drive, case, CONSIDER)}?outcome=request"
