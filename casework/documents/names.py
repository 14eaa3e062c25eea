"""What a file is called on the pages of its case. On disk it has another name."""

from __future__ import annotations

import unicodedata
from pathlib import PurePath

LONGEST = 120
# Control characters, those of no width or that turn the text around, and those of no meaning.
UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def name_cleaned(sent: str) -> str:
    """The last part of the name as it was sent, without what cannot be seen, cut to a line."""
    last = sent.replace("\\", "/").rpartition("/")[2]
    seen = "".join(each for each in last if unicodedata.category(each) not in UNSEEN)
    path = PurePath(" ".join(seen.split()))
    return path.stem[: LONGEST - len(path.suffix)] + path.suffix[:LONGEST]
