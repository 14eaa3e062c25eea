"""Work that needs an administrator: what is wrong, where, and what can be done about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from casework.casefiles.models import CaseFile
from casework.incidents.models import Incident

WORK_KEY = re.compile("([0-9A-Z]{11})-(?:(?:task|process)-[0-9]+|record-[0-9a-f-]{36})")


class Kind(StrEnum):
    FAILED = "Failed"
    STUCK = "Stuck"
    ORPHANED = "Orphaned"


class Remedy(StrEnum):
    RETRY = "retry"
    SKIP = "skip"
    MOVE = "move"
    DISMISS = "dismiss"


@dataclass(frozen=True)
class Trouble:
    """One thing to put right. Names nobody: a case by its URN, a record by its reference."""

    kind: Kind
    key: str
    words: str
    title: str
    since: datetime | None
    case: CaseFile | None = None
    about: str = ""
    incident: Incident | None = None
    process: int | None = None
    task: int | None = None
    # The kind of a record that has no process.
    carries: str = ""
    remedies: tuple[Remedy, ...] = ()


def work_key(case: CaseFile, what: str, number: object) -> str:
    """How an address names something wrong that is no incident: "20AA0000126-task-12"."""
    return f"{case.urn}-{what}-{number}"


def urn_named(key: str) -> str:
    """The URN in such an address; empty for any other."""
    found = WORK_KEY.fullmatch(key)
    return found[1] if found else ""
