from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from casework.casefiles.models import CaseFile


@pytest.fixture(autouse=True)
def store(settings, tmp_path) -> Path:
    """Where the files of this test lie; and no scanner, unless the test has one."""
    settings.DOCUMENTS_DIR, settings.CLAMD = str(tmp_path / "store"), None
    return tmp_path / "store"


@pytest.fixture
def case(drive) -> CaseFile:
    return drive.case()


@pytest.fixture
def officer(as_user, cast) -> Client:
    return as_user(cast.investigator)
