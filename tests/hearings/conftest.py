from __future__ import annotations

import pytest
import time_machine

from tests.cast import TO_CHARGE
from tests.hearings.at_court import TODAY


@pytest.fixture
def early_in_2027():
    """Ten o'clock on the day at court; the clock goes on."""
    with time_machine.travel(f"{TODAY}T10:00:00+00:00", tick=True):
        yield


@pytest.fixture
def charged_case(drive):
    made = drive.case()
    drive.do(made, *TO_CHARGE)
    return made
