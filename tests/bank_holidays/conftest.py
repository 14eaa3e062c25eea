from __future__ import annotations

import pytest
import time_machine

from tests.bank_holidays.changed import NOW


@pytest.fixture
def on_a_tuesday():
    with time_machine.travel(NOW, tick=False):
        yield
