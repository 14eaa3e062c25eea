"""The command that writes the event log: its key, its files, and what it refuses."""

from __future__ import annotations

import io
import stat

import pytest
from django.core.management import CommandError, call_command

from casework.event_log.pseudonyms import Pseudonyms

pytestmark = pytest.mark.django_db


def export(path, key, *options: str) -> None:
    call_command("export_event_log", str(path), "--key", str(key), *options, stdout=io.StringIO())


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_command_makes_a_key_once_and_writes_files_that_nobody_else_can_read(eventful_case, tmp_path):
    first, second, key = (tmp_path / name for name in ("first.xes", "second.xes", "key"))
    export(first, key)
    export(second, key, "--force", "West Midlands Police", "--until", "2100-01-01")
    assert first.read_text() == second.read_text() != ""
    assert [mode(path) for path in (first, second, key)] == [0o600] * 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first.xes", "key", "second.xes"]


@pytest.mark.parametrize(
    ("content", "rights", "told"), [("0" * 64, 0o640, "read by others"), ("0" * 63, 0o600, "not hold a key")]
)
def test_a_key_that_others_can_read_or_that_is_none_is_refused(tmp_path, content, rights, told):
    key = tmp_path / "key"
    key.write_text(content)
    key.chmod(rights)
    with pytest.raises(CommandError, match=told):
        export(tmp_path / "log.xes", key)


def test_a_force_that_there_is_not_and_a_place_that_cannot_be_written_are_told(tmp_path):
    with pytest.raises(CommandError, match="no force"):
        export(tmp_path / "log.xes", tmp_path / "key", "--force", "CPS North East")
    with pytest.raises(CommandError, match="No such file"):
        export(tmp_path / "nowhere" / "log.xes", tmp_path / "key")


def test_an_export_that_fails_leaves_the_former_file_as_it_was(eventful_case, tmp_path, monkeypatch):
    path, key = tmp_path / "log.xes", tmp_path / "key"
    path.write_text("former")
    monkeypatch.setattr(Pseudonyms, "name", lambda *named: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export(path, key)
    assert path.read_text() == "former"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["key", "log.xes"]
