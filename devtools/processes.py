"""Processes that end with us: how they start, how they stop, and how the next run finds any that stayed."""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import psutil

from devtools.paths import ROOT

# In the environment of every process that a launcher starts; its value is the launcher's state directory.
MARK = "CASEWORK_CHILD_OF"
Process = subprocess.Popen[bytes]
TETHER = Path(__file__).with_name("tether.py")


def tethered(command: Sequence[str], *, ends_by: int = signal.SIGTERM, user: str = "-") -> list[str]:
    """`command`, as one that gets `ends_by` when this process ends."""
    return [sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), str(int(ends_by)), user, *command]


def start(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Process:
    """Start it in a session of its own, so that Ctrl-C reaches the launcher alone. `log` begins anew."""
    with log.open("wb") as output:
        return subprocess.Popen(
            command, cwd=ROOT, env=dict(environment), stdout=output, stderr=output, start_new_session=True
        )


@contextlib.contextmanager
def running(
    command: Sequence[str], environment: Mapping[str, str], log: Path, *, ends_by: int = signal.SIGTERM
) -> Iterator[Process]:
    """Like start(), and stop() when the block is left, however that happens."""
    process = start(command, environment, log)
    try:
        yield process
    finally:
        stop([process], by=ends_by, patience=30)


def stop(processes: Sequence[Process], by: int = signal.SIGTERM, patience: float = 10) -> None:
    """Ask all at once, wait for each, and kill the session of one that is there after `patience` seconds."""
    deadline = time.monotonic() + patience
    for process in processes:
        if process.poll() is None:
            process.send_signal(by)
    for process in processes:
        try:
            process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def marked(state: Path) -> list[psutil.Process]:
    """Every living process that a launcher on `state` started, directly or through one that it started."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get(MARK) == str(state):
                found.append(process)
    return found


def end_survivors(state: Path, patience: float = 5) -> None:
    """End what an earlier launcher left behind: ask first, kill what is there after `patience` seconds."""
    _signal(marked(state), signal.SIGTERM)
    deadline = time.monotonic() + patience
    while marked(state) and time.monotonic() < deadline:
        time.sleep(0.05)
    while survivors := marked(state):
        _signal(survivors, signal.SIGKILL)
        time.sleep(0.05)


def _signal(processes: list[psutil.Process], number: int) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)


@contextlib.contextmanager
def sole_launcher(state: Path) -> Iterator[None]:
    """Be the only launcher on `state`, with no process of an earlier one before, and none of ours after.

    Another launcher that lives is refused: it holds a lock, which the kernel lets go however a launcher ends.
    """
    with (state / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip()
            sys.exit(f"`dev.py run` is already running here, as process {holder}. Stop that one first.")
        lock.truncate(0)
        print(os.getpid(), file=lock, flush=True)
        end_survivors(state)
        try:
            yield
        finally:
            end_survivors(state)
