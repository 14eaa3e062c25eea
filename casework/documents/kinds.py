"""The kinds of document of a case: the forms of the Manual of Guidance, and what else a RASSO file holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

DATA = Path(__file__).parent / "data" / "kinds.json"


@dataclass(frozen=True)
class Kind:
    """A kind as the data file has it.

    `pre_charge` says whether a file that goes to the CPS for a charging decision usually holds one.
    `not_disclosed` is for what the police and the CPS see and nobody else.
    """

    code: str
    label: str
    purpose: str
    pre_charge: Literal["yes", "if_used", "post_charge"]
    not_disclosed: bool

    @property
    def described(self) -> str:
        return f"{self.label}: {self.purpose}" if self.purpose else self.label


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its code, in the order of the forms. Read once."""
    return {row["code"]: Kind(**row) for row in json.loads(DATA.read_text())["kinds"]}


def undisclosed_kinds() -> list[str]:
    """The codes of those that the police and the CPS see and nobody else."""
    return [code for code, kind in kinds().items() if kind.not_disclosed]
