"""The event log for process mining, as docs/event-log.md describes it."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import mkstemp
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from casework.audit.models import Operation
from casework.audit.who import Acting
from casework.audit.writing import Said, entries_write
from casework.event_log.export import Extent, event_log_write
from casework.event_log.pseudonyms import KeyRefused, Pseudonyms, key_make, key_read
from casework.organisations.models import Organisation


class Command(BaseCommand):
    help = "Write a pseudonymous event log in XES 1849-2016 (docs/event-log.md) to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("output", type=Path, help="the file to write; one that is there is replaced")
        parser.add_argument(
            "--key",
            type=Path,
            required=True,
            help="the file with the key of the pseudonyms; made when it is not there",
        )
        for option, kept in (("--since", "of this day and later"), ("--until", "of this day and earlier")):
            parser.add_argument(
                option, type=date.fromisoformat, metavar="YYYY-MM-DD", help=f"only the events {kept}"
            )
        parser.add_argument("--force", metavar="NAME", help='such as "West Midlands Police"; else all')

    def handle(
        self,
        *args: Any,
        output: Path,
        key: Path,
        since: date | None,
        until: date | None,
        force: str | None,
        **options: Any,
    ) -> None:
        extent = Extent(since, until, self._force(force))
        try:
            pseudonyms = Pseudonyms(self._key(key))
            # Before anything leaves, also if the file is never whole.
            taken = Said(
                Operation.EXPORT, outcome="begun", subject=str(extent.force.pk if extent.force else "")
            )
            entries_write(Acting("command export_event_log"), [taken])
            with replaced(output) as out:
                traces = event_log_write(out, pseudonyms=pseudonyms, extent=extent)
        except (KeyRefused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{traces} traces written to {output}")

    def _force(self, name: str | None) -> Organisation | None:
        if name is None:
            return None
        force = Organisation.objects.filter(name=name, kind=Organisation.Kind.FORCE).first()
        if force is None:
            raise CommandError("There is no force of this name")
        return force

    def _key(self, path: Path) -> bytes:
        if not path.exists():
            key_make(path)
            self.stdout.write(f"New key written to {path}: keep it to join later exports to this one")
        return key_read(path)


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """A file that only its owner can read, and that takes the place of the path once it is whole."""
    descriptor, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(descriptor)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
