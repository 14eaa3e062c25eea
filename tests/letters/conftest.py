from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from casework.letters.models import Letter
from tests.letters.written import DECIDED


@pytest.fixture
def time_travel() -> Callable[..., AbstractContextManager]:
    return lambda **later: time_machine.travel(timezone.now() + timedelta(**later))


@pytest.fixture
def case(drive):
    """Decided: nobody is charged, and a letter may tell so."""
    made = drive.case()
    drive.do(made, *DECIDED)
    return made


@pytest.fixture
def letter(case, drive):
    """Begun, and not drafted yet."""
    assert drive.letter(case).status_code == 302
    return Letter.objects.get(case_file=case)
