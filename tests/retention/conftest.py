from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.retention.closed import database_is_later, database_is_on_time


@pytest.fixture(autouse=True)
def review_days_are_over(db: None) -> Iterator[None]:
    """These tests erase what closed today, as of many years from now, and so does the database."""
    database_is_later(days=100 * 365)
    yield
    # A test with real transactions leaves it to the next.
    if not connection.needs_rollback:
        database_is_on_time()
