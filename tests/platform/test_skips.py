"""A skipped browser or HTML test is counted, and said."""

import json
import subprocess
import sys

import pytest

from devtools.checks import verdict
from devtools.paths import ROOT
from devtools.skips import REPORT

TESTS = """
import pytest

@pytest.mark.browser
@pytest.mark.skip
def test_page(): ...

@pytest.mark.browser
def test_other_page(): ...

@pytest.mark.skip
def test_unmarked(): ...
"""


@pytest.mark.parametrize("workers", ["0", "1"])
def test_only_skipped_tests_with_a_mark_are_reported(tmp_path, monkeypatch, workers):
    monkeypatch.setenv(REPORT, str(tmp_path / "skips"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (tmp_path / "test_it.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  browser\n")
    plugins = ["-p", "devtools.skips", "-p", "no:django", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *plugins, "-n", workers]
    subprocess.run(command, cwd=tmp_path, capture_output=True)
    assert json.loads((tmp_path / "skips").read_text()) == {"browser": ["test_it.py::test_page"], "html": []}


@pytest.mark.parametrize(("required", "status"), [(False, 0), (True, 1)])
def test_a_skipped_test_fails_the_command_where_it_is_required(capsys, required, status):
    assert verdict(True, {"browser": ["test_it.py::test_page"], "html": []}, required) == status
    assert "test_it.py::test_page" in capsys.readouterr().out


@pytest.mark.parametrize("required", [False, True])
def test_a_failed_check_fails_the_command(required):
    assert verdict(False, {}, required) == 1
