from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from casework.imports.synthetic.records import synthetic_export
from casework.imports.synthetic.writing import to_csv, to_json

WRITERS = {"json": to_json, "csv": to_csv}


class Command(BaseCommand):
    help = (
        "Write a synthetic records export (docs/import.md) to standard output: the same for the same options."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, required=True)
        parser.add_argument("--cases", type=int, required=True)
        parser.add_argument("--as-of", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
        parser.add_argument("--format", choices=sorted(WRITERS), default="json")

    def handle(self, *args: Any, seed: int, cases: int, as_of: date, format: str, **options: Any) -> None:
        records = synthetic_export(seed=seed, cases=cases, as_of=as_of)
        self.stdout.write(WRITERS[format](records), ending="")
