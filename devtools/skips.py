"""A pytest plugin: writes to the file that REPORT names which tests with a mark of ENABLE were skipped."""

import json
import os
from pathlib import Path

import pytest

from devtools.tools import ENABLE

REPORT = "CASEWORK_TEST_SKIPS"


def pytest_configure(config: pytest.Config) -> None:
    """Count once: with xdist every report reaches the controller too."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(SkipCounter(Path(os.environ[REPORT])))


class SkipCounter:
    def __init__(self, report: Path) -> None:
        self.report = report
        self.skipped: dict[str, list[str]] = {mark: [] for mark in ENABLE}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for mark in self.skipped.keys() & report.keywords.keys():
            if report.skipped:
                self.skipped[mark].append(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        self.report.write_text(json.dumps(self.skipped))
