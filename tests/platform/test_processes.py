"""No process outlives its launcher, and the next launcher ends one that did."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from devtools import signals
from devtools.paths import ROOT
from devtools.processes import MARK, end_survivors, marked, sole_launcher, stop

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(flush=True)
time.sleep(60)
"""
INTERRUPTED = """
import signal, time
from devtools.signals import raise_on_stop
signal.signal(signal.SIGINT, signal.SIG_IGN)
# The tests may run under nohup, which raise_on_stop heeds.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
raise_on_stop()
try:
    print(flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    print("interrupted", end="")
"""
# A launcher that says its child's number and then waits to be killed.
LAUNCHER = """
import subprocess, sys
from devtools.processes import tethered
child = subprocess.Popen(tethered([sys.executable, "-c", "import time; print(flush=True); time.sleep(60)"]),
                         stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
child.wait()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the next run ends it")
def test_a_tethered_process_dies_with_a_killed_launcher():
    with subprocess.Popen([sys.executable, "-c", LAUNCHER], cwd=ROOT, stdout=subprocess.PIPE) as launcher:
        child = psutil.Process(int(launcher.stdout.readline()))
        launcher.kill()
    assert wait_until(lambda: not is_alive(child))


def test_survivors_are_ended_with_their_children(tmp_path):
    shell = ["sh", "-c", f"{sys.executable} -c 'import time; time.sleep(60)' & wait"]
    with subprocess.Popen(shell, env={**os.environ, MARK: str(tmp_path)}):
        assert wait_until(lambda: len(marked(tmp_path)) == 2)
        end_survivors(tmp_path)
        assert marked(tmp_path) == []


def test_a_survivor_that_ignores_the_request_is_killed(tmp_path):
    with stubborn(env={**os.environ, MARK: str(tmp_path)}) as survivor:
        end_survivors(tmp_path, patience=0.1)
        assert survivor.wait() == -signal.SIGKILL


def test_survivors_of_another_checkout_are_left_alone(tmp_path):
    with subprocess.Popen(SLEEP, env={**os.environ, MARK: str(tmp_path / "other")}) as other:
        end_survivors(tmp_path)
        assert other.poll() is None
        other.kill()


def test_stop_kills_what_does_not_stop():
    with stubborn(start_new_session=True) as process:
        stop([process], patience=0.1)
        assert process.returncode == -signal.SIGKILL


def test_a_second_launcher_is_refused(tmp_path):
    refused = pytest.raises(SystemExit, match=f"already running here, as process {os.getpid()}")
    with sole_launcher(tmp_path), refused, sole_launcher(tmp_path):
        pass


@pytest.mark.parametrize("number", signals.STOP_SIGNALS)
def test_each_stop_signal_interrupts_even_where_the_shell_ignores_it(number):
    with subprocess.Popen([sys.executable, "-c", INTERRUPTED], cwd=ROOT, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        process.send_signal(number)
        assert process.stdout.read() == b"interrupted"


def stubborn(**options):
    process = subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE, **options)
    process.stdout.readline()
    return process


def is_alive(process):
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until(holds, seconds=10):
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.02)
    return holds()
