"""What the reminders read of open work."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple, Protocol
from uuid import UUID


class Work(Protocol):
    """Open work, as a row of the queue or as the few columns that a sweep reads of it."""

    @property
    def id(self) -> int: ...
    @property
    def case_file_id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def organisation_id(self) -> int: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def owner_id(self) -> int | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def given_at(self) -> datetime | None: ...
    @property
    def act_after(self) -> datetime | None: ...


class WorkRow(NamedTuple):
    """The columns alone: a model's instance for each of many thousands takes longer than their sweep."""

    id: int
    case_file_id: UUID
    kind: str
    role: str
    organisation_id: int
    unit_id: int | None
    owner_id: int | None
    due_on: date | None
    given_at: datetime | None
    act_after: datetime | None
