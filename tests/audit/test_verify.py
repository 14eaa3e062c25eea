"""Whoever runs the database can change the record. Each way of doing so is found."""

# ruff: noqa: S608 - the statements are those of somebody who may do anything.
from __future__ import annotations

from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from casework import tasks
from casework.audit.heads import HeadsRefused, heads_export, heads_read
from casework.audit.models import AuditEntry, AuditHead
from casework.audit.verify import Flaw, audit_verify
from casework.audit.who import Acting
from casework.audit.writing import Said, entries_write

pytestmark = pytest.mark.django_db(transaction=True)
ENTRY, HEAD, ALL = "casework_auditentry", "casework_audithead", "ALL"
FIRST, SECOND = UUID(int=1), UUID(int=2)


@pytest.fixture(autouse=True)
def streams(db) -> None:
    """Two streams with five entries each."""
    for person in (1, 2):
        for number in range(5):
            entries_write(Acting("case", person), [Said("consultation", subject=f"S{number}")])


def as_superuser(*statements: str) -> None:
    """What somebody does who may switch the triggers off."""
    with connection.cursor() as cursor:
        for table in (ENTRY, HEAD):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in (ENTRY, HEAD):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def flaws() -> list[tuple[UUID, int]]:
    return [(UUID(flaw.stream), flaw.number) for flaw in audit_verify().flaws]


def of(stream: UUID, condition: str) -> str:
    return f"WHERE stream = '{stream}' AND {condition}"


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {ENTRY} SET subject = 'S9'",
        f"DELETE FROM {ENTRY}",
        f"TRUNCATE {ENTRY}",
        f"DELETE FROM {HEAD}",
        f"TRUNCATE {HEAD}",
    ],
)
def test_the_database_refuses_to_change_it(statement):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {ENTRY} ENABLE TRIGGER USER")
        cursor.execute(f"ALTER TABLE {HEAD} ENABLE TRIGGER USER")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


def test_what_was_not_touched_is_whole():
    assert audit_verify() == (10, 2, [])


@pytest.mark.parametrize(
    "change",
    ["subject = 'S9'", "person = 2", "at = at + interval '1 microsecond'", "details = '{\"number\": 1}'"],
)
def test_an_edit_is_found_at_its_entry(change):
    as_superuser(f"UPDATE {ENTRY} SET {change} {of(FIRST, 'number = 3')}")
    assert flaws() == [(FIRST, 3)]


def test_an_edit_whose_hash_was_counted_anew_is_found_at_the_next():
    as_superuser(f"UPDATE {ENTRY} SET subject = 'S9', hash = sha256('x') {of(FIRST, 'number = 3')}")
    assert flaws() == [(FIRST, 3)]
    as_superuser(f"UPDATE {ENTRY} SET hash = sha256(previous_hash || {SAID}) {of(FIRST, 'number = 3')}")
    assert flaws() == [(FIRST, 4)]


SAID = """convert_to(jsonb_build_array(stream, number,
    to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), person, organisation, role, case_file,
    operation, what, subject, outcome, details)::text, 'UTF8')"""


def test_deletion_in_the_middle_is_found_where_it_begins():
    as_superuser(f"DELETE FROM {ENTRY} {of(SECOND, 'number IN (2, 3)')}")
    assert flaws() == [(SECOND, 4)]


def test_deletion_in_the_middle_with_new_numbers_is_found():
    as_superuser(
        f"DELETE FROM {ENTRY} {of(SECOND, 'number = 2')}",
        f"UPDATE {ENTRY} SET number = number - 1 {of(SECOND, 'number = 3')}",
    )
    assert flaws() == [(SECOND, 2)]


def test_reordering_is_found():
    as_superuser(
        f"UPDATE {ENTRY} SET number = -2 {of(FIRST, 'number = 2')}",
        f"UPDATE {ENTRY} SET number = 2 {of(FIRST, 'number = 3')}",
        f"UPDATE {ENTRY} SET number = 3 {of(FIRST, 'number = -2')}",
    )
    assert flaws() == [(FIRST, 2)]


def test_deletion_of_the_tail_is_found_by_its_head():
    as_superuser(f"DELETE FROM {ENTRY} {of(FIRST, 'number >= 4')}")
    assert flaws() == [(FIRST, 4)]


def test_deletion_of_a_stream_or_of_a_head_is_found_by_the_other():
    as_superuser(f"DELETE FROM {ENTRY} {of(FIRST, 'true')}", f"DELETE FROM {HEAD} {of(SECOND, 'true')}")
    assert sorted(flaws()) == [(FIRST, 1), (SECOND, 6)]


