from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.audit.heads import HeadsRefused, heads_read
from casework.audit.verify import Head, audit_verify


class Command(BaseCommand):
    help = "Check that the audit record is whole; ends with 1 and names the first bad entry of each stream."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--heads",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="heads that were kept outside: with them, what was cut off or written anew is found too",
        )

    def handle(self, *args: Any, heads: list[Path], **options: Any) -> None:
        kept: list[Head] = []
        try:
            for path in heads:
                kept += heads_read(path)
        except (HeadsRefused, OSError) as error:
            raise CommandError(str(error)) from error
        found = audit_verify(kept)
        for flaw in found.flaws:
            self.stderr.write(str(flaw))
        if found.flaws:
            raise CommandError(f"The record is not whole: {len(found.flaws)} flaws")
        self.stdout.write(f"{found.entries} entries in {found.streams} streams are as they were written")
        if not heads:
            self.stdout.write("What was cut off with its head is found with --heads alone")
