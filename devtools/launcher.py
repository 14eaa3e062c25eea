"""`dev.py run`: private servers, the demonstration, and web, worker and beat as processes of their own."""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from devtools.environment import PYTHON
from devtools.mailsink import MailSink
from devtools.paths import ROOT, STATE, private_directory
from devtools.ports import LOOPBACK, Ports
from devtools.postgres import WEB, WORKER
from devtools.processes import Process, sole_launcher, start, stop, tethered
from devtools.product import environment_as, environment_of_run
from devtools.services import services

LOGS = STATE / "logs"
CELERY = ("celery", "-A", "config")
COMMANDS = {
    "web": ("gunicorn", "config.wsgi", "--worker-class=gthread", "--threads=8", "--no-control-socket"),
    "worker": (*CELERY, "worker", "--concurrency=1", "--loglevel=INFO"),
    "beat": (*CELERY, "beat", f"--schedule={STATE / 'beat-schedule'}", "--pidfile="),
    "demonstration": ("manage", "load_demonstration"),
}
# As in docker-compose.yml, so that the second wall stands here too.
ROLES = {"web": WEB, "worker": WORKER, "beat": WORKER}


def run() -> None:
    """Serve until a stop signal, or until a process ends that should not, which is a failure."""
    private_directory(LOGS)
    with sole_launcher(STATE):
        ports = Ports.from_environment()
        with MailSink(STATE / "inbox", http_port=ports.inbox) as sink, services(STATE) as addresses:
            environment = environment_of_run(ports.web, sink.smtp_address, addresses)
            sign_ins = _prepare(environment)
            with _processes() as running:
                _serve(running, environment, ports.web)
                print(_greeting(ports.web, sink.inbox_url, sign_ins), flush=True)
                _start_others(running, environment)
                _watch(running)


def _prepare(environment: Mapping[str, str]) -> str:
    """Bring the database up to date; the demonstration's sign-ins come back."""
    print("Preparing the database ...", flush=True)
    command = tethered([str(PYTHON), "-m", "devtools.prepare"])
    prepared = subprocess.run(
        command, cwd=ROOT, env=environment, start_new_session=True, stdout=subprocess.PIPE, text=True
    )
    if prepared.returncode != 0:
        sys.exit("The database could not be prepared; the reason is above.")
    return prepared.stdout


@contextmanager
def _processes() -> Iterator[dict[str, Process]]:
    running: dict[str, Process] = {}
    try:
        yield running
    finally:
        stop(list(running.values()))


def _start(name: str, environment: Mapping[str, str], *options: str) -> Process:
    command = tethered([str(PYTHON), "-m", *COMMANDS[name], *options])
    if name in ROLES:
        environment = environment_as(ROLES[name], environment)
    return start(command, environment, LOGS / f"{name}.log")


def _serve(running: dict[str, Process], environment: Mapping[str, str], port: int) -> None:
    """Start web, and wait until it answers."""
    running["web"] = _start("web", environment, f"--bind={LOOPBACK}:{port}", "--graceful-timeout=5")
    deadline = time.monotonic() + 60
    while not _answers(f"http://{LOOPBACK}:{port}/live"):
        _refuse_ended(running)
        if time.monotonic() > deadline:
            sys.exit(f"web does not answer; see {LOGS / 'web.log'}")
        time.sleep(0.05)


def _answers(url: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310  (our own address)
        return bool(response.status == 200)
    return False


def _start_others(running: dict[str, Process], environment: Mapping[str, str]) -> None:
    """After web, so that the first page need not share the processor."""
    for name in ("worker", "beat", "demonstration"):
        running[name] = _start(name, environment)


def _watch(running: dict[str, Process]) -> None:
    while True:
        _refuse_ended(running)
        time.sleep(0.3)


def _refuse_ended(running: dict[str, Process]) -> None:
    """Stop everything with the reason when one has ended. Only the demonstration may, once it is loaded."""
    for name, process in running.items():
        if process.poll() is None or (name, process.returncode) == ("demonstration", 0):
            continue
        last_words = (LOGS / f"{name}.log").read_text(errors="replace").splitlines()[-20:]
        sys.exit("\n".join((f"{name} ended by itself, so everything stops. Its last words:", *last_words)))


def _greeting(port: int, inbox_url: str, sign_ins: str) -> str:
    return f"""
Casework      http://{LOOPBACK}:{port}/
Mail it sent  {inbox_url}

{sign_ins.strip()}

Ctrl-C stops everything. Logs: {LOGS.relative_to(ROOT)}/
"""