class TestKeptOutside:
    @pytest.fixture
    def kept(self, tmp_path: Path) -> Path:
        path = tmp_path / "heads.txt"
        heads_export(path, at=timezone.now())
        return path

    def found(self, kept: Path) -> list[Flaw]:
        return audit_verify(heads_read(kept)).flaws

    def test_what_was_written_since_is_no_flaw(self, kept):
        entries_write(Acting("case", 1), [Said("consultation")])
        entries_write(Acting("case", 3), [Said("consultation")])
        assert self.found(kept) == []

    def test_a_tail_that_went_with_its_head_is_found(self, kept):
        tail = f"(SELECT hash FROM {ENTRY} {of(FIRST, 'number = 3')})"
        as_superuser(
            f"DELETE FROM {ENTRY} {of(FIRST, 'number >= 4')}",
            f"UPDATE {HEAD} SET number = 3, hash = {tail} {of(FIRST, 'true')}",
        )
        assert flaws() == []
        assert [(UUID(flaw.stream), flaw.number) for flaw in self.found(kept)] == [(FIRST, 5)]

    def test_a_stream_that_went_with_its_head_is_found(self, kept):
        as_superuser(*(f"DELETE FROM {table} {of(SECOND, 'true')}" for table in (ENTRY, HEAD)))
        assert flaws() == []
        assert [UUID(flaw.stream) for flaw in self.found(kept)] == [SECOND]

    def test_a_stream_that_was_written_anew_is_found(self, kept):
        as_superuser(*(f"DELETE FROM {table} {of(SECOND, 'true')}" for table in (ENTRY, HEAD)))
        for _ in range(5):
            entries_write(Acting("case", 2), [Said("consultation", subject="S9")])
        assert flaws() == []
        assert [UUID(flaw.stream) for flaw in self.found(kept)] == [SECOND]

    def test_a_file_that_was_changed_or_cut_off_is_refused(self, kept):
        whole = kept.read_text()
        for changed in (whole.replace(" 5 ", " 4 ", 1), whole[:80], ""):
            kept.write_text(changed)
            with pytest.raises(HeadsRefused):
                heads_read(kept)

    def test_it_is_for_its_owner_alone(self, kept):
        assert kept.stat().st_mode & 0o777 == 0o600


class TestCommands:
    def run(self, *words: str) -> str:
        out = StringIO()
        call_command(*words, stdout=out, stderr=out)
        return out.getvalue()

    def test_a_whole_record(self, tmp_path):
        kept = str(tmp_path / "heads.txt")
        assert "SHA-256" in self.run("audit_head", "--export", kept)
        assert (
            self.run("verify_audit", "--heads", kept) == "10 entries in 2 streams are as they were written\n"
        )
        assert "--heads" in self.run("verify_audit")

    def test_a_record_that_is_not_ends_with_an_error_and_names_the_entry(self):
        as_superuser(f"DELETE FROM {ENTRY} {of(SECOND, 'number = 2')}")
        out = StringIO()
        with pytest.raises(CommandError, match="1 flaws"):
            call_command("verify_audit", stderr=out)
        assert out.getvalue() == f"{SECOND} 3: entries are missing from 2 on\n"

    def test_beat_writes_the_heads_of_a_day_once(self, settings, tmp_path):
        settings.AUDIT_HEADS_DIR = str(tmp_path)
        tasks.export_audit_heads()
        (path,) = tmp_path.iterdir()
        written = path.read_text()
        entries_write(Acting("case", 1), [Said("consultation")])
        tasks.export_audit_heads()
        assert path.read_text() == written
        assert [head.number for head in heads_read(path)] == [5, 5]


ANOTHER = f"""
    INSERT INTO {ENTRY} (stream, role, operation, what, subject, outcome, details)
    VALUES (gen_random_uuid(), '', 'consultation', '', '', '', '{{}}')
"""


def test_two_writers_of_different_cases_do_not_wait_for_each_other():
    """Each holds the end of its own chain, and nothing that the other needs."""
    other = connection.copy()
    try:
        with transaction.atomic():
            entries_write(Acting("case", 1), [Said("consultation")])
            with other.cursor() as cursor:
                cursor.execute("SET lock_timeout = 100")
                cursor.execute(ANOTHER)
    finally:
        other.close()
    assert AuditHead.objects.count() == 3
    assert AuditEntry.objects.count() == 12
