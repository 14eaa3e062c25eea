"""What a person can do: end a step in one of its ways, or turn a record beside its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from casework.forms import StepForm
from casework.people.models import User
from casework.people.roles import Role
from casework.routes.findings import Finding

Find = Callable[[Any], list[Finding]]


@dataclass(frozen=True)
class Outcome:
    """One way in which a step can end: the form that it asks for and the domain verb that it does.

    `findings` looks at the record for what is missing, before the person sends anything.
    """

    key: str
    label: str
    verb: Callable[..., Any]
    form: type[StepForm]
    hint: str = ""
    # The words of its button, where the label says what was found and not what is done.
    submit: str = ""
    findings: Find | None = None
    # It asks for nothing that differs from case to case, so that it can be recorded for several at once.
    in_bulk: bool = False
    # The relations of a record that its form reads, loaded at once where it is recorded for several.
    reads: tuple[str, ...] = ()

    @property
    def button(self) -> str:
        return self.submit or self.label

    def found_on(self, record: Any) -> list[Finding]:
        """What is missing; costs what `findings` does."""
        return self.findings(record) if self.findings else []


@dataclass(frozen=True)
class Turn(Outcome):
    """What somebody in one of `roles` may do to a record that stands at one of `at`, beside its steps.

    It leaves the record where it is, or takes it to one of `to`: what was open of it is then
    cancelled, and the step or the wait of the new position opened. `shown` tells whether it makes
    sense on a record now; the verb's guards hold regardless. `effect` says what it does. `owner` is
    whose it is on a record: theirs alone, or of who stands in for them or leads them; without, anybody's.
    """

    roles: tuple[Role, ...] = ()
    at: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    shown: Callable[[Any], bool] = lambda record: True
    effect: str = ""
    owner: Callable[[Any], User | None] | None = None

    def stands(self, record: Any) -> bool:
        """Whether the record is where this can be done."""
        return record.position in self.at and record.withdrawn_at is None

    def owner_on(self, record: Any) -> User | None:
        """Whose it is on the record, if it is somebody's; costs what `owner` does."""
        return self.owner(record) if self.owner else None
