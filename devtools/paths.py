"""Where things are. Everything that a command writes is under STATE, which git ignores."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".state"
RUN_LOCK = ROOT / "requirements-run.lock"
TEST_LOCK = ROOT / "requirements-test.lock"


def private_directory(path: Path) -> Path:
    """Make `path`, and what is missing above it, readable by this user alone."""
    if not path.parent.exists():
        private_directory(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)
    return path
