from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from casework.pages.dates import govuk_datetime
from notifications.notices.foresee import AHEAD
from notifications.notices.numbers import lines_foreseen
from notifications.notices.sweep import sweep
from notifications.outbox.deliver import deliver


class Command(BaseCommand):
    help = "Tell people what is due, once and without Redis: for cron, or while the broker is down"

    def add_arguments(self, parser: CommandParser) -> None:
        days = f"the next {AHEAD.days} days"
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help=f"write and send nothing, and print how many would be told now and in {days}",
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        if dry_run:
            self._foresee()
        else:
            looked_at = sweep(now=timezone.now())
            self.stdout.write(f"{looked_at} obligations looked at, {deliver()} emails sent")

    def _foresee(self) -> None:
        now = timezone.now()
        until = now + AHEAD
        self.stdout.write(f"If nobody does anything, until {govuk_datetime(until)}:")
        for line in lines_foreseen(now=now, until=until):
            self.stdout.write(f"{line.place}: {line.what}: {line.now} now, {line.in_all} in all")
