"""Names that stand for a case, a record or a person, and lead back to none without the key.

The same key gives the same names, so that exports can be joined; another key gives others.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
from pathlib import Path

KEY = re.compile(r"[0-9a-f]{64}\n?")
# Half of the digest: no two things meet in it, and the names stay short enough to read.
LENGTH = 32


class KeyRefused(Exception):
    """The file is no key, or others can read it; the message says which."""


class Pseudonyms:
    """Names under one key. A kind is part of what is named: a person and a case never share one."""

    def __init__(self, key: bytes):
        self._key = key

    def name(self, kind: str, identity: object) -> str:
        """The name of a thing, or nothing for nobody."""
        if identity is None:
            return ""
        return hmac.new(self._key, f"{kind}:{identity}".encode(), hashlib.sha256).hexdigest()[:LENGTH]


def key_read(path: Path) -> bytes:
    """The key in the file. Raises KeyRefused, and OSError when it cannot be read."""
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyRefused(f"{path} can be read by others: chmod 600 it")
    text = path.read_text(encoding="ascii", errors="replace")
    if not KEY.fullmatch(text):
        raise KeyRefused(f"{path} does not hold a key: 64 hexadecimal digits")
    return bytes.fromhex(text)


def key_make(path: Path) -> None:
    """Write a new key that its owner alone can read. Raises FileExistsError: a key is never replaced."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="ascii") as file:
        file.write(f"{secrets.token_hex(32)}\n")
