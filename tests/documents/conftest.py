from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def store(settings, tmp_path) -> Path:
    """Where the files of this test lie; and no scanner, unless the test has one."""
    settings.DOCUMENTS_DIR, settings.CLAMD = str(tmp_path / "store"), None
    return tmp_path / "store"
