"""The virtual environment: made from a lock file, completed when the lock changes, entered by exec."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from devtools.paths import ROOT, RUN_LOCK, TEST_LOCK

# An environment that already holds the requirements; dev.py then installs nothing.
GIVEN = os.environ.get("CASEWORK_VENV")
VENV = Path(GIVEN).absolute() if GIVEN else ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "casework-locks"

# The test lock repeats every line of the run lock.
COVERED = {RUN_LOCK: (RUN_LOCK,), TEST_LOCK: (TEST_LOCK, RUN_LOCK)}


def enter(lock: Path) -> None:
    """Come back inside an environment that holds `lock`; outside it, make it and start this command again."""
    if not GIVEN and not _holds(lock):
        _install(lock)
    if Path(sys.prefix).resolve() != VENV.resolve():
        os.execv(PYTHON, [str(PYTHON), str(ROOT / "dev.py"), *sys.argv[1:]])  # noqa: S606  (no shell is wanted)


def _holds(lock: Path) -> bool:
    return PYTHON.exists() and STAMP.exists() and _digest(lock) in STAMP.read_text().split()


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _install(lock: Path) -> None:
    print(f"Installing {lock.name} into {VENV.name} (only when it has changed) ...", flush=True)
    if not PYTHON.exists():
        _create()
    command = [*_pip(), "install", "-qq", "--disable-pip-version-check", "--no-input"]
    # The lock is whole, but for what pyproject.toml leaves out of it.
    if subprocess.run([*command, "--no-deps", "--require-hashes", "-r", str(lock)]).returncode != 0:
        sys.exit(f"pip could not install {lock.name}; its own words are above.")
    STAMP.write_text("\n".join(_digest(each) for each in COVERED[lock]))


def _create() -> None:
    """Debian without python3-venv lacks ensurepip: there the environment starts without a pip of its own."""
    create = [sys.executable, "-m", "venv", "--clear"]
    if subprocess.run([*create, str(VENV)], capture_output=True).returncode != 0:
        subprocess.run([*create, "--without-pip", str(VENV)], check=True)


def _pip() -> list[str]:
    if _has_pip(PYTHON):
        return [str(PYTHON), "-m", "pip"]
    if _has_pip(Path(sys.executable)):
        return [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    sys.exit("This Python has neither ensurepip nor pip. On Debian or Ubuntu: apt-get install python3-venv")


def _has_pip(python: Path) -> bool:
    return subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True).returncode == 0
