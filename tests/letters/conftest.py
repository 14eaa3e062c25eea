from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone


@pytest.fixture
def time_travel() -> Callable[..., AbstractContextManager]:
    return lambda **later: time_machine.travel(timezone.now() + timedelta(**later))
