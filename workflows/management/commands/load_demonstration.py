from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workflows.demonstration.loading import CASES, demonstration_load
from workflows.demonstration.people import cast_make, sign_ins


class Command(BaseCommand):
    help = "Load the demonstration's people and cases that are not there yet. Only in development."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--first", type=int, default=CASES, metavar="N", help="load the first N cases only"
        )
        parser.add_argument("--sign-ins", action="store_true", help="print who can sign in, and load no case")

    def handle(self, *args: Any, first: int, sign_ins: bool, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("The demonstration is only loaded with RASSO_ENVIRONMENT=development")
        if sign_ins:
            self._print_sign_ins()
        else:
            self.stdout.write(f"{demonstration_load(first)} demonstration cases loaded")

    def _print_sign_ins(self) -> None:
        cast_make()
        self.stdout.write("\n".join(sign_ins()))
