"""What is found missing before something is sent: told to who sends it, so that it does not come back."""

from __future__ import annotations

from typing import NamedTuple

# Where what is missing is put right. Pages know their addresses.
PEOPLE, DOCUMENTS, MEETING = "people", "documents", "meeting"
EARLY_ADVICE, BAD_CHARACTER = "early_advice", "bad_character"


class Finding(NamedTuple):
    """One thing that is missing or looks wrong. What `blocks` the verb refuses; the rest only tells.

    `link` says where it is put right: one of the places below, and nothing where there is none.
    """

    words: str
    blocks: bool = False
    link: str = ""
