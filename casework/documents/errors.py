"""Why a file is not taken, in words for who sends it."""

from __future__ import annotations

from casework.errors import RuleBroken


class FileRefused(RuleBroken):
    """The file is not taken and nothing of it is kept."""

    def __init__(self, message: str):
        super().__init__(message, field="file")


class FileInfected(FileRefused):
    """A virus scanner knows it; `signature` is what the scanner calls it."""

    def __init__(self, signature: str):
        super().__init__("The selected file contains a virus")
        self.signature = signature
