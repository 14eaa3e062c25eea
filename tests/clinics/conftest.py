from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.clinics.planned import NOW


@pytest.fixture(autouse=True)
def early_in_2027() -> Iterator[None]:
    """The pages are asked at the moment from which the tests plan."""
    with time_machine.travel(NOW):
        yield
