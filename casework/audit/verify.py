"""Whether the record is whole: each stream's numbers, links and hashes, its end, and the ends kept outside.

The hashes are counted here anew and not asked of the functions of the database, which whoever changed an
entry could have changed too. What cannot be found from within, that the end of a stream or all of it is
gone together with its head, or that a stream was written anew, is found with a file of heads from before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import connection, transaction

ENTRIES = """
    COPY (
        SELECT stream, number, encode(previous_hash, 'hex'), encode(hash, 'hex'), jsonb_build_array(
            stream, number, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), person,
            organisation, role, case_file, operation, what, subject, outcome, details
        )::text
        FROM casework_auditentry ORDER BY stream, number
    ) TO STDOUT
"""
HEADS = "SELECT stream, number, encode(hash, 'hex') FROM casework_audithead ORDER BY stream"
AT = "SELECT encode(hash, 'hex') FROM casework_auditentry WHERE stream = %s AND number = %s"
NOTHING = ""


class Head(NamedTuple):
    """The end of a stream: its last number and hash."""

    stream: str
    number: int
    hash: str


class Entry(NamedTuple):
    stream: str
    number: int
    previous: str
    hash: str
    said: str


class Flaw(NamedTuple):
    """The first place at which a stream is not as it was written."""

    stream: str
    number: int
    what: str

    def __str__(self) -> str:
        return f"{self.stream} {self.number}: {self.what}"


class Verified(NamedTuple):
    entries: int
    streams: int
    flaws: list[Flaw]


def audit_verify(kept: Iterable[Head] = ()) -> Verified:
    """Check all of it as it stands at one moment, against the ends that were kept outside too.

    Two queries, and one for each kept head. Holds one entry at a time.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        heads = heads_now()
        streams = _Streams(heads)
        for entry in entries_now():
            streams.follow(entry)
        streams.end()
        flaws = [*streams.flaws, *(flaw for head in kept if (flaw := _kept_flaw(head)))]
    return Verified(streams.entries, len(heads), flaws)


def heads_now() -> dict[str, Head]:
    with connection.cursor() as cursor:
        cursor.execute(HEADS)
        return {str(stream): Head(str(stream), number, hash) for stream, number, hash in cursor.fetchall()}


def entries_now() -> Iterator[Entry]:
    with connection.cursor() as cursor, cursor.copy(ENTRIES) as rows:
        for stream, number, previous, hash, said in rows.rows():
            yield Entry(stream, int(number), previous, hash, said)


class _Streams:
    """Follows each stream from its beginning to its head, and keeps the first flaw of each."""

    def __init__(self, heads: dict[str, Head]):
        self.left, self.flaws, self.entries = dict(heads), list[Flaw](), 0
        self.last, self.is_flawed = Head("", 0, NOTHING), False

    def follow(self, entry: Entry) -> None:
        self.entries += 1
        if entry.stream != self.last.stream:
            self._end_stream()
            self.last, self.is_flawed = Head(entry.stream, 0, NOTHING), False
        if not self.is_flawed and (what := _entry_flaw(self.last, entry)):
            self._flaw(entry.number, what)
        self.last = Head(entry.stream, entry.number, entry.hash)

    def end(self) -> None:
        self._end_stream()
        for head in self.left.values():
            if head.number:
                self.flaws.append(Flaw(head.stream, 1, "the stream is gone and its head is left"))

    def _end_stream(self) -> None:
        if not self.last.stream:
            return
        head = self.left.pop(self.last.stream, None)
        if not self.is_flawed and head != self.last:
            self._flaw(self.last.number + 1, "the stream does not end where its head says")

    def _flaw(self, number: int, what: str) -> None:
        self.is_flawed = True
        self.flaws.append(Flaw(self.last.stream, number, what))


def _entry_flaw(last: Head, entry: Entry) -> str:
    """What is wrong with an entry that follows the last; nothing, as a rule."""
    if entry.number != last.number + 1:
        return f"entries are missing from {last.number + 1} on"
    if entry.previous != last.hash:
        return "it does not follow the entry before it"
    counted = hashlib.sha256(bytes.fromhex(entry.previous) + entry.said.encode()).hexdigest()
    return "" if counted == entry.hash else "it is not as it was written"


def _kept_flaw(head: Head) -> Flaw | None:
    with connection.cursor() as cursor:
        cursor.execute(AT, [head.stream, head.number])
        found = cursor.fetchone()
    if found is None:
        return Flaw(head.stream, head.number, "it is gone, and was there when the heads were kept")
    return (
        None if found[0] == head.hash else Flaw(head.stream, head.number, "it is not what it was when kept")
    )
