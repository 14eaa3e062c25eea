"""One-time codes that a person can read out, write down and type: 16 characters, 80 bits.

So many that guessing is hopeless, which is what limits the rate; so random that no slow hash is needed.
"""

from __future__ import annotations

import hashlib
import secrets

# Without I, L, O and U, which are misread or spell words (Crockford's base 32).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 16, 4
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})


def code_make() -> str:
    """A new one, in groups: "7K2M-9QXV-4T0D-WH3C"."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(drawn[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def code_hash(typed: str) -> str:
    """Of a code as it was typed: in small letters, with or without its dashes, an O for a nought."""
    plain = "".join(each for each in typed.upper().translate(MISREAD) if each in ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()
