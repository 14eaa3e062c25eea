"""What is whole and what is not, by numbers, links and hashes alone; and the file of heads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from casework.audit import heads, verify
from casework.audit.heads import HeadsRefused, heads_export, heads_export_daily, heads_read
from casework.audit.verify import Entry, Flaw, Head, _Streams, audit_verify, entries_now, heads_now
from casework.audit.who import Acting
from casework.audit.writing import Said as Written
from casework.audit.writing import entries_write

AT = datetime(2026, 11, 27, 3, tzinfo=UTC)


def chain(stream: str, *said: str) -> list[Entry]:
    made, last = [], ""
    for number, words in enumerate(said, 1):
        hash = hashlib.sha256(bytes.fromhex(last) + words.encode()).hexdigest()
        made.append(Entry(stream, number, last, hash, words))
        last = hash
    return made


A, B = chain("a", "one", "two", "three"), chain("b", "one", "two")


def head_of(entries: list[Entry]) -> Head:
    last = entries[-1]
    return Head(last.stream, last.number, last.hash)


def flaws(entries: list[Entry], *ends: Head) -> list[Flaw]:
    streams = _Streams({head.stream: head for head in ends or (head_of(A), head_of(B))})
    for entry in entries:
        streams.follow(entry)
    streams.end()
    assert streams.entries == len(entries)
    return streams.flaws


def places(entries: list[Entry], *ends: Head) -> list[tuple[str, int, str]]:
    return [(flaw.stream, flaw.number, flaw.what[:20]) for flaw in flaws(entries, *ends)]


MISSING, LINK, CHANGED, END, GONE = (
    *("entries are missing ", "it does not follow t", "it is not as it was "),
    *("the stream does not ", "the stream is gone a"),
)


def changed(entry: Entry, **what: object) -> Entry:
    return entry._replace(**what)


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([*A, *B], []),
        ([A[0], changed(A[1], said="other"), A[2], *B], [("a", 2, CHANGED)]),
        ([A[0], changed(A[1], hash="00"), A[2], *B], [("a", 2, CHANGED)]),
        # Of two flaws in one stream the first is told, and each stream has its own.
        ([changed(A[0], said="x"), A[1], changed(A[2], said="y"), *B], [("a", 1, CHANGED)]),
        ([changed(A[0], said="x"), B[0], changed(B[1], said="y")], [("a", 1, CHANGED), ("b", 2, CHANGED)]),
        ([A[0], A[2], *B], [("a", 3, MISSING)]),
        ([*A[1:], *B], [("a", 2, MISSING)]),
        ([A[0], changed(A[1], previous="00"), A[2], *B], [("a", 2, LINK)]),
        ([A[0], changed(A[2], number=2), *B], [("a", 2, LINK)]),
        ([*A[:2], *B], [("a", 3, END)]),
        ([*A, B[0]], [("b", 2, END)]),
        ([*B], [("a", 1, GONE)]),
        ([], [("a", 1, GONE), ("b", 1, GONE)]),
    ],
)  # fmt: skip
def test_where_each_stream_is_first_not_as_it_was_written(entries, found):
    assert places(entries) == found


def test_what_is_missing_is_said_from_its_first_number_on():
    assert [str(flaw) for flaw in flaws([A[0], A[2], *B])] == ["a 3: entries are missing from 2 on"]


def test_a_head_that_is_gone_or_says_another_number_or_hash_is_found():
    assert places([*A, *B], head_of(A)) == [("b", 3, END)]
    assert places(A, changed(head_of(A), number=4)) == [("a", 4, END)]
    assert places(A, changed(head_of(A), hash="00")) == [("a", 4, END)]


def test_a_stream_that_was_opened_and_never_written_to_is_whole():
    assert flaws(A, head_of(A), Head("c", 0, "")) == []
    assert places(A, head_of(A), Head("c", 1, "00")) == [("c", 1, GONE)]


def test_a_flaw_says_where_it_is():
    assert str(Flaw("a", 3, "it is gone")) == "a 3: it is gone"


class Said:
    """A connection that keeps what it was told, and finds this in answer."""

    def __init__(self, *found: tuple[str] | None):
        self.told, self.found = list[tuple](), list(found)

    @contextmanager
    def cursor(self) -> Iterator[Said]:
        yield self

    def execute(self, statement: str, values: tuple | list = ()) -> None:
        self.told.append((statement.split()[0], *values))

    def fetchone(self) -> tuple[str] | None:
        return self.found.pop(0)


@pytest.mark.django_db
def test_all_is_checked_at_one_moment_against_the_ends_that_were_kept_too(monkeypatch):
    connection = Said((B[1].hash,), ("00",), None)
    monkeypatch.setattr(verify, "connection", connection)
    monkeypatch.setattr(verify, "heads_now", lambda: {"a": head_of(A), "b": head_of(B)})
    monkeypatch.setattr(verify, "entries_now", lambda: [*A, B[0]])
    found = audit_verify([head_of(B), head_of(A), Head("c", 4, "00")])
    assert (found.entries, found.streams) == (4, 2)
    assert [str(flaw) for flaw in found.flaws] == [
        "b 2: the stream does not end where its head says",
        "a 3: it is not what it was when kept",
        "c 4: it is gone, and was there when the heads were kept",
    ]
    assert connection.told == [("SET",), ("SELECT", "b", 2), ("SELECT", "a", 3), ("SELECT", "c", 4)]


class TestOfTheDatabase:
    @pytest.fixture(autouse=True)
    def written(self, db) -> None:
        for person in (2, 1):
            entries_write(Acting("case", person), [Written("consultation", subject=each) for each in "xyz"])

    def test_what_it_wrote_is_whole_in_the_order_of_streams_and_numbers(self):
        ends, entries = heads_now(), list(entries_now())
        places = [(UUID(each.stream).int, each.number) for each in entries]
        assert places == [(person, number) for person in (1, 2) for number in (1, 2, 3)]
        assert [(UUID(each.stream).int, each.number) for each in ends.values()] == [(1, 3), (2, 3)]
        assert flaws(entries, *ends.values()) == []

    def test_an_end_that_was_kept_is_looked_up_by_its_stream_and_number(self):
        (first, second), entries = heads_now().values(), list(entries_now())
        assert verify._kept_flaw(first) is verify._kept_flaw(second) is None
        earlier = Head(first.stream, 2, entries[1].hash)
        assert verify._kept_flaw(earlier) is None
        assert verify._kept_flaw(earlier._replace(hash="00")).number == 2
        assert "it is gone" in str(verify._kept_flaw(first._replace(number=4)))


class TestHeads:
    @pytest.fixture(autouse=True)
    def ends(self, monkeypatch):
        monkeypatch.setattr(heads, "heads_now", lambda: {"a": head_of(A), "b": head_of(B)})

    def test_what_was_written_is_read_and_the_sum_is_its_last_line(self, tmp_path: Path):
        path = tmp_path / "of" / "a day" / "heads.txt"
        digest = heads_export(path, at=AT)
        assert heads_read(path) == [head_of(A), head_of(B)]
        title, moment, *ends, last = path.read_text().splitlines()
        assert (title, moment) == ("casework audit heads 1", "at 2026-11-27T03:00:00+00:00")
        assert ends == [f"a 3 {A[2].hash}", f"b 2 {B[1].hash}"]
        body = path.read_bytes().removesuffix(f"{last}\n".encode())
        assert last == f"sha256 {digest}" == f"sha256 {hashlib.sha256(body).hexdigest()}"

    def test_it_is_whole_for_its_owner_alone_and_nothing_is_left_beside_it(self, tmp_path: Path):
        path = tmp_path / "heads.txt"
        for _ in range(2):
            heads_export(path, at=AT)
        assert [each.name for each in tmp_path.iterdir()] == ["heads.txt"]
        assert path.stat().st_mode & 0o777 == 0o600

    def test_what_a_crash_left_beside_it_is_written_over(self, tmp_path: Path, monkeypatch):
        monkeypatch.setattr(heads.os, "getpid", lambda: 7)
        (tmp_path / ".heads.txt.7").write_text("x" * 9999)
        heads_export(tmp_path / "heads.txt", at=AT)
        assert len(heads_read(tmp_path / "heads.txt")) == 2

    def test_it_is_on_the_disk_before_it_takes_the_place_of_another(self, tmp_path: Path, monkeypatch):
        done = []
        monkeypatch.setattr(heads.os, "fsync", lambda number: done.append(heads.os.fstat(number).st_size))
        heads_export(tmp_path / "heads.txt", at=AT)
        assert done == [(tmp_path / "heads.txt").stat().st_size]

    def test_that_of_a_day_is_written_once(self, tmp_path: Path, monkeypatch):
        path = heads_export_daily(tmp_path, at=AT)
        assert path == tmp_path / "audit-heads-2026-11-27.txt"
        monkeypatch.setattr(heads, "heads_now", dict)
        assert heads_export_daily(tmp_path, at=AT) == path
        assert len(heads_read(path)) == 2

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("a 3", "a 2", "not whole"),
            ("sha256 ", "", "not whole"),
            ("sha256 ", "sha256 0", "not whole"),
        ],
    )
    def test_one_that_was_changed_is_refused(self, tmp_path: Path, old, new, words):
        path = tmp_path / "heads.txt"
        heads_export(path, at=AT)
        path.write_text(path.read_text().replace(old, new))
        with pytest.raises(HeadsRefused, match=words):
            heads_read(path)

    def test_a_whole_file_of_something_else_is_refused(self, tmp_path: Path):
        body = "another 1\nat some time\n"
        path = tmp_path / "heads.txt"
        path.write_text(f"{body}sha256 {hashlib.sha256(body.encode()).hexdigest()}\n")
        with pytest.raises(HeadsRefused, match="not a file of heads"):
            heads_read(path)
