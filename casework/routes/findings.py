"""What is found missing before something is sent: told to who sends it, so that it does not come back."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that is missing or looks wrong. What `blocks` the verb refuses; the rest only tells."""

    words: str
    blocks: bool = False
