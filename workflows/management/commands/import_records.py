from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casework.access.policy import Actor
from casework.imports.services import MAY_IMPORT
from casework.people.models import User
from workflows.imports import import_and_start


class Command(BaseCommand):
    help = "Import a police records export (docs/import.md). Ends with 1 when anything in the file is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a .csv or a .json file")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who imports it")
        parser.add_argument(
            "--atomic", action="store_true", help="import every case, or none if one is wrong"
        )

    def handle(self, *args: Any, file: Path, by: str, atomic: bool, **options: Any) -> None:
        actor, content = self._actor(by), self._content(file)
        report = import_and_start(content=content, name=file.name, by=actor, at=timezone.now(), atomic=atomic)
        for fault in report.errors:
            self.stderr.write(str(fault))
        for case in report.left_out:
            self.stderr.write(f"Left out: {case}")
        self.stdout.write(report.summary)
        if report.errors:
            raise CommandError("Not everything was imported", returncode=1)

    def _actor(self, username: str) -> Actor:
        person = User.objects.filter(username=username, is_active=True).first()
        for membership in person.memberships_held if person else ():
            if person and membership.role in MAY_IMPORT:
                return Actor(person=person, role=membership.role, organisation=membership.organisation)
        raise CommandError(f"{username} is not an administrator, a gatekeeper or a supervisor")

    def _content(self, file: Path) -> bytes:
        try:
            return file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
