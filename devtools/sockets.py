"""Sockets lie in /tmp: a socket's path may have 103 characters, and a checkout's path may have more."""

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def socket_directory(state: Path) -> Iterator[Path]:
    """A directory for this state's sockets while the block runs.

    Others may pass through it, since PostgreSQL may run as another user, but not look: each server has a
    private directory inside.
    """
    name = hashlib.sha256(f"{state} {os.getuid()}".encode()).hexdigest()[:10]
    directory = Path("/tmp") / f"casework-{name}"  # noqa: S108  (its owner is checked here)
    directory.mkdir(mode=0o711, exist_ok=True)
    if directory.is_symlink() or directory.stat().st_uid != os.getuid():
        sys.exit(f"{directory} belongs to somebody else.")
    try:
        yield directory
    finally:
        shutil.rmtree(directory)
