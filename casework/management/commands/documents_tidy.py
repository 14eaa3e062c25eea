from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from casework.documents.tidy import MOST_AT_ONCE, TooManyStrays, documents_tidy


class Command(BaseCommand):
    help = "Remove the files older than a day of which no document tells; beat does the same each hour"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--most",
            type=int,
            default=MOST_AT_ONCE,
            help="Remove only what erased cases left where there are more others (default: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            removed = documents_tidy(now=timezone.now(), most=options["most"])
        except TooManyStrays as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{removed} files removed")
