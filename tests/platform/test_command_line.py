"""What dev.py refuses, in one sentence each."""

import os
import socket
import subprocess
import sys

import pytest

from devtools.cli import parse
from devtools.paths import ROOT
from devtools.ports import Ports


@pytest.fixture
def taken():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


@pytest.mark.parametrize(
    "arguments", [["run", "--fast"], ["run", "8000"], ["start"], ["--port=8000", "run"], []]
)
def test_unknown_arguments_are_refused(arguments, capsys):
    with pytest.raises(SystemExit, match="2"):
        parse(arguments)
    assert "usage: dev.py" in capsys.readouterr().err


def test_test_hands_its_other_arguments_to_pytest():
    options, others = parse(["test", "--require-browser", "-k", "a or b", "tests/platform"])
    assert options.require_browser
    assert others == ["-k", "a or b", "tests/platform"]


def test_ci_requires_the_browser(monkeypatch):
    monkeypatch.setenv("CI", "true")
    assert parse(["test"])[0].require_browser


@pytest.mark.parametrize("name", ["PORT", "INBOX_PORT"])
def test_a_port_that_is_taken_is_refused(monkeypatch, taken, name):
    monkeypatch.setenv(name, str(taken))
    with pytest.raises(SystemExit, match=f"Port {taken} cannot be used .*{name}="):
        Ports.from_environment()


@pytest.mark.parametrize("value", ["eighty", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(monkeypatch, value):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(SystemExit, match="PORT must be a port number"):
        Ports.from_environment()


def test_the_command_itself_refuses_with_a_status():
    refused = subprocess.run(
        [sys.executable, "dev.py", "run", "--fast"], cwd=ROOT, capture_output=True, text=True
    )
    assert refused.returncode == 2
    assert "run takes no arguments, not --fast" in refused.stderr
    assert os.linesep not in refused.stdout
