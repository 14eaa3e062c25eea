from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import casework.imports
from casework.casefiles.models import CaseFile
from casework.imports.synthetic.writing import to_json
from tests.imports.conftest import CASE

EXAMPLES = Path(casework.imports.__file__).parent / "examples"


def export(**options: object) -> str:
    out = io.StringIO()
    call_command(
        "make_export", **{"seed": 2026, "cases": 240, "as_of": date(2026, 11, 24), **options}, stdout=out
    )
    return out.getvalue()


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "records.json"
    path.write_text(to_json([CASE]))
    return path


@pytest.mark.parametrize("format", ["json", "csv"])
def test_the_examples_are_what_the_command_makes(format):
    assert export(format=format).encode() == (EXAMPLES / f"records.{format}").read_bytes()


def test_another_seed_makes_another_export():
    assert export(seed=1) != export(seed=2)


def test_a_file_is_imported_for_a_person(cast, file, capsys):
    call_command("import_records", file, by="administrator")
    assert capsys.readouterr().out == "1 case added, 0 changed, 0 unchanged, 0 left out\n"
    assert CaseFile.objects.count() == 1


def test_an_error_ends_the_command_with_one(cast, file, capsys):
    file.write_text(to_json([{**CASE, "victims": []}]))
    with pytest.raises(CommandError) as ended:
        call_command("import_records", file, by="gatekeeper")
    assert ended.value.returncode == 1
    assert "cases[0].victims: at least one is needed" in capsys.readouterr().err


@pytest.mark.parametrize("username", ["investigator", "prosecutor", "nobody"])
def test_only_those_who_may_import_can(cast, file, username):
    with pytest.raises(CommandError, match=f"{username} is not an administrator"):
        call_command("import_records", file, by=username)


def test_a_file_that_is_not_there_is_told(cast, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_records", tmp_path / "none.csv", by="administrator")
