"""Who is acting, and what they were shown: kept for one request, one task or one command.

The triggers that write what is altered learn who it was from the setting `casework.who` of the
transaction, and so does the second wall (casework/wall), which shows nobody the cases of others. It travels
in the same message as the statement, so that it costs no way to the database and can be that of nobody
else: not after a rollback, not on a connection that another request had before.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import ServerCursor

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH|MERGE)\b", re.IGNORECASE)
# What neither reads a row nor writes one, and so is for nobody; every other statement of a request is signed.
NEITHER = re.compile(r"\s*(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET|SHOW)\b", re.IGNORECASE)
# What cannot be the name of an address, a task, a command or a role does not reach the statement.
UNSAFE = re.compile(r"[^\w .:-]")
# To put right, or to bring in, work of one's organisation; to give away one's own tie to a case; to open one
# in an emergency.
ADMINISTERS, HANDS_OVER, OPENS = "administers", "hands_over", "opens"


@dataclass
class Acting:
    """Somebody, or the service itself, at one door. `cases` are those that they were shown, in order.

    `tried` are the numbers that they would have given to a case, and that are those of cases kept from them.
    The purpose is empty, or what for they came if they reach cases by it that they do not see otherwise.
    """

    door: str = "service"
    person: int | None = None
    organisation: int | None = None
    role: str = ""
    purpose: str = ""
    cases: dict[uuid.UUID, None] = field(default_factory=dict)
    tried: dict[str, None] = field(default_factory=dict)

    @property
    def setting(self) -> str:
        """As the triggers and the second wall read it: person, organisation, role, door, purpose."""
        said = (self.person or "", self.organisation or "", self.role, self.door, self.purpose)
        return "|".join(UNSAFE.sub("", str(part)) for part in said)


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)
# What acts where nothing else says so, such as a command: one for the process.
_process: list[str] = []


def acting() -> Acting | None:
    return _acting.get()


@contextmanager
def acting_as(who: Acting) -> Iterator[Acting]:
    """All that is written and read in the block is theirs."""
    token = _acting.set(who)
    try:
        yield who
    finally:
        _acting.reset(token)


def process_named(name: str) -> None:
    """What this process writes of itself is said to be by it: "command migrate_cases"."""
    _process[:] = [name]


def case_shown(key: uuid.UUID | None) -> None:
    """Somebody reads of the case; it costs no query, the door writes it down when the answer is ready."""
    if key is not None and (who := _acting.get()):
        who.cases[key] = None


def urn_tried(urn: str) -> None:
    """Somebody was told that they cannot have the number: so they may know that there is a case of it."""
    if who := _acting.get():
        who.tried[urn] = None


def person_named(person: int) -> None:
    """Who it is that was nobody until now: by the address of a calendar feed, or by signing in."""
    if (who := _acting.get()) and who.person is None:
        who.person = person


def role_taken(person: int, role: str, organisation: int) -> None:
    """In which role the person acts, by the first that was found to be theirs over the case."""
    if (who := _acting.get()) and who.person == person and not who.role:
        who.role, who.organisation = role, organisation


def administering() -> AbstractContextManager[None]:
    """In the block they administer: to count what waits for them on a page that is for something else."""
    return _coming_to(ADMINISTERS)


def handing_over(key: uuid.UUID) -> AbstractContextManager[None]:
    """In the block they reach the case, to give back the work of somebody who leaves."""
    return _coming_to(f"{HANDS_OVER} {key}")


@contextmanager
def _coming_to(purpose: str) -> Iterator[None]:
    who = _acting.get() or Acting()
    was, who.purpose = who.purpose, purpose
    try:
        yield
    finally:
        who.purpose = was


def administrator_came() -> None:
    """To the end of the request they administer."""
    if who := _acting.get():
        who.purpose = ADMINISTERS


def case_sought_to_open() -> None:
    """To the end of the request somebody who opens one in an emergency reaches those kept by a list."""
    if who := _acting.get():
        who.purpose = OPENS


def case_handed_over(key: uuid.UUID) -> None:
    """To the end of the request whoever gives away a case that they see still reaches it, to do so whole.

    Call it once they were found to see the case, under its lock: it passes what keeps them from it too.
    """
    if who := _acting.get():
        who.purpose = f"{HANDS_OVER} {key}"


def statements_signed(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Have every statement of this connection say who it is for, and of a process those that write.

    A statement that is no text cannot, and is refused (TypeError) while somebody acts.
    """
    if connection.vendor == "postgresql" and _sign not in connection.execute_wrappers:
        # First, so that whoever puts another before a block takes their own away after it.
        connection.execute_wrappers.insert(0, _sign)


def _sign(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if not _is_signed(sql):
        return execute(sql, params, many, context)
    # Of nobody too, who may follow somebody in one transaction.
    cursor, said = context["cursor"].cursor, f"SET LOCAL casework.who = '{_setting()}'"
    if many or isinstance(cursor, ServerCursor):
        return _sign_first(said, execute, sql, params, many, context)
    result = execute(f"{said}; {sql}", params, many, context)
    # The answer to the setting comes first.
    cursor.nextset()
    return result


def _is_signed(sql: Any) -> bool:
    if _acting.get() is None:
        return isinstance(sql, str) and bool(WRITES.match(sql))
    return not NEITHER.match(sql)


def _sign_first(said: str, execute: Callable[..., Any], *statement: Any) -> Any:
    """For what sends more than one message: in a transaction of its own where it is in none."""
    plain = statement[-1]["connection"].connection
    with plain.transaction() if plain.autocommit else nullcontext():
        plain.execute(said)
        return execute(*statement)


def _setting() -> str:
    who = _acting.get()
    return who.setting if who else (Acting(door=_process[0]).setting if _process else "")
