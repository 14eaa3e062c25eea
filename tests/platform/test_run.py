"""`dev.py run` in a copy of the checkout: it serves, ends whole, and takes over from one that was killed."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg

from devtools.paths import ROOT
from devtools.processes import MARK, marked

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".state", ".*_cache", "node_modules", "tests")
PARTS = {"postgres", "valkey-server", "gunicorn", "worker", "beat"}

# The pages find no case by themselves: nobody is signed in.
ROLES = ("casework", "rasso_worker", "rasso_web")


class Checkout:
    """A copy of the checkout with a state of its own, run in the environment that the tests run in."""

    def __init__(self, root: Path) -> None:
        shutil.copytree(ROOT, root, ignore=LEFT_OUT)
        self.root, self.state, self.output = root, root / ".state", root / "output"
        self.ports = free_ports(2)

    @contextmanager
    def run(self) -> Iterator[subprocess.Popen]:
        """A launcher that has said that it serves."""
        launcher = self._start()
        try:
            wait_until(lambda: "Ctrl-C stops everything" in self.said() or launcher.poll() is not None)
            assert launcher.poll() is None, self.said()
            yield launcher
        finally:
            launcher.terminate()
            launcher.wait(60)

    def _start(self) -> subprocess.Popen:
        ours = ("RASSO_", "DATABASE_URL", "REDIS_URL", MARK)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        settings = {"CASEWORK_VENV": sys.prefix, "PORT": str(self.ports[0]), "INBOX_PORT": str(self.ports[1])}
        with self.output.open("w") as output:
            streams = {"stdout": output, "stderr": output}
            command = [sys.executable, "dev.py", "run"]
            return subprocess.Popen(command, cwd=self.root, env={**kept, **settings}, **streams)

    def said(self) -> str:
        return self.output.read_text()

    def get(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[0]}{path}") as response:
            return response.status

    def execute(self, statement: str, role: str = "casework") -> psycopg.Cursor:
        """In the database of the run that is under way, whose address web carries, with its role."""
        web = next(process for process in marked(self.state) if "gunicorn" in words(process))
        address = web.environ()["DATABASE_URL"]
        assert "//rasso_web@" in address
        with psycopg.connect(address.replace("//rasso_web@", f"//{role}@")) as connection:
            return connection.execute(statement)

    def everything(self) -> list[psutil.Process]:
        """Whatever runs for this checkout. PostgreSQL carries no mark, but names its data."""
        database = [process for process in psutil.process_iter(["cmdline"]) if self._is_database(process)]
        return marked(self.state) + database

    def _is_database(self, process: psutil.Process) -> bool:
        return str(self.state / "postgres") in (process.info["cmdline"] or ())


def test_a_run_takes_over_from_a_killed_one_and_ends_whole(tmp_path):
    """One test, since the first start of a checkout loads the demonstration."""
    checkout = Checkout(tmp_path / "checkout")
    with checkout.run() as killed:
        assert checkout.get("/live") == 200
        counts = [checkout.execute("SELECT count(*) FROM casework_casefile", role) for role in ROLES]
        assert [count.fetchone() > (0,) for count in counts] == [True, True, False]
        checkout.execute("CREATE TABLE kept ()")
        killed.kill()
        killed.wait()
    with checkout.run() as launcher:
        wait_until(lambda: len(parts(launcher)) == len(PARTS))
        assert parts(launcher) == sorted(PARTS)
        assert roots(checkout.everything()) == {launcher.pid}
        assert checkout.execute("SELECT count(*) FROM kept").fetchall() == [(0,)]
        launcher.send_signal(signal.SIGINT)
        assert launcher.wait(60) == 130
    assert checkout.everything() == []


def parts(launcher: subprocess.Popen) -> list[str]:
    """What the launcher started itself, each by the part that it plays; the demonstration comes and goes."""
    return sorted(part for child in psutil.Process(launcher.pid).children() for part in PARTS & words(child))


def roots(processes: list[psutil.Process]) -> set[int]:
    """The launchers that processes descend from; 1 stands for one that has lost its launcher."""
    found = set()
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # the demonstration may end at any moment
            launchers = [parent.pid for parent in process.parents() if "dev.py" in words(parent)]
            found.add(launchers[0] if launchers else 1)
    return found


def words(process: psutil.Process) -> set[str]:
    with suppress(psutil.NoSuchProcess):
        return {Path(word).name for word in process.cmdline()}
    return set()


def wait_until(holds, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports
