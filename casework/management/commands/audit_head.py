from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casework.audit.heads import heads_export


class Command(BaseCommand):
    help = "Write the end of each stream of the audit record to a file, to be kept outside the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--export", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, export: Path, **options: Any) -> None:
        try:
            digest = heads_export(export, at=timezone.now())
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Written to {export}, SHA-256 {digest}")
