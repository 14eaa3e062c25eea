"""A case as it is opened, and a piece of its work that the officer has: to offer the victim a statement."""

from __future__ import annotations

import pytest

from casework.obligations.models import Obligation
from tests.workflows.task_pages import KIND


@pytest.fixture
def case(drive):
    return drive.case()


@pytest.fixture
def owed(drive, case) -> Obligation:
    return drive.open_work(case, KIND)
